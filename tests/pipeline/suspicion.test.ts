/** Readings that share numbers with earlier ones, through capture, store and evaluation. */
import { describe, expect, test } from "vitest";
import type { SampleResult } from "../../src/analysis/analyse-everything.ts";
import { computeSample } from "../../src/pipeline/compute-sample.ts";
import { keepMissingFingerprints } from "../../src/pipeline/earlier-readings.ts";
import { evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import { sampleEvidence } from "../../src/pipeline/sample-evidence.ts";
import type { FlagRow } from "../../src/store/analyses.ts";
import { type PaperBench, paperBench, readPlate, study } from "./paper-bench.ts";

function evaluate({ store }: PaperBench, name: string): SampleResult {
  const sample = store.samples.byName(name);
  if (sample === null) throw new Error(`no sample ${name}`);
  evaluateSample(store, sample.id, study.settings);
  return JSON.parse(store.analyses.current(sample.id)?.result ?? "null") as SampleResult;
}

function suspicions({ store }: PaperBench): readonly FlagRow[] {
  return store.analyses
    .currentFlags()
    .filter((flag) => flag.rule_id.startsWith("quality/suspicion"));
}

describe("a reading identical to an earlier one", () => {
  test("is flagged with its wells and the reading it repeats, and changes no number", async () => {
    const bench = paperBench();
    const first = await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
    const before = evaluate(bench, "B");
    expect(before.suspicions).toEqual({});
    await readPlate(bench, { plate: "B-1", barcode: "C-9", sample: "C" });
    const after = evaluate(bench, "C");
    expect(after.suspicions["C-9"]).toMatchObject([
      { kind: "IDENTICAL_READING", other: { readingId: first.readingId, readerId: "bench-1" } },
    ]);
    expect(after.comparisons.map((one) => one.class)).toEqual(
      before.comparisons.map((one) => one.class),
    );
    const [flag, ...more] = suspicions(bench);
    expect(more).toEqual([]);
    expect(flag).toMatchObject({ kind: "quality", severity: "high", class: null });
    expect(JSON.parse(flag?.wells ?? "[]")).toHaveLength(96);
    expect(flag?.reasons).toContain(first.readingId);
  });

  test("leaves the earlier one as it was", async () => {
    const bench = paperBench();
    await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
    await readPlate(bench, { plate: "B-1", barcode: "C-9", sample: "C" });
    expect(evaluate(bench, "B").suspicions).toEqual({});
  });

  test("is found again to the bit, however many readings have come since", async () => {
    const bench = paperBench();
    await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
    await readPlate(bench, { plate: "B-1", barcode: "C-9", sample: "C" });
    const then = evaluate(bench, "C");
    await readPlate(bench, { plate: "B-1", barcode: "D-9", sample: "D" });
    const sample = bench.store.samples.byName("C");
    if (sample === null) throw new Error("there is no sample C");
    const evidence = sampleEvidence(bench.store, sample);
    expect(computeSample(evidence, study.settings).analysis).toEqual(then);
  });
});

test("the plates of the study share nothing, and none is suspicious", async () => {
  const bench = paperBench();
  for (const { id, sample } of study.plates) {
    await readPlate(bench, { plate: id, barcode: id, sample });
    expect(evaluate(bench, sample).suspicions).toEqual({});
  }
  expect(suspicions(bench)).toEqual([]);
});

test("fingerprints that are there are not made again", async () => {
  const bench = paperBench();
  await readPlate(bench, { plate: "B-1", barcode: "B-1", sample: "B" });
  expect(keepMissingFingerprints(bench.store, 10)).toBe(0);
  expect(bench.store.fingerprints.lacking(10)).toEqual([]);
});
