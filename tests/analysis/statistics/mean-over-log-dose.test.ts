import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { meanOverLogDose } from "../../../src/analysis/statistics/mean-over-log-dose.ts";

describe("mean over log dose", () => {
  test("weighs by steps of log dose, and leaves dose zero out", () => {
    // From 1 to 10 and from 10 to 1000: (3 * 1 + 2 * 2) / 3
    expect(meanOverLogDose([0, 1, 10, 1000], [50, 4, 2, 2])).toBeCloseTo(7 / 3, 12);
  });

  test("bridges what is missing, and needs two doses", () => {
    expect(meanOverLogDose([1, 10, 100], [4, null, 2])).toBe(3);
    expect(meanOverLogDose([1, 10], [4, null])).toBeNull();
    expect(meanOverLogDose([0, 10], [4, 2])).toBeNull();
    expect(meanOverLogDose([], [])).toBeNull();
  });

  test("lies between the smallest and the largest value, whatever the unit of the doses", () => {
    const values = fc.array(fc.double({ min: -50, max: 150, noNaN: true }), {
      minLength: 4,
      maxLength: 4,
    });
    fc.assert(
      fc.property(values, (drawn) => {
        const found = meanOverLogDose([0.06, 0.24, 3.9, 250], drawn) ?? Number.NaN;
        expect(found).toBeGreaterThanOrEqual(Math.min(...drawn) - 1e-9);
        expect(found).toBeLessThanOrEqual(Math.max(...drawn) + 1e-9);
        expect(meanOverLogDose([60, 240, 3900, 250000], drawn)).toBeCloseTo(found, 9);
      }),
    );
  });
});
