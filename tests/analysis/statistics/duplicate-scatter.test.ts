import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  describeDuplicates,
  robustSdOfDuplicates,
} from "../../../src/analysis/statistics/duplicate-scatter.ts";

const survival = fc.double({ min: 0, max: 150, noNaN: true });
const pairs = fc.array(fc.tuple(survival, survival), { minLength: 1, maxLength: 20 });

describe("duplicates", () => {
  test("give the sums done by hand", () => {
    const found = describeDuplicates([100, 50, 20], [96, 56, 20]);
    expect(found.difference).toEqual([4, -6, 0]);
    // (16 + 36 + 0) / 6
    expect(found.pooledSd).toBeCloseTo(Math.sqrt(52 / 6), 12);
    expect(found.robustSd).toBeCloseTo((1.4826 * 4) / Math.SQRT2, 12);
    expect(found.robustZ[1]).toBeCloseTo(6 / (1.4826 * 4), 12);
    // SD of 100 and 96 is 4 / sqrt 2, their mean 98.
    expect(found.cvPercent[0]).toBeCloseTo(400 / Math.SQRT2 / 98, 12);
  });

  test("a pair with a missing well is missing, and counts nowhere", () => {
    const found = describeDuplicates([100, null, 20], [96, 56, null]);
    expect(found.difference).toEqual([4, null, null]);
    expect(found.robustZ.slice(1)).toEqual([null, null]);
    expect(found.pooledSd).toBeCloseTo(Math.sqrt(8), 12);
  });

  test("without pairs, or with pairs that agree exactly, there is nothing to measure by", () => {
    expect(describeDuplicates([], [])).toMatchObject({ pooledSd: null, robustSd: null });
    const equal = describeDuplicates([5, 7], [5, 7]);
    expect(equal.robustSd).toBe(0);
    expect(equal.robustZ).toEqual([null, null]);
    expect(describeDuplicates([0], [0]).cvPercent).toEqual([null]);
  });

  test("one wild pair leaves the robust SD and not the pooled one", () => {
    const differences = [1, -1, 1, -1, 1, -1, 60];
    expect(robustSdOfDuplicates(differences)).toBeCloseTo(1.4826 / Math.SQRT2, 12);
    const found = describeDuplicates(
      differences,
      differences.map(() => 0),
    );
    expect(found.pooledSd).toBeGreaterThan(10);
  });

  test("exchanging the wells of every pair changes the sign of the differences and nothing else", () => {
    fc.assert(
      fc.property(pairs, (drawn) => {
        const [first, second] = [drawn.map(([a]) => a), drawn.map(([, b]) => b)];
        const found = describeDuplicates(first, second);
        const exchanged = describeDuplicates(second, first);
        expect(exchanged.difference.map((d) => (d === null ? null : 0 - d))).toEqual(
          found.difference.map((d) => (d === null ? null : 0 + d)),
        );
        expect(exchanged.robustZ).toEqual(found.robustZ);
        expect(exchanged.cvPercent).toEqual(found.cvPercent);
        expect(exchanged.pooledSd).toBe(found.pooledSd);
      }),
    );
  });
});
