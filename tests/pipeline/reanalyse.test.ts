import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { PlatewardenError } from "../../src/domain/errors.ts";
import { evaluateAllSamples } from "../../src/pipeline/evaluate-sample.ts";
import { maskWell } from "../../src/pipeline/mask-well.ts";
import type { Persist } from "../../src/pipeline/persist.ts";
import { reanalyse } from "../../src/pipeline/reanalyse.ts";
import { adoptConfiguration, useSettings } from "../../src/pipeline/settings-in-use.ts";
import { saveSettings } from "../../src/pipeline/settings-records.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import type { Store } from "../../src/store/open-store.ts";
import { dropTriggers, freshFile, freshStore, withDatabase } from "../store/fresh-store.ts";
import { fillStore } from "./many-plates.ts";

const SAID = { by: "ann", reason: "test" };
const atOnce: Persist = async (work) => work();

async function filled(plates = 8, file = freshFile(), platesPerSample = 2): Promise<Store> {
  const store = freshStore(file);
  await fillStore(store, { plates, platesPerSample });
  adoptConfiguration(store, DEFAULT_SETTINGS);
  return store;
}

/** Hashes of the results that count and their flags, by sample. */
function outcome(store: Store): Record<string, unknown> {
  return Object.fromEntries(
    store.samples.all().map((sample) => {
      const row = store.analyses.current(sample.id);
      const flags = row === null ? [] : store.analyses.flagsOf(row.id);
      return [
        sample.name,
        {
          result: row?.result_sha256,
          settings: row?.settings_sha256,
          flags: flags.map(
            ({ id: _, analysis_id: __, plate_id: ___, raised_at_utc: ____, ...rest }) => rest,
          ),
        },
      ];
    }),
  );
}

/** Threads have to be started, on a machine that may be busy. */
const SLOW = { timeout: 30_000 };

describe("re-analysis", SLOW, () => {
  test("gives the same bits and flags with one thread, with several, and without any", async () => {
    const [one, many, none] = [await filled(6), await filled(6), await filled(6)];
    await reanalyse(one, { workers: 1 });
    await reanalyse(many, { workers: 3 });
    evaluateAllSamples(none, DEFAULT_SETTINGS);
    expect(outcome(many)).toEqual(outcome(one));
    expect(outcome(none)).toEqual(outcome(one));
    expect(verifyStore(many).findings).toEqual([]);
  });

  test("passes over what is up to date", async () => {
    const store = await filled();
    expect(await reanalyse(store, { workers: 2 })).toMatchObject({
      settings: "configuration@1",
      samples: 4,
      renewed: 4,
      upToDate: 0,
      platesComputed: 8,
      ended: "complete",
    });
    const changes = store.journal.lastChange();
    expect(await reanalyse(store, { workers: 2 })).toMatchObject({ renewed: 0, upToDate: 4 });
    expect(store.journal.lastChange()).toBe(changes);
  });

  test("supersedes what was made with other settings, and only that", async () => {
    const store = await filled(4);
    await reanalyse(store, { workers: 1 });
    saveSettings(store, "lab", { blastsMin: 80 }, SAID);
    const { sha256 } = useSettings(store, "lab", SAID);
    expect(await reanalyse(store, { workers: 1 })).toMatchObject({ renewed: 2, settings: "lab@1" });
    for (const sample of store.samples.all()) {
      const [now, before] = store.analyses.headsOf(sample.id);
      expect(now).toMatchObject({ settings_sha256: sha256, supersedes: before?.id });
    }
  });

  test("tells how far it is", async () => {
    const store = await filled(6);
    const told: number[] = [];
    await reanalyse(store, { workers: 2, onProgress: (done, total) => told.push(done / total) });
    expect(told.at(-1)).toBe(1);
    expect(told.toSorted((a, b) => a - b)).toEqual(told);
  });

  test("stopped in the middle leaves whole samples, and goes on where it was", async () => {
    const store = await filled(30, freshFile(), 1);
    const stopping = new AbortController();
    const first = await reanalyse(store, {
      workers: 1,
      signal: stopping.signal,
      onProgress: () => stopping.abort(),
    });
    expect(first.ended).toBe("stopped");
    expect(first.renewed).toBeGreaterThan(0);
    expect(first.renewed).toBeLessThan(30);
    expect(verifyStore(store).findings).toEqual([]);
    const second = await reanalyse(store, { workers: 2 });
    expect(second).toMatchObject({ upToDate: first.renewed, renewed: 30 - first.renewed });
  });

  test("stops where other settings are put to use meanwhile, and stores nothing with the old ones", async () => {
    const store = await filled(4);
    saveSettings(store, "lab", { blastsMin: 80 }, SAID);
    const persist: Persist = async (work) => {
      if (store.settings.chosen()?.name !== "lab") useSettings(store, "lab", SAID);
      return work();
    };
    expect(await reanalyse(store, { workers: 1, persist })).toMatchObject({
      ended: "settings-changed",
      renewed: 0,
    });
    expect([...store.analyses.all()]).toEqual([]);
  });

  test("computes anew what has changed between computing and storing", async () => {
    const store = await filled(2);
    const plate = store.plates.byBarcode("P-0");
    let isMasked = false;
    const persist: Persist = async (work) => {
      if (!isMasked)
        maskWell(store, {
          plateId: plate?.id ?? "",
          well: "C3",
          action: "mask",
          reason: "bubble",
          by: "ann",
        });
      isMasked = true;
      return work();
    };
    expect(await reanalyse(store, { workers: 1, persist })).toMatchObject({ renewed: 1 });
    const row = store.analyses.current(plate?.sample_id ?? "");
    expect(row?.inputs).toContain("bubble");
    expect(JSON.parse(row?.result ?? "{}").plates["P-0"].masked).toContainEqual({
      well: "C3",
      reason: "review",
    });
    expect(await reanalyse(store, { workers: 1, all: true, persist: atOnce })).toMatchObject({
      identical: 1,
      differing: [],
    });
  });

  test("names a sample that cannot be analysed, and does the others", async () => {
    const file = freshFile();
    const store = await filled(6, file);
    withDatabase(file, (db) => {
      dropTriggers(db);
      db.exec(
        `UPDATE reading SET body = '{"planes": 1}' WHERE id = (SELECT reading_id FROM plate_version v
           JOIN plate p ON p.id = v.plate_id WHERE p.barcode = 'P-2')`,
      );
    });
    const done = await reanalyse(store, { workers: 2 });
    expect(done).toMatchObject({ renewed: 2, ended: "complete" });
    expect(done.failed.map(({ sample }) => sample)).toEqual(["S1"]);
  });

  test("ends with the error of a store in trouble", async () => {
    const store = await filled(2);
    const full = new PlatewardenError("STORE_FULL", "The disk is full.");
    const persist: Persist = () => Promise.reject(full);
    await expect(reanalyse(store, { workers: 1, persist })).rejects.toBe(full);
  });
});

describe("re-analysis of all", SLOW, () => {
  test("finds every bit as it is stored", async () => {
    const store = await filled();
    await reanalyse(store, { workers: 2 });
    const before = [...store.analyses.all()];
    expect(await reanalyse(store, { workers: 2, all: true })).toMatchObject({
      identical: 4,
      renewed: 0,
      differing: [],
      platesComputed: 8,
    });
    expect([...store.analyses.all()]).toEqual(before);
  });

  test.each([
    [
      "a number",
      "UPDATE analysis SET result = replace(result, '\"nBlank\":', '\"nBlank\":1')",
      /nBlank/,
    ],
    ["a flag", "UPDATE flag SET title = 'nothing'", /flags .*title/],
    ["a flag gone", "DELETE FROM flag", /flags/],
  ])("finds %s that is not as stored, and stores nothing", async (_, sql, difference) => {
    const file = freshFile();
    const store = await filled(8, file);
    await reanalyse(store, { workers: 1 });
    withDatabase(file, (db) => {
      dropTriggers(db);
      db.exec(sql);
    });
    const count = [...store.analyses.all()].length;
    const { differing } = await reanalyse(store, { workers: 2, all: true });
    expect(differing.length).toBeGreaterThan(0);
    for (const { differences } of differing) {
      expect(differences.some((one) => difference.test(one))).toBe(true);
    }
    expect([...store.analyses.all()]).toHaveLength(count);
  });
});
