import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { canonicalJson, sha256 } from "../../src/domain/canonical.ts";
import { evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import {
  adoptConfiguration,
  settingsInUse,
  useSettings,
} from "../../src/pipeline/settings-in-use.ts";
import {
  requireSettings,
  saveSettings,
  settingsLabel,
  shownSettings,
} from "../../src/pipeline/settings-records.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import type { Store } from "../../src/store/open-store.ts";
import { codeOf, dropTriggers, freshFile, freshStore, withDatabase } from "../store/fresh-store.ts";
import { paperBench, readPlate } from "./paper-bench.ts";

const SAID = { by: "ann", reason: "validated in May" };

const save = (store: Store, thresholds: unknown, name = "lab") =>
  saveSettings(store, name, thresholds, SAID);

describe("saved settings", () => {
  test("have versions that follow each other; what is left out has its default", () => {
    const store = freshStore();
    expect(save(store, { blastsMin: 80 })).toMatchObject({
      isNew: true,
      saved: { label: "lab@1", settings: { blastsMin: 80, effectPoints: 20 } },
    });
    expect(save(store, { blastsMin: 85 }).saved.label).toBe("lab@2");
    expect(save(store, { blastsMin: 85 }, "other").saved.label).toBe("other@1");
    expect(requireSettings(store, "lab").settings.blastsMin).toBe(85);
    expect(requireSettings(store, "lab@1").settings.blastsMin).toBe(80);
    expect(store.settings.version("lab", 1)).toMatchObject({
      by_name: "ann",
      reason: "validated in May",
    });
  });

  test("that say the same as the newest version make no further one", () => {
    const store = freshStore();
    save(store, { blastsMin: 80 });
    const entries = store.journal.entries().length;
    expect(save(store, { blastsMin: 80 })).toMatchObject({
      isNew: false,
      saved: { label: "lab@1" },
    });
    expect(store.journal.entries()).toHaveLength(entries);
    save(store, { blastsMin: 85 });
    expect(save(store, { blastsMin: 80 }).saved.label).toBe("lab@3");
  });

  test("are known by the hash that stands beside each analysis", () => {
    const store = freshStore();
    const { saved } = save(store, { blastsMin: 80 });
    expect(saved.sha256).toBe(sha256(canonicalJson({ ...DEFAULT_SETTINGS, blastsMin: 80 })));
    expect(settingsLabel(store, saved.sha256)).toBe("lab@1");
    expect(settingsLabel(store, "0".repeat(64))).toBeNull();
    expect(shownSettings(store, "0".repeat(64))).toBe("000000000000");
    expect(shownSettings(store, sha256(canonicalJson(DEFAULT_SETTINGS)))).toBe("defaults");
  });

  test("with several names are called by the one in use", () => {
    const store = freshStore();
    const { saved } = save(store, { blastsMin: 80 }, "first");
    save(store, { blastsMin: 80 }, "second");
    expect(settingsLabel(store, saved.sha256)).toBe("first@1");
    useSettings(store, "second@1", SAID);
    expect(settingsLabel(store, saved.sha256)).toBe("second@1");
  });

  test("from before the program gained a setting keep their name, and the setting has its default", () => {
    const store = freshStore();
    const { effectPoints: _gained, ...older } = DEFAULT_SETTINGS;
    const body = canonicalJson({ ...older, blastsMin: 80 });
    store.analyses.insertSettings(sha256(body), body);
    store.settings.insertVersion({
      name: "lab",
      version: 1,
      sha256: sha256(body),
      reason: "old",
      by_name: "ann",
      at_utc: store.nowUtc(),
    });
    const now = requireSettings(store, "lab@1");
    expect(now.settings).toEqual({ ...DEFAULT_SETTINGS, blastsMin: 80 });
    expect(settingsLabel(store, now.sha256)).toBe("lab@1");
  });

  test.each([
    ["unknown names and values, all of them at once", "lab", { blastMin: 1, cvWarn: "x" }, SAID],
    ["no reason", "lab", {}, { by: "ann", reason: " " }],
    ["no name of a person", "lab", {}, { by: "", reason: "why" }],
    ["a name of the program's own", "configuration", {}, SAID],
    ["a name of the program's own in other letters", "Defaults", {}, SAID],
    ["a name that would read as a version", "lab@2", {}, SAID],
  ])("are refused with %s, and nothing is stored", (_, name, thresholds, said) => {
    const store = freshStore();
    expect(codeOf(() => saveSettings(store, name, thresholds, said))).toMatch(
      /^(SETTINGS_INVALID|SETTINGS_NAME_INVALID|REQUEST_INVALID)$/,
    );
    expect(store.settings.all()).toEqual([]);
    expect(store.analyses.allSettings()).toEqual([]);
  });

  test("name every problem in one error", () => {
    const store = freshStore();
    expect(() => save(store, { blastMin: 1, cvWarn: "x", alpha: 7 })).toThrow(
      /(?=.*blastMin)(?=.*cvWarn)(?=.*alpha)/s,
    );
  });

  test.each(["lab@9", "nobody", "", "lab@0", "lab@", "@1"])(
    "are not found as “%s”",
    (reference) => {
      const store = freshStore();
      save(store, {});
      expect(codeOf(() => requireSettings(store, reference))).toBe("SETTINGS_UNKNOWN");
    },
  );
});

describe("the settings in use", () => {
  test("are the defaults before anything was said, then those of the newest analysis", async () => {
    const bench = paperBench();
    const { store } = bench;
    expect(settingsInUse(store)).toMatchObject({ label: "defaults", settings: DEFAULT_SETTINGS });
    await readPlate(bench);
    const sample = store.samples.byName("A")?.id ?? "";
    evaluateSample(store, sample, { ...DEFAULT_SETTINGS, blastsMin: 33 });
    expect(settingsInUse(store).settings.blastsMin).toBe(33);
  });

  test("are what was put to use last, with who and why in the audit trail", () => {
    const store = freshStore();
    save(store, { blastsMin: 80 });
    save(store, { blastsMin: 85 });
    expect(useSettings(store, "lab@1", SAID)).toMatchObject({ label: "lab@1" });
    expect(settingsInUse(store).settings.blastsMin).toBe(80);
    expect(useSettings(store, "lab", SAID).label).toBe("lab@2");
    expect(store.journal.entries().at(-1)).toMatchObject({
      actor: "ann",
      action: "settings.use",
      subject: "lab@2",
    });
  });

  test("are not chosen a second time", () => {
    const store = freshStore();
    save(store, {});
    useSettings(store, "lab", SAID);
    useSettings(store, "lab@1", SAID);
    expect(store.settings.allChoices()).toHaveLength(1);
  });

  test("can be the program's own defaults, which are then kept as a version", () => {
    const store = freshStore();
    expect(useSettings(store, "defaults", SAID)).toMatchObject({
      label: "defaults@1",
      settings: DEFAULT_SETTINGS,
    });
  });

  test("stay as they were where a transaction around the choice is undone", () => {
    const store = freshStore();
    const undone = (thresholds: unknown) => () =>
      store.inTransaction(() => {
        save(store, thresholds);
        useSettings(store, "lab", SAID);
        throw new Error("undone");
      });
    expect(undone({ blastsMin: 11 })).toThrow("undone");
    expect(settingsInUse(store).label).toBe("defaults");
    save(store, { blastsMin: 22 });
    expect(useSettings(store, "lab", SAID).settings.blastsMin).toBe(22);
  });
});

describe("the configuration of a daemon", () => {
  const changed = { ...DEFAULT_SETTINGS, blastsMin: 90 };

  test("is a version of its own name, a further one only when it has changed", () => {
    const store = freshStore();
    expect(adoptConfiguration(store, DEFAULT_SETTINGS)).toMatchObject({
      inUse: { label: "configuration@1" },
      overruledBy: null,
    });
    expect(adoptConfiguration(store, DEFAULT_SETTINGS).inUse.label).toBe("configuration@1");
    expect(adoptConfiguration(store, changed).inUse.label).toBe("configuration@2");
    expect(adoptConfiguration(store, DEFAULT_SETTINGS).inUse.label).toBe("configuration@3");
    expect(store.settings.allChoices()).toHaveLength(3);
  });

  test("leaves a choice made by command while it says what it said before", () => {
    const store = freshStore();
    adoptConfiguration(store, DEFAULT_SETTINGS);
    save(store, { blastsMin: 80 });
    useSettings(store, "lab", SAID);
    const again = adoptConfiguration(store, DEFAULT_SETTINGS);
    expect(again).toMatchObject({ inUse: { label: "lab@1" }, overruledBy: { by_name: "ann" } });
  });

  test("is put to use when it says something new: what was said last counts", () => {
    const store = freshStore();
    adoptConfiguration(store, DEFAULT_SETTINGS);
    save(store, { blastsMin: 80 });
    useSettings(store, "lab", SAID);
    expect(adoptConfiguration(store, changed)).toMatchObject({
      inUse: { label: "configuration@2" },
      overruledBy: null,
    });
  });
});

describe("verify", () => {
  function spoiltFile(sql: string): Store {
    const file = freshFile();
    const store = freshStore(file);
    save(store, { blastsMin: 80 });
    save(store, { blastsMin: 85 });
    useSettings(store, "lab@1", SAID);
    expect(verifyStore(store).findings).toEqual([]);
    withDatabase(file, (db) => {
      dropTriggers(db);
      db.pragma("foreign_keys = OFF");
      db.exec(sql);
    });
    return store;
  }

  test.each([
    ["another version put to use", "UPDATE settings_choice SET version = 2", "choices of settings"],
    ["another person", "UPDATE settings_version SET by_name = 'eve'", "settings lab@1 are not"],
    ["a version gone", "DELETE FROM settings_version WHERE version = 2", "lab@2 are gone"],
    [
      "a version put in",
      "INSERT INTO settings_version SELECT name, 3, sha256, reason, by_name, at_utc FROM settings_version WHERE version = 2",
      "lab@3 were never saved",
    ],
    ["a threshold changed", "UPDATE settings_record SET body = '{}'", "not what was computed with"],
  ])("finds %s", (_, sql, finding) => {
    const { findings } = verifyStore(spoiltFile(sql));
    expect(findings.some((one) => one.includes(finding))).toBe(true);
  });
});
