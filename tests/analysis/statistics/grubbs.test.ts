import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { criticalGrubbs, grubbsTest } from "../../../src/analysis/statistics/grubbs.ts";

const values = fc.array(
  fc.integer({ min: -5000, max: 5000 }).map((value) => value / 1000),
  { minLength: 3, maxLength: 15 },
);

describe("Grubbs' test", () => {
  test("names the first of two values equally far away", () => {
    expect(grubbsTest([1, 2, 3])?.index).toBe(0);
    expect(grubbsTest([1, 2, 3])?.G).toBe(1);
  });

  test("is 0 at its ceiling, where all others are equal", () => {
    const found = grubbsTest([5, 5, 5, 5, 9]);
    expect(found?.G).toBeCloseTo(4 / Math.sqrt(5), 12);
    expect(found).toMatchObject({ index: 4, pTwoSided: 0 });
  });

  test("needs three values and spread", () => {
    expect(grubbsTest([1, 9])).toBeNull();
    expect(grubbsTest([3, 3, 3, 3])).toBeNull();
    expect(grubbsTest([])).toBeNull();
    expect(criticalGrubbs(2, 0.05)).toBeNull();
  });

  test("the critical G is that of the table (Grubbs and Beck 1972, two-sided 5 %)", () => {
    expect(criticalGrubbs(3, 0.05)).toBeCloseTo(1.1543, 4);
    expect(criticalGrubbs(8, 0.05)).toBeCloseTo(2.1266, 4);
    expect(criticalGrubbs(20, 0.05)).toBeCloseTo(2.7082, 4);
  });

  test("G is beyond its critical value just where P is below the level", () => {
    fc.assert(
      fc.property(values, (sample) => {
        const found = grubbsTest(sample);
        const critical = criticalGrubbs(sample.length, 0.05) ?? Number.NaN;
        if (found === null || Math.abs(found.G - critical) < 1e-6) return;
        expect(found.pTwoSided < 0.05).toBe(found.G > critical);
      }),
    );
  });

  test("neither offset nor gain change it, and P is a probability", () => {
    fc.assert(
      fc.property(values, (sample) => {
        const found = grubbsTest(sample);
        const other = grubbsTest(sample.map((value) => 4 * value + 16));
        expect(other === null).toBe(found === null);
        if (found === null) return;
        expect(other?.G).toBeCloseTo(found.G, 10);
        expect(other?.pTwoSided).toBeCloseTo(found.pTwoSided, 6);
        expect(found.pTwoSided).toBeGreaterThanOrEqual(0);
        expect(found.pTwoSided).toBeLessThanOrEqual(1);
      }),
    );
  });

  test("the package's P is ours but for its rounding, and turned back above 1", () => {
    const clear = grubbsTest([0.094, 0.097, 0.095, 0.093, 0.312]);
    expect(clear?.outliersPackageP).toBeCloseTo(clear?.pTwoSided ?? 1, 12);
    const even = grubbsTest([1, 2, 3, 4, 5, 6, 7]);
    expect(even?.pTwoSided).toBe(1);
    expect(even?.outliersPackageP).toBeLessThan(1);
  });
});
