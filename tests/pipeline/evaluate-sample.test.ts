import { describe, expect, test } from "vitest";
import type { SampleAnalysis } from "../../src/analysis/sample-analysis.ts";
import { canonicalJson, sha256 } from "../../src/domain/canonical.ts";
import { assignReading } from "../../src/pipeline/assign-reading.ts";
import { closeSample } from "../../src/pipeline/close-sample.ts";
import { evaluateAllSamples, evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import { importPlan } from "../../src/pipeline/import-plan.ts";
import { maskWell } from "../../src/pipeline/mask-well.ts";
import { PROGRAM_VERSION } from "../../src/pipeline/program-version.ts";
import type { AnalysisRow } from "../../src/store/analyses.ts";
import { planOf } from "../../src/study/play-study.ts";
import { codeOf } from "../store/fresh-store.ts";
import {
  measured,
  type PaperBench,
  paperBench,
  push,
  readPlate,
  statement,
  study,
} from "./paper-bench.ts";

function evaluate({ store }: PaperBench, sample = "A"): AnalysisRow | null {
  const row = store.samples.byName(sample);
  if (row === null) throw new Error(`no sample ${sample}`);
  return evaluateSample(store, row.id, study.settings);
}

function must<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error("there is none");
  return value;
}

const analysisOf = (row: AnalysisRow): SampleAnalysis => JSON.parse(row.result);

const byArm = (row: AnalysisRow) =>
  Object.fromEntries(analysisOf(row).comparisons.map((one) => [one.arm, one.class]));

async function readB(bench: PaperBench) {
  return readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B", blastsDay4Percent: 96 });
}

describe("the analysis of a sample", () => {
  test("is stored with the hashes of all it rests on", async () => {
    const bench = paperBench();
    const { plateId, readingId } = await readB(bench);
    const row = must(evaluate(bench, "B"));
    expect(byArm(row)).toMatchObject({ trametinib: "complete", sorafenib: "none" });
    expect(row.result_sha256).toBe(sha256(row.result));
    expect(row.inputs_sha256).toBe(sha256(row.inputs));
    expect(bench.store.analyses.settings(row.settings_sha256)).toBe(canonicalJson(study.settings));
    expect(row.program_version).toBe(PROGRAM_VERSION);
    expect(JSON.parse(row.inputs)).toMatchObject({
      blastsDay4Percent: 96,
      plates: [{ plateId, readingId, version: 1, masks: [] }],
    });
  });

  test("is not made again while nothing has changed", async () => {
    const bench = paperBench();
    await readB(bench);
    const first = must(evaluate(bench, "B"));
    const change = bench.store.journal.lastChange();
    expect(evaluate(bench, "B")).toBeNull();
    expect(evaluateAllSamples(bench.store, study.settings)).toBe(0);
    expect(bench.store.analyses.current(first.sample_id)).toEqual(first);
    expect(bench.store.journal.lastChange()).toBe(change);
  });

  test("is made again with other settings, and supersedes the one before", async () => {
    const bench = paperBench();
    await readB(bench);
    const first = must(evaluate(bench, "B"));
    const settings = { ...study.settings, blastsMin: 99 };
    const second = must(evaluateSample(bench.store, first.sample_id, settings));
    expect(second.supersedes).toBe(first.id);
    expect(bench.store.analyses.byId(first.id)).toEqual(first);
    expect(byArm(second).trametinib).toBe("inconclusive");
    expect(
      bench.store.analyses.currentFlags().filter((flag) => flag.kind === "combination"),
    ).toEqual([]);
  });

  test("of a sample without plates is none", () => {
    const bench = paperBench();
    importPlan(bench.store, bench.layouts, planOf(study), { source: "", by: "" });
    expect(evaluate(bench)).toBeNull();
  });

  test("uses the newest version of a plate that was read again", async () => {
    const bench = paperBench();
    await readPlate(bench);
    const first = must(evaluate(bench));
    // The same barcode, but this time another plate lay in the reader.
    const clock = "06/03/2026 16:00:00";
    const { readingId } = await readPlate(bench, {
      plate: "B-1",
      clock,
      rereadReason: "wrong plate",
    });
    const second = must(evaluate(bench));
    expect(JSON.parse(second.inputs).plates).toMatchObject([{ version: 2, readingId }]);
    expect(byArm(first).trametinib).toBe("none");
    expect(byArm(second).trametinib).toBe("complete");
  });

  test("of all seven samples is what the study expects", async () => {
    const bench = paperBench();
    importPlan(bench.store, bench.layouts, planOf(study), { source: "plan", by: "test" });
    for (const { id, sample } of study.plates)
      await readPlate(bench, { plate: id, barcode: id, sample });
    expect(evaluateAllSamples(bench.store, study.settings)).toBe(7);
    const flagged = bench.store.analyses
      .currentFlags()
      .filter((flag) => flag.kind === "combination")
      .map(
        (flag) => `${bench.store.plates.byId(flag.plate_id)?.barcode} ${flag.arm} ${flag.class}`,
      );
    expect(flagged.toSorted()).toEqual([
      "A-1 sorafenib partial",
      "B-1 trametinib complete",
      "C-1 trametinib complete",
      "G-1 trametinib antagonistic",
    ]);
  });
});

describe("a verdict without a plan", () => {
  test("is provisional until a person closes the sample, and then final with the same numbers", async () => {
    const bench = paperBench();
    await readB(bench);
    const before = must(evaluate(bench, "B"));
    expect(before.provisional).toBe(1);
    const closed = closeSample(bench.store, " B ", "reviewer");
    expect(closed).toMatchObject({ closed_by: "reviewer" });
    const after = must(evaluate(bench, "B"));
    expect(after).toMatchObject({ provisional: 0, result: before.result, supersedes: before.id });
  });

  test("is closed once; nobody knows a sample that is not there", async () => {
    const bench = paperBench();
    await readB(bench);
    const first = closeSample(bench.store, "B", "reviewer");
    expect(closeSample(bench.store, "B", "somebody else")).toEqual(first);
    expect(codeOf(() => closeSample(bench.store, "Z", "reviewer"))).toBe("SAMPLE_UNKNOWN");
  });
});

describe("a verdict with a plan", () => {
  /** Two plates are planned for A: its own, and one more of the same layout. */
  function planned(): PaperBench {
    const bench = paperBench();
    const plan = planOf(study);
    const [first] = plan.plates;
    if (first === undefined) throw new Error("the plan is empty");
    const plates = [...plan.plates, { ...first, barcode: "A-2" }];
    importPlan(bench.store, bench.layouts, { ...plan, plates }, { source: "plan", by: "test" });
    return bench;
  }

  test("is provisional until every planned plate has come", async () => {
    const bench = planned();
    await readPlate(bench);
    expect(must(evaluate(bench)).provisional).toBe(1);
    await readPlate(bench, { barcode: "A-2", clock: "06/03/2026 16:00:00" });
    expect(must(evaluate(bench)).provisional).toBe(0);
  });

  test("is one family for all plates of the sample, so that a further plate changes its q", async () => {
    const bench = planned();
    await readPlate(bench, { plate: "B-1" });
    const qOf = (row: AnalysisRow) =>
      analysisOf(row).comparisons.find((one) => one.plate === "A-1" && one.arm === "trametinib")
        ?.interactionQ;
    const before = qOf(must(evaluate(bench)));
    await readPlate(bench, { plate: "D-1", barcode: "A-2" });
    const row = must(evaluate(bench));
    expect(analysisOf(row).comparisons).toHaveLength(8);
    expect(qOf(row)).not.toBe(before);
  });

  test("is final as well when a person closes the sample before all have come", async () => {
    const bench = planned();
    await readPlate(bench);
    closeSample(bench.store, "A", "reviewer");
    expect(must(evaluate(bench)).provisional).toBe(0);
  });
});

describe("a plate with the reference taken off by the reader", () => {
  test("says so and is judged all the same", async () => {
    const bench = paperBench();
    const readingId = must(await push(bench, measured("G-1")));
    assignReading(
      bench.store,
      bench.layouts,
      readingId,
      statement({ barcode: "G-1", sample: "G" }),
    );
    const row = must(evaluate(bench, "G"));
    expect(analysisOf(row).plates["G-1"]?.warnings).toContain("REFERENCE_SUBTRACTED");
    expect(byArm(row).trametinib).toBe("antagonistic");
  });
});

describe("a mask", () => {
  const mask = (bench: PaperBench, plateId: string, action: "mask" | "unmask", well = "c03") =>
    maskWell(bench.store, { plateId, well, action, reason: "bubble", by: "reviewer" });

  test("changes the numbers; taken off again, they come back to the last bit", async () => {
    const bench = paperBench();
    const { plateId } = await readB(bench);
    const before = must(evaluate(bench, "B"));
    mask(bench, plateId, "mask");
    const masked = must(evaluate(bench, "B"));
    expect(analysisOf(masked).plates["B-1"]?.masked).toContainEqual({
      well: "C3",
      reason: "review",
    });
    expect(masked.result).not.toBe(before.result);
    mask(bench, plateId, "unmask");
    const after = must(evaluate(bench, "B"));
    expect(after.result).toBe(before.result);
    expect(after.result_sha256).toBe(before.result_sha256);
    expect(after.supersedes).toBe(masked.id);
  });

  test("leaves the reading as it is, and stands in the audit trail with reason and name", async () => {
    const bench = paperBench();
    const { plateId, readingId } = await readB(bench);
    const body = bench.store.readings.byId(readingId)?.body;
    mask(bench, plateId, "mask");
    expect(bench.store.readings.byId(readingId)?.body).toBe(body);
    expect(bench.store.plates.maskEvents(plateId)).toMatchObject([
      { well: "C3", action: "mask", reason: "bubble", by_name: "reviewer" },
    ]);
    expect(bench.store.journal.brokenAudit()).toBeNull();
  });

  test.each([
    ["an unknown plate", { plateId: "nothing" }, "PLATE_UNKNOWN"],
    ["a well that is none", { well: "I13" }, "WELL_INVALID"],
    ["no reason", { reason: "  " }, "REQUEST_INVALID"],
    ["no name", { by: "" }, "REQUEST_INVALID"],
    ["nothing to take off", { action: "unmask" as const }, "WELL_NOT_MASKED"],
  ])("is refused with %s", async (_, change, code) => {
    const bench = paperBench();
    const { plateId } = await readB(bench);
    const said = { plateId, well: "A1", action: "mask" as const, reason: "bubble", by: "reviewer" };
    expect(codeOf(() => maskWell(bench.store, { ...said, ...change }))).toBe(code);
    expect(bench.store.plates.maskEvents(plateId)).toEqual([]);
  });
});

describe("flags", () => {
  test("of superseded analyses are kept but no longer stand", async () => {
    const bench = paperBench();
    await readB(bench);
    const first = must(evaluate(bench, "B"));
    const [flag] = bench.store.analyses.flagsOf(first.id);
    expect(flag).toMatchObject({
      kind: "combination",
      arm: "trametinib",
      class: "complete",
      severity: "high",
      rule_id: "combination/complete",
    });
    expect(JSON.parse(must(flag).reasons).length).toBeGreaterThan(1);
    expect(must(flag).title).toMatch(/\(assay result for review\)$/);
    closeSample(bench.store, "B", "reviewer");
    const second = must(evaluate(bench, "B"));
    const standing = bench.store.analyses.currentFlags();
    expect(standing.every((one) => one.analysis_id === second.id)).toBe(true);
    expect(bench.store.analyses.flagById(must(flag).id)).toEqual(flag);
  });

  test("of a plate that failed name the limits it failed", async () => {
    const bench = paperBench();
    await readPlate(bench);
    const { id } = must(bench.store.samples.byName("A"));
    const settings = { ...study.settings, controlOdMin: 2 };
    const row = must(evaluateSample(bench.store, id, settings));
    const flag = bench.store.analyses
      .flagsOf(row.id)
      .find((one) => one.rule_id === "quality/plate");
    expect(JSON.parse(must(flag).numbers)).toMatchObject({ controlOdMin: 2 });
    expect(byArm(row).sorafenib).toBe("inconclusive");
  });
});
