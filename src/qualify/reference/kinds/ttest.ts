import { mean, standardDeviation } from "../../../analysis/statistics/moments.ts";
import { reportTTest, type TTestKind } from "../../../analysis/statistics/t-test.ts";
import { casesOf, type GoldKind } from "../gold-kind.ts";
import { undefinedAsWritten } from "../undefined-as-written.ts";

type Values = readonly (number | null)[];

interface Input {
  readonly a: Values;
  readonly b: Values;
}

interface Tolerance {
  readonly value: number;
  readonly largeOffsetCases?: number;
}

/** Means this many standard deviations from zero have a large offset. */
const LARGE_OFFSET = 1e5;

/** The three t tests with their intervals, and the moments of both groups. */
export const ttestKind: GoldKind = {
  id: "ttest",
  check: (file) => {
    const { value, largeOffsetCases } = file.tolerance as Tolerance;
    return casesOf(file).map(({ name, input, expected }) => {
      const { a, b } = input as Input;
      const offset = [a, b].some(hasLargeOffset) ? (largeOffsetCases ?? value) : value;
      return {
        name,
        expected,
        found: resultOf(a, b, expected as Record<string, unknown>),
        tolerance: (path) =>
          path[0] === "reason" ? { kind: "prose" } : { kind: "relative", value: offset },
      };
    });
  },
};

function resultOf(a: Values, b: Values, expected: Readonly<Record<string, unknown>>): unknown {
  const [valuesA, valuesB] = [definedOf(a), definedOf(b)];
  const student = reportTTest("student", valuesA, valuesB);
  const test = (kind: TTestKind) =>
    undefinedAsWritten(kind === "paired" ? paired(a, b) : unpaired(kind, a, b), expected[kind]);
  return {
    meanA: mean(valuesA),
    meanB: mean(valuesB),
    sdA: standardDeviation(valuesA),
    sdB: standardDeviation(valuesB),
    semA: standardError(valuesA),
    semB: standardError(valuesB),
    student: test("student"),
    welch: test("welch"),
    paired: test("paired"),
    reason: "reason" in student ? student.reason : null,
  };
}

function unpaired(kind: TTestKind, a: Values, b: Values): unknown {
  return describe(reportTTest(kind, definedOf(a), definedOf(b)));
}

/** A pair with a missing value is no pair. */
function paired(a: Values, b: Values): unknown {
  const whole = a.map((value, index) => value !== null && b[index] !== null);
  const keep = (_: unknown, index: number) => a.length !== b.length || whole[index];
  return describe(reportTTest("paired", definedOf(a.filter(keep)), definedOf(b.filter(keep))));
}

function describe(report: ReturnType<typeof reportTTest>): unknown {
  if ("reason" in report) return null;
  const { interval, ...rest } = report;
  return { ...rest, ci95: interval };
}

function definedOf(values: Values): number[] {
  return values.flatMap((value) => value ?? []);
}

function standardError(values: readonly number[]): number | null {
  const sd = standardDeviation(values);
  return sd === null ? null : sd / Math.sqrt(values.length);
}

function hasLargeOffset(values: Values): boolean {
  const own = definedOf(values);
  const [centre, sd] = [mean(own), standardDeviation(own)];
  return centre !== null && sd !== null && sd > 0 && Math.abs(centre) > LARGE_OFFSET * sd;
}
