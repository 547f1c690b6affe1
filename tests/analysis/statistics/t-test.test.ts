import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  reportTTest,
  studentTest,
  type TTestKind,
  type TTestReport,
  welchTest,
} from "../../../src/analysis/statistics/t-test.ts";
import { quantileT } from "../../../src/analysis/statistics/tails.ts";
import { relativeError } from "../test-data.ts";

const KINDS: readonly TTestKind[] = ["student", "welch", "paired"];

/** Survival to a hundredth of a percent, spread enough that a test exists. */
const survival = fc.integer({ min: 0, max: 15_000 }).map((each) => each / 100);
const pairs = fc
  .array(fc.tuple(survival, survival), { minLength: 2, maxLength: 8 })
  .map((list) => ({ a: list.map(([a]) => a), b: list.map(([, b]) => b) }))
  .filter(({ a, b }) => KINDS.every((kind) => "p" in reportTTest(kind, a, b)));

function reportOf(kind: TTestKind, a: readonly number[], b: readonly number[]): TTestReport {
  const report = reportTTest(kind, a, b);
  if ("reason" in report) throw new Error(report.reason);
  return report;
}

describe.each(KINDS)("%s", (kind) => {
  test("the interval is t standard errors to each side, and leaves out 0 exactly when P < 0.05", () => {
    fc.assert(
      fc.property(pairs, ({ a, b }) => {
        const found = reportOf(kind, a, b);
        const half = (quantileT(0.975, found.df) ?? Number.NaN) * found.standardError;
        const [lower, upper] = found.interval;
        expect(upper - found.meanDifference).toBeCloseTo(half, 9);
        expect(found.meanDifference - lower).toBeCloseTo(half, 9);
        expect(found.p).toBeGreaterThanOrEqual(0);
        expect(found.p).toBeLessThanOrEqual(1);
        if (Math.abs(found.p - 0.05) > 1e-9) expect(lower > 0 || upper < 0).toBe(found.p < 0.05);
      }),
    );
  });

  test("swapping the groups changes the sign and nothing else", () => {
    fc.assert(
      fc.property(pairs, ({ a, b }) => {
        const found = reportOf(kind, a, b);
        const swapped = reportOf(kind, b, a);
        expect(swapped.t).toBeCloseTo(-found.t, 9);
        expect(relativeError(swapped.p, found.p)).toBeLessThan(1e-9);
        expect(swapped.interval[0]).toBeCloseTo(-found.interval[1], 9);
      }),
    );
  });

  test("the unit does not matter, nor what is added to all values", () => {
    fc.assert(
      fc.property(pairs, fc.constantFrom(0.001, 0.5, 1000), ({ a, b }, unit) => {
        const found = reportOf(kind, a, b);
        const changed = (values: readonly number[]) =>
          values.map((value) => value * unit + 7 * unit);
        const same = reportOf(kind, changed(a), changed(b));
        expect(relativeError(same.df, found.df)).toBeLessThan(1e-8);
        expect(same.t).toBeCloseTo(found.t, 7 - Math.log10(1 + Math.abs(found.t)));
        expect(same.standardError / unit).toBeCloseTo(found.standardError, 8);
      }),
    );
  });

  test("values that do not vary give a reason, never P = 0 or 1", () => {
    for (const b of [40, 55]) {
      expect(reportTTest(kind, [40, 40, 40], [b, b, b])).toEqual({
        reason: expect.stringContaining("no variance"),
      });
    }
    expect(reportTTest(kind, [], [])).toHaveProperty("reason");
    expect(reportTTest(kind, [40], [55])).toHaveProperty("reason");
  });
});

test("the paired test is that of the differences, and Student's and Welch's agree for equal sizes but for df", () => {
  fc.assert(
    fc.property(pairs, ({ a, b }) => {
      const student = reportOf("student", a, b);
      const welch = reportOf("welch", a, b);
      expect(relativeError(welch.standardError, student.standardError)).toBeLessThan(1e-12);
      expect(welch.df).toBeLessThanOrEqual(student.df * (1 + 1e-12));
      expect(reportOf("paired", a, b).df).toBe(a.length - 1);
      expect(reportOf("paired", a, b).meanDifference).toBeCloseTo(student.meanDifference, 9);
    }),
  );
});

test("each reason is that of the test asked for", () => {
  expect(reportTTest("student", [1], [2])).toEqual({
    reason: "one value in each group leaves no degrees of freedom",
  });
  expect(reportTTest("welch", [1], [2, 3])).toEqual({
    reason: "a group of one value has no variance of its own",
  });
  expect(reportTTest("paired", [1, 4], [2, 3, 4])).toEqual({
    reason: "groups of different size cannot be paired",
  });
  expect(reportTTest("paired", [1], [2])).toEqual({
    reason: "one pair leaves no degrees of freedom",
  });
  // 0.1 more each time, but for the rounding of doubles.
  expect(reportTTest("paired", [10.1, 20.1, 30.1], [10, 20, 30])).toHaveProperty("reason");
});

test("what a comparison stores is the report without its interval", () => {
  const [a, b] = [
    [75.21, 78.88],
    [56.52, 49.15, 63.59],
  ];
  expect(reportOf("student", a, b)).toMatchObject(studentTest(a, b) ?? { p: "missing" });
  expect(reportOf("welch", a, b)).toMatchObject(welchTest(a, b) ?? { p: "missing" });
});
