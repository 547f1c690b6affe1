import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classifyLc50, compareLc50, interpolateLc50 } from "../../src/analysis/lc50.ts";
import type { Lc50 } from "../../src/analysis/sample-analysis.ts";
import { DEFAULT_SETTINGS } from "../../src/analysis/settings.ts";
import { antitonicRegression } from "../../src/analysis/statistics/antitonic.ts";

const lc50 = (relation: Lc50["relation"], value: number): Lc50 => ({
  relation,
  value,
  multipleCrossings: false,
});

describe("class of an LC50", () => {
  test.each([
    ["=", 0.0999, "sensitive"],
    ["=", 0.1, "intermediate"],
    ["=", 149.9, "intermediate"],
    ["=", 150, "resistant"],
    ["<", 0.061, "sensitive"],
    ["<", 0.5, "indeterminate"],
    [">", 250, "resistant"],
    [">", 62.5, "indeterminate"],
  ] as const)("%s %d is %s", (relation, value, expected) => {
    expect(classifyLc50(lc50(relation, value), DEFAULT_SETTINGS)).toBe(expected);
  });

  test("no LC50 is indeterminate", () => {
    expect(classifyLc50(null, DEFAULT_SETTINGS)).toBe("indeterminate");
  });
});

describe("ratio of vehicle over inhibitor arm", () => {
  test.each([
    ["=", "=", "="],
    ["=", "<", ">="],
    ["=", ">", "<="],
    [">", "=", ">="],
    [">", "<", ">="],
    [">", ">", "indeterminate"],
    ["<", "=", "<="],
    ["<", ">", "<="],
    ["<", "<", "indeterminate"],
  ] as const)("%s over %s is %s", (vehicle, arm, relation) => {
    const value = relation === "indeterminate" ? null : 4;
    expect(compareLc50(lc50(vehicle, 8), lc50(arm, 2))).toEqual({ relation, value });
  });

  test("is indeterminate where an arm has none", () => {
    expect(compareLc50(null, lc50("=", 2))).toEqual({ relation: "indeterminate", value: null });
  });
});

describe("interpolation", () => {
  const at = (survival: readonly number[]) =>
    interpolateLc50(
      survival.map((survivalPercent, index) => ({
        doseUgPerMl: 4 ** index,
        survivalPercent,
        n: 2,
      })),
      50,
    );

  test("nothing measured gives nothing", () => {
    expect(at([])).toBeNull();
  });

  test("touching the level from above or below is no crossing", () => {
    expect(at([70, 50, 60, 40])?.multipleCrossings).toBe(false);
    expect(at([40, 50, 30])?.multipleCrossings).toBe(false);
    expect(at([40, 51, 30])?.multipleCrossings).toBe(true);
  });

  test("halfway on the log scale", () => {
    expect(at([60, 40])?.value).toBeCloseTo(2, 12);
  });

  test("an exact LC50 lies between the doses around the level", () => {
    const survivals = fc.array(fc.double({ min: -20, max: 150, noNaN: true }), {
      minLength: 1,
      maxLength: 10,
    });
    fc.assert(
      fc.property(survivals, (survival) => {
        const found = at(survival);
        expect(found).not.toBeNull();
        expect(found?.value).toBeGreaterThanOrEqual(1);
        expect(found?.value).toBeLessThanOrEqual(4 ** (survival.length - 1) * (1 + 1e-12));
      }),
    );
  });
});

test("antitonic regression never rises, keeps the weighted sum and leaves a falling sequence alone", () => {
  const pairs = fc.array(
    fc.record({
      value: fc.double({ min: -50, max: 150, noNaN: true }),
      weight: fc.integer({ min: 1, max: 4 }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  fc.assert(
    fc.property(pairs, (given) => {
      const values = given.map((each) => each.value);
      const weights = given.map((each) => each.weight);
      const found = antitonicRegression(values, weights);
      const total = (list: readonly number[]) =>
        list.reduce((sum, value, index) => sum + value * (weights[index] ?? 0), 0);
      expect(found).toHaveLength(values.length);
      found.slice(1).forEach((value, index) => {
        expect(value).toBeLessThanOrEqual((found[index] ?? 0) + 1e-9);
      });
      expect(total(found)).toBeCloseTo(total(values), 7);
      const falling = values.slice().sort((a, b) => b - a);
      expect(antitonicRegression(falling, weights)).toEqual(falling);
    }),
  );
});
