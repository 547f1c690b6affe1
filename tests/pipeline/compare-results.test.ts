import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyseEverything } from "../../src/analysis/analyse-everything.ts";
import { changesBetween } from "../../src/pipeline/compare-results.ts";
import { computeSample } from "../../src/pipeline/compute-sample.ts";
import { leafKey, resultLeaves } from "../../src/pipeline/result-leaves.ts";
import { sampleEvidence, toAnalysisSample } from "../../src/pipeline/sample-evidence.ts";
import { paperBench, readPlate, study } from "./paper-bench.ts";

const compare = (before: unknown, after: unknown) =>
  changesBetween({ result: before, flags: [] }, { result: after, flags: [] });

describe("the values of a result", () => {
  test("are named by plate, arm and dose, so that a name stays when lists grow", () => {
    const result = {
      comparisons: [
        {
          plate: "P-1",
          patient: "A",
          arm: "x",
          dose: [0, 3.9],
          delta: [null, 12.5],
          reasons: ["B", "A"],
        },
      ],
      plates: { "P-1": { nBlank: 4, masked: [{ well: "C3", reason: "review" }] } },
    };
    expect(resultLeaves(result)).toEqual([
      { plate: "P-1", arm: "x", path: "comparisons.dose[1]", value: 0 },
      { plate: "P-1", arm: "x", path: "comparisons.dose[2]", value: 3.9 },
      { plate: "P-1", arm: "x", path: "comparisons.delta[0]", value: null },
      { plate: "P-1", arm: "x", path: "comparisons.delta[3.9]", value: 12.5 },
      { plate: "P-1", arm: "x", path: "comparisons.reasons", value: "B, A" },
      { plate: "P-1", arm: null, path: "plates.nBlank", value: 4 },
      { plate: "P-1", arm: null, path: "plates.masked[C3].well", value: "C3" },
      { plate: "P-1", arm: null, path: "plates.masked[C3].reason", value: "review" },
    ]);
  });

  test("of a checkerboard are named by both doses, of a single agent by its arm", () => {
    const result = {
      checkerboards: [
        {
          plate: "P-1",
          inhibitor: "x",
          prednisoloneUgPerMl: [0, 1],
          inhibitorUm: [0, 2, 4],
          n: [
            [1, 2, 3],
            [4, 5, 6],
          ],
        },
      ],
      singleAgents: [{ plate: "P-2", arms: [{ arm: "y", n: [4] }] }],
    };
    const paths = resultLeaves(result).map(({ arm, path, value }) => [arm, path, value]);
    expect(paths).toContainEqual(["x", "checkerboards.n[1][4]", 6]);
    expect(paths).toContainEqual(["y", "singleAgents.arms.n[1]", 4]);
  });

  test("of a real result have each a name of its own, and none is lost", async () => {
    const bench = paperBench();
    await readPlate(bench, { plate: "E-1", barcode: "E-1", sample: "E" });
    const sample = bench.store.samples.byName("E");
    if (sample === null) throw new Error("no sample");
    const evidence = sampleEvidence(bench.store, sample);
    const result: unknown = JSON.parse(
      JSON.stringify(analyseEverything(toAnalysisSample(evidence), study.settings)),
    );
    const leaves = resultLeaves(result);
    expect(new Set(leaves.map(leafKey)).size).toBe(leaves.length);
    const numbers = JSON.stringify(result).match(/(?<=[:[,])-?\d[^,\]}]*/g) ?? [];
    const found = leaves.filter(({ value }) => typeof value === "number");
    expect(found.length).toBeGreaterThan(500);
    expect(found).toHaveLength(numbers.length);
    const other = computeSample(evidence, study.settings).analysis;
    expect(compare(result, JSON.parse(JSON.stringify(other)))).toEqual([]);
  });
});

describe("changes", () => {
  const row = (more: object) => ({
    comparisons: [{ plate: "P-1", arm: "x", class: "none", interactionQ: 0.5, ...more }],
  });

  test("tell verdicts from what lies behind them, with before, after and share", () => {
    expect(compare(row({}), row({ class: "partial", interactionQ: 0.25 }))).toEqual([
      {
        plate: "P-1",
        arm: "x",
        verdicts: [{ path: "comparisons.class", before: "none", after: "partial", relative: null }],
        values: [{ path: "comparisons.interactionQ", before: 0.5, after: 0.25, relative: -0.5 }],
      },
    ]);
  });

  test("of a uniform plate are a verdict too", () => {
    const uniform = (verdict: string, cvPercent: number) => ({
      uniformPlates: [{ plate: "P-1", verdict, warnings: ["CV_HIGH"], cvPercent }],
    });
    const [place] = compare(uniform("pass", 4), uniform("fail", 5));
    expect(place?.verdicts.map((change) => change.path)).toEqual(["uniformPlates.verdict"]);
    expect(place?.values.map((change) => change.path)).toEqual(["uniformPlates.cvPercent"]);
  });

  test("are there where a number came or went, without a share", () => {
    const [place] = compare(row({}), row({ interactionQ: null, meanDelta: 3 }));
    expect(place?.values).toEqual([
      { path: "comparisons.interactionQ", before: 0.5, after: null, relative: null },
      { path: "comparisons.meanDelta", before: null, after: 3, relative: null },
    ]);
  });

  test("see the last bit", () => {
    expect(compare(row({}), row({ interactionQ: 0.5 + Number.EPSILON }))).toHaveLength(1);
  });

  test("of flags on quality are verdicts; those on combinations stand with their comparison", () => {
    const flag = { barcode: "P-1", arm: "x", wells: ["C3", "C5"], title: "Duplicates disagree" };
    const flags = [
      { ...flag, rule_id: "quality/duplicate" },
      { ...flag, rule_id: "combination/partial" },
    ];
    expect(changesBetween({ result: {}, flags: [] }, { result: {}, flags })).toEqual([
      {
        plate: "P-1",
        arm: "x",
        verdicts: [
          {
            path: "flags.quality/duplicate[C3+C5]",
            before: null,
            after: "Duplicates disagree",
            relative: null,
          },
        ],
        values: [],
      },
    ]);
  });

  const rows = fc.array(
    fc.record({
      plate: fc.constantFrom("P-1", "P-2"),
      arm: fc.constantFrom("x", "y", "z"),
      class: fc.constantFrom("none", "partial"),
      delta: fc.array(fc.option(fc.double({ noNaN: true })), { maxLength: 4 }),
    }),
    { maxLength: 5 },
  );
  const results = fc
    .record({ comparisons: rows })
    .map((value): unknown => JSON.parse(JSON.stringify(value)));

  test("are none of a result with itself", () => {
    fc.assert(
      fc.property(results, (result) => {
        expect(compare(result, result)).toEqual([]);
      }),
    );
  });

  test("are the same the other way round, before and after exchanged", () => {
    const pairs = (places: ReturnType<typeof compare>, isTurned: boolean) =>
      places
        .flatMap(({ plate, arm, verdicts, values }) =>
          [...verdicts, ...values].map(({ path, before, after }) =>
            JSON.stringify([plate, arm, path, ...(isTurned ? [after, before] : [before, after])]),
          ),
        )
        .toSorted();
    fc.assert(
      fc.property(results, results, (a, b) => {
        expect(pairs(compare(a, b), false)).toEqual(pairs(compare(b, a), true));
      }),
    );
  });
});
