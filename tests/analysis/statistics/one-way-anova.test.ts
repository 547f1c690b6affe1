import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decimalDifference } from "../../../src/analysis/statistics/decimal-difference.ts";
import { oneWayAnova } from "../../../src/analysis/statistics/one-way-anova.ts";
import { studentTest } from "../../../src/analysis/statistics/t-test.ts";
import { relativeError } from "../test-data.ts";

const value = fc.integer({ min: -5000, max: 5000 }).map((each) => each / 100);
const groups = fc
  .array(fc.array(value, { minLength: 2, maxLength: 6 }), { minLength: 2, maxLength: 5 })
  .filter((list) => list.some((group) => new Set(group).size > 1));

describe("one-way analysis of variance", () => {
  test("neither order nor what is added nor the unit changes F", () => {
    fc.assert(
      fc.property(groups, fc.constantFrom(0, 100, 1e6, 1e10), (list, shift) => {
        const found = oneWayAnova(list);
        const moved = list
          .toReversed()
          .map((group) => group.toReversed().map((each) => each + shift));
        const scaled = list.map((group) => group.map((each) => 1000 * each));
        expect(found?.p).toBeGreaterThanOrEqual(0);
        expect(found?.p).toBeLessThanOrEqual(1 + 1e-15);
        expect(oneWayAnova(scaled)?.F).toBeCloseTo(found?.F ?? Number.NaN, 9);
        // 1e10 plus two decimals is a decimal still, though its double is not.
        expect(oneWayAnova(moved)?.F).toBeCloseTo(found?.F ?? Number.NaN, 9);
        expect(oneWayAnova(moved)?.ssWithin).toBeCloseTo(found?.ssWithin ?? Number.NaN, 6);
      }),
    );
  });

  test("of two groups is Student's t squared", () => {
    fc.assert(
      fc.property(groups, ([a = [], b = []]) => {
        const t = studentTest(a, b);
        if (t === null) return;
        const found = oneWayAnova([a, b]);
        expect(found?.F).toBeCloseTo(t.t ** 2, 6 - Math.log10(1 + t.t ** 2));
        expect(relativeError(found?.p, t.p)).toBeLessThan(1e-6);
      }),
    );
  });

  test("without variance within groups there is a reason in the place of F", () => {
    const constant = oneWayAnova([
      [1, 1],
      [2, 2],
    ]);
    expect(constant).toMatchObject({ F: null, p: null, ssWithin: 0, rSquared: 1 });
    expect(constant?.reason).toContain("no variance within groups");
    expect(oneWayAnova([[1], [2]])).toMatchObject({ F: null, dfWithin: 0, msWithin: null });
    expect(oneWayAnova([[7, 7], [7]])).toMatchObject({ F: null, rSquared: null });
  });

  test("needs two groups with values", () => {
    expect(oneWayAnova([])).toBeNull();
    expect(oneWayAnova([[1, 2], []])).toBeNull();
    expect(oneWayAnova([[], [1, 2], [3, 5]])?.dfBetween).toBe(1);
  });
});

describe("differences of decimals", () => {
  test("are those of the numbers as they were written", () => {
    expect(decimalDifference(1000000000000.4, 1000000000000.3)).toBe(0.1);
    expect(decimalDifference(0.3, 0.1)).toBe(0.2);
    expect(decimalDifference(1.5e-7, 1e-7)).toBe(5e-8);
    expect(decimalDifference(3e21, 1e21)).toBe(2e21);
    expect(decimalDifference(1e-300, 3e-301)).toBe(1e-300 - 3e-301);
  });

  test("of whole multiples of a decimal step are that multiple of the step", () => {
    const whole = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(whole, whole, fc.integer({ min: 0, max: 8 }), (a, b, decimals) => {
        const step = (n: number) => Number(`${n}e-${decimals}`);
        expect(decimalDifference(step(a), step(b))).toBe(step(a - b));
      }),
    );
  });

  test("never differ from plain ones by more than the rounding of both numbers", () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const rounding = 2 ** -52 * (Math.abs(a) + Math.abs(b)) + Number.MIN_VALUE;
        expect(Math.abs(decimalDifference(a, b) - (a - b))).toBeLessThanOrEqual(rounding);
      }),
    );
  });
});
