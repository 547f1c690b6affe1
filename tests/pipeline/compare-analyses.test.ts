import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { closeSample } from "../../src/pipeline/close-sample.ts";
import {
  compareAnalyses,
  compareSettings,
  compareWithEarlier,
  type SampleComparison,
} from "../../src/pipeline/compare-analyses.ts";
import { evaluateAllSamples, evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import { enterBlasts } from "../../src/pipeline/identify-plate.ts";
import { maskWell } from "../../src/pipeline/mask-well.ts";
import { useSettings } from "../../src/pipeline/settings-in-use.ts";
import { requireSettings, saveSettings } from "../../src/pipeline/settings-records.ts";
import type { AnalysisRow } from "../../src/store/analyses.ts";
import { benchWithLayout } from "../report/report-bench.ts";
import { codeOf, dropTriggers, freshFile, freshStore, withDatabase } from "../store/fresh-store.ts";
import { type PaperBench, paperBench, readPlate } from "./paper-bench.ts";

const SAID = { by: "ann", reason: "test" };

function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("there is none");
  return value;
}

function evaluate({ store }: PaperBench, sample: string, settings = DEFAULT_SETTINGS): AnalysisRow {
  return must(evaluateSample(store, must(store.samples.byName(sample)).id, settings));
}

/** Plates of these samples of the study, one each, with blasts. */
async function benchWith(...samples: readonly string[]): Promise<PaperBench> {
  const bench = paperBench(freshStore(freshFile()));
  for (const sample of samples) {
    const id = `${sample}-1`;
    await readPlate(bench, { plate: id, barcode: id, sample, blastsDay4Percent: 90 });
  }
  return bench;
}

const sentences = (comparison: SampleComparison): readonly string[] =>
  comparison.causes.map((cause) => cause.sentence);

const verdicts = (comparisons: readonly SampleComparison[]): readonly string[] =>
  comparisons.flatMap(({ sample, changes }) =>
    changes.flatMap(({ arm, verdicts: changed }) =>
      changed
        .filter(({ path }) => path === "comparisons.class")
        .map(({ before, after }) => `${sample} ${arm}: ${before} -> ${after}`),
    ),
  );

describe("an analysis compared with the one before", () => {
  test("lists the verdict that a mask changed, and the mask with who put it on", async () => {
    const bench = await benchWith("B");
    evaluate(bench, "B");
    const { id } = must(bench.store.plates.byBarcode("B-1"));
    const mask = {
      plateId: id,
      well: "C3",
      action: "mask",
      reason: "bubble",
      by: "reviewer",
    } as const;
    maskWell(bench.store, mask);
    const masked = compareWithEarlier(bench.store, evaluate(bench, "B"));
    expect(sentences(masked)).toEqual(["mask put on: C3 of plate B-1, “bubble”, by reviewer"]);
    expect(masked.unexplained).toBe(false);
    expect(masked.changes.length).toBeGreaterThan(0);
    maskWell(bench.store, { ...mask, action: "unmask", reason: "no bubble" });
    const back = compareWithEarlier(bench.store, evaluate(bench, "B"));
    expect(sentences(back)).toEqual(["mask taken off: C3 of plate B-1, “bubble”, by reviewer"]);
  });

  test("names blasts that gate a verdict", async () => {
    const bench = await benchWith("B");
    evaluate(bench, "B");
    const { store } = bench;
    store.inTransaction(() => enterBlasts(store, must(store.samples.byName("B")), 40, "ann"));
    const compared = compareWithEarlier(store, evaluate(bench, "B"));
    expect(sentences(compared)).toEqual(["blasts on day 4 in percent: 90 → 40"]);
    expect(verdicts([compared])).toContain("B trametinib: complete -> inconclusive");
  });

  test("names another reading and a plate that has come", async () => {
    const bench = await benchWith("A");
    evaluate(bench, "A");
    await readPlate(bench, {
      plate: "B-1",
      barcode: "A-1",
      sample: "A",
      rereadReason: "wrong filter",
      clock: "06/03/2026 16:00:00",
    });
    const reread = compareWithEarlier(bench.store, evaluate(bench, "A"));
    expect(sentences(reread)).toEqual([
      expect.stringMatching(/^plate A-1: version 1 \(reading .*\) → version 2 .*“wrong filter”$/),
    ]);
    await readPlate(bench, { plate: "C-1", barcode: "A-2", sample: "A" });
    expect(sentences(compareWithEarlier(bench.store, evaluate(bench, "A")))).toEqual([
      "plate A-2 has come",
    ]);
  });

  test("that only made the sample final says that no number changed", async () => {
    const bench = await benchWith("B");
    evaluate(bench, "B");
    closeSample(bench.store, "B", "ann");
    const compared = compareWithEarlier(bench.store, evaluate(bench, "B"));
    expect(compared).toMatchObject({ changes: [], unexplained: false });
    expect(sentences(compared)).toEqual([
      "the sample: provisional → final, which changes no number",
    ]);
  });

  test("that is the first has none before it; analyses of two samples are not compared", async () => {
    const bench = await benchWith("A", "B");
    const [a, b] = [evaluate(bench, "A"), evaluate(bench, "B")];
    expect(codeOf(() => compareWithEarlier(bench.store, a))).toBe("ANALYSIS_UNKNOWN");
    expect(codeOf(() => compareAnalyses(bench.store, a, b))).toBe("REQUEST_INVALID");
  });

  test("cries when a number changed and nothing it rests on did", async () => {
    const bench = await benchWith("B");
    const { store } = bench;
    evaluate(bench, "B");
    closeSample(store, "B", "ann");
    const after = evaluate(bench, "B");
    withDatabase(store.file, (db) => {
      dropTriggers(db);
      db.exec(
        `UPDATE analysis SET result = replace(result, '"class":"complete"', '"class":"none"') WHERE id = '${after.id}'`,
      );
    });
    const compared = compareWithEarlier(store, must(store.analyses.byId(after.id)));
    expect(compared.unexplained).toBe(true);
    expect(verdicts([compared])).toEqual(["B trametinib: complete -> none"]);
  });
});

describe("all samples under two settings", () => {
  async function analysed(): Promise<PaperBench> {
    const bench = await benchWith("A", "B", "C", "D");
    useSettings(bench.store, "defaults", SAID);
    evaluateAllSamples(bench.store, DEFAULT_SETTINGS);
    return bench;
  }

  test("lists exactly the verdicts that changed, each with the setting that does it alone", async () => {
    const { store } = await analysed();
    saveSettings(store, "lab", { completeRelative: 95, dosesMin: 4, alpha: 0.04 }, SAID);
    const [before, after] = [requireSettings(store, "defaults"), requireSettings(store, "lab")];
    const compared = [...compareSettings(store, before, after)];
    expect(compared.map(({ sample }) => sample)).toEqual(["A", "B", "C", "D"]);
    const expected = compared.flatMap(({ sample }) => {
      const row = must(store.samples.byName(sample));
      const was = must(store.analyses.current(row.id));
      return { sample, was: was.id };
    });
    expect(compared.map(({ sample, before: side }) => ({ sample, was: side.analysisId }))).toEqual(
      expected,
    );
    expect(compared.every(({ after: side }) => side.analysisId === null)).toBe(true);
    expect(verdicts(compared)).toEqual([
      "B trametinib: complete -> partial",
      "C trametinib: complete -> partial",
    ]);
    const changed = compared.flatMap(({ changes }) => changes.flatMap((place) => place.verdicts));
    expect(changed.filter(({ path }) => path === "comparisons.class")).toMatchObject([
      { because: ["completeRelative"] },
      { because: ["completeRelative"] },
    ]);
  });

  test("stores nothing, and takes what is stored once it is", async () => {
    const { store } = await analysed();
    saveSettings(store, "lab", { completeRelative: 95 }, SAID);
    const count = [...store.analyses.all()].length;
    const named = (): [ReturnType<typeof requireSettings>, ReturnType<typeof requireSettings>] => [
      requireSettings(store, "defaults"),
      requireSettings(store, "lab"),
    ];
    const trial = [...compareSettings(store, ...named())];
    expect([...store.analyses.all()]).toHaveLength(count);
    evaluateAllSamples(store, useSettings(store, "lab", SAID).settings);
    const stored = [...compareSettings(store, ...named())];
    expect(stored.every(({ after }) => after.analysisId !== null)).toBe(true);
    expect(stored.map(({ changes, causes }) => ({ changes, causes }))).toEqual(
      trial.map(({ changes, causes }) => ({ changes, causes })),
    );
  });

  test("names the setting that makes a uniform plate fail", async () => {
    const { store } = await benchWithLayout("uniform-96", (_, index) => 0.6 + 0.06 * (index % 2));
    useSettings(store, "defaults", SAID);
    evaluateAllSamples(store, DEFAULT_SETTINGS);
    saveSettings(store, "strict", { cvWarn: 2, cvFail: 3, dosesMin: 4 }, SAID);
    const [before, after] = [requireSettings(store, "defaults"), requireSettings(store, "strict")];
    const [compared] = [...compareSettings(store, before, after)];
    const changed = compared?.changes.flatMap((place) => place.verdicts) ?? [];
    expect(changed.filter(({ path }) => path.startsWith("uniformPlates."))).toMatchObject([
      { path: "uniformPlates.verdict", before: "pass", after: "fail", because: ["cvFail"] },
      { path: "uniformPlates.warnings", because: ["cvWarn"] },
    ]);
  });

  test("that say the same lists nothing", async () => {
    const { store } = await analysed();
    saveSettings(store, "lab", {}, SAID);
    const compared = [
      ...compareSettings(store, requireSettings(store, "defaults"), requireSettings(store, "lab")),
    ];
    expect(compared.flatMap(({ changes, causes }) => [...changes, ...causes])).toEqual([]);
  });
});
