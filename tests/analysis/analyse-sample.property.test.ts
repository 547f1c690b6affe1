/** What holds for every plate: nothing throws or leaks NaN, and what must not matter does not. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { analyseSample } from "../../src/analysis/analyse-sample.ts";
import type { AnalysisPlate, AnalysisSample } from "../../src/analysis/analysis-input.ts";
import { summariseConditions } from "../../src/analysis/condition-summary.ts";
import { wellResults } from "../../src/analysis/correct-plate.ts";
import { explainVerdict, findComparedArms } from "../../src/analysis/explain-verdict.ts";
import { judgeability } from "../../src/analysis/judgeability.ts";
import type { SampleAnalysis } from "../../src/analysis/sample-analysis.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { withStudyQ } from "../../src/analysis/study-q.ts";
import { ALL_WELLS } from "../../src/domain/well.ts";
import { figure3Samples } from "./figure-3.ts";

const analyse = (sample: AnalysisSample) => analyseSample(sample, DEFAULT_SETTINGS);

const anyNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.double({ min: -0.1, max: 3, noNaN: true }),
  fc.constantFrom(0, 0.05, 1e308, -1e308, 5e-324),
);
const reading = fc.array(fc.option(anyNumber, { freq: 8 }), { minLength: 96, maxLength: 96 });
const anyWell = fc.record({
  role: fc.constantFrom("sample", "sample", "sample", "untreated", "blank", "unused"),
  arm: fc.constantFrom("vehicle", "a", "b", null),
  compound: fc.constantFrom(null, "a", "b", "vehicle"),
  vehicle: fc.boolean(),
  replicate: fc.constantFrom(1, 2, 3, null),
  prednisoloneUgPerMl: fc.constantFrom(0, 0, 0.06, 0.24, 0.98, 3.9, 15.6, 62.5, 250, null),
  inhibitorUm: fc.constantFrom(2.5, null),
});
const anyPlate: fc.Arbitrary<AnalysisPlate> = fc.record({
  plateId: fc.constantFrom("1", "2", "x"),
  wells: fc.array(anyWell, { minLength: 96, maxLength: 96 }),
  measurement: reading,
  reference: fc.option(reading),
  referenceSubtracted: fc.boolean(),
  reviewMasks: fc.array(fc.record({ well: fc.constantFrom(...ALL_WELLS), reason: fc.string() }), {
    maxLength: 5,
  }),
});
const anySample: fc.Arbitrary<AnalysisSample> = fc.record({
  sampleId: fc.string(),
  blastsDay4Percent: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
  plates: fc.array(anyPlate, { maxLength: 2 }),
});

/** Paths of numbers that are none. */
function badNumbers(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (value === undefined) return [path];
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, each]) => badNumbers(each, `${path}.${key}`));
}

function expectSound(analysis: SampleAnalysis): void {
  expect(badNumbers(analysis)).toEqual([]);
  for (const comparison of analysis.comparisons) {
    const { class: verdict, flag, grade, reasons } = comparison;
    const plate = analysis.plates[comparison.plate];
    expect(flag).toBe(!["none", "inconclusive"].includes(verdict));
    expect(grade === null).toBe(!flag);
    if (reasons.length > 0) expect(verdict).toBe("inconclusive");
    if (reasons.some((reason) => reason.startsWith("PLATE_"))) {
      expect(comparison.interactionQ).toBeNull();
      expect(comparison.studentQ).toBeNull();
    }
    for (const list of [comparison.delta, comparison.contrastP, comparison.ciHalfWidth]) {
      expect(list).toHaveLength(comparison.dose.length);
    }
    expect(plate).toBeDefined();
  }
}

describe("on any 96 wells", () => {
  test("nothing throws, every number is finite or null, and verdicts agree with their reasons", () => {
    fc.assert(
      fc.property(anySample, (sample) => {
        const ids = sample.plates.map((plate) => plate.plateId);
        fc.pre(new Set(ids).size === ids.length);
        const analysis = analyse(sample);
        expectSound(analysis);
        expect(badNumbers(withStudyQ(analysis.comparisons))).toEqual([]);
        expect(JSON.stringify(analyse(sample))).toBe(JSON.stringify(analysis));
        for (const comparison of analysis.comparisons) {
          const arms = findComparedArms(analysis, comparison);
          const text = explainVerdict(comparison, arms, DEFAULT_SETTINGS).join(" ");
          expect(text).not.toMatch(/NaN|null|undefined|Infinity/);
        }
        for (const plate of sample.plates) {
          expect(badNumbers(wellResults(plate, DEFAULT_SETTINGS))).toEqual([]);
          expect(badNumbers(summariseConditions(plate, DEFAULT_SETTINGS))).toEqual([]);
          const { canJudge, why } = judgeability(plate);
          expect(canJudge).toBe(why.length === 0);
        }
      }),
      { numRuns: 150 },
    );
  });
});

const studySample = fc.constantFrom(...figure3Samples("automatic"));
const holes = fc.array(fc.integer({ min: 0, max: 95 }), { maxLength: 30 });

function change(
  sample: AnalysisSample,
  edit: (plate: AnalysisPlate) => AnalysisPlate,
): AnalysisSample {
  return { ...sample, plates: sample.plates.map(edit) };
}

function withHoles(sample: AnalysisSample, missing: readonly number[]): AnalysisSample {
  return change(sample, (plate) => ({
    ...plate,
    measurement: plate.measurement.map((value, index) => (missing.includes(index) ? null : value)),
  }));
}

/** Every number rounded to nine digits, so that another order of summation does not count. */
function rounded(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, each: unknown) => {
      if (typeof each !== "number" || each === 0) return each;
      return Math.abs(each) < 1e-9 ? 0 : Number(each.toPrecision(8));
    }),
  );
}

describe("on the study's plates with any wells missing", () => {
  test("results stay sound, and a missing well is masked, never zero", () => {
    fc.assert(
      fc.property(studySample, holes, (sample, missing) => {
        const damaged = withHoles(sample, missing);
        const analysis = analyse(damaged);
        expectSound(analysis);
        const names = new Set(missing.map((index) => ALL_WELLS[index]));
        for (const plate of Object.values(analysis.plates)) {
          const masked = plate.masked.filter((mask) => mask.reason === "over-range");
          for (const name of names) expect(masked.map((mask) => mask.well)).toContain(name);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("numbering the replicates the other way round changes no number", () => {
    fc.assert(
      fc.property(studySample, holes, (sample, missing) => {
        const given = withHoles(sample, missing);
        const swapped = change(given, (plate) => ({
          ...plate,
          wells: plate.wells.map((well) => ({
            ...well,
            replicate: well.replicate === null ? null : 3 - well.replicate,
          })),
        }));
        expect(rounded(analyse(swapped).comparisons)).toEqual(rounded(analyse(given).comparisons));
      }),
      { numRuns: 25 },
    );
  });

  test("turning the plate and its layout by 180 degrees changes no comparison and no arm", () => {
    fc.assert(
      fc.property(studySample, holes, (sample, missing) => {
        const given = withHoles(sample, missing);
        const turned = change(given, (plate) => ({
          ...plate,
          wells: plate.wells.toReversed(),
          measurement: plate.measurement.toReversed(),
          reference: plate.reference?.toReversed() ?? null,
        }));
        const byArm = (analysis: SampleAnalysis) => {
          const order = (a: { arm: string }, b: { arm: string }) => a.arm.localeCompare(b.arm);
          return [analysis.comparisons.toSorted(order), analysis.arms.toSorted(order)];
        };
        expect(rounded(byArm(analyse(turned)))).toEqual(rounded(byArm(analyse(given))));
      }),
      { numRuns: 25 },
    );
  });

  test("another inhibitor's name changes nothing else", () => {
    fc.assert(
      fc.property(studySample, (sample) => {
        const rename = (text: string) => text.replaceAll("crizotinib", "capmatinib");
        const renamed = change(sample, (plate) => ({
          ...plate,
          wells: plate.wells.map((well) => ({
            ...well,
            arm: well.arm === null ? null : rename(well.arm),
          })),
        }));
        expect(JSON.stringify(analyse(renamed))).toBe(rename(JSON.stringify(analyse(sample))));
      }),
    );
  });

  test("a brighter lamp changes neither survival nor verdict", () => {
    const factors = fc.double({ min: 0.7, max: 1.4, noNaN: true });
    fc.assert(
      fc.property(studySample, factors, (sample, factor) => {
        const scale = (values: readonly (number | null)[]) =>
          values.map((value) => (value === null ? null : value * factor));
        const brighter = change(sample, (plate) => ({
          ...plate,
          measurement: scale(plate.measurement),
          reference: plate.reference === null ? null : scale(plate.reference),
        }));
        expect(rounded(analyse(brighter).comparisons)).toEqual(
          rounded(analyse(sample).comparisons),
        );
      }),
      { numRuns: 25 },
    );
  });
});
