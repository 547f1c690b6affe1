import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  doseForEffect,
  type HillCurve,
  hillCurveOfSurvival,
  hillEffect,
} from "../../../src/analysis/combination/hill-curve.ts";
import {
  combinationIndex,
  describeLoewe,
  loeweEffect,
} from "../../../src/analysis/combination/loewe.ts";
import { checkerboards } from "./checkerboards.ts";

const CURVE: HillCurve = { E0: 0, Emax: 0.9, C: 2, h: 1.1 };
const WEAK: HillCurve = { E0: 0, Emax: 0.4, C: 1.5, h: 0.9 };

const curves = fc.record({
  E0: fc.constant(0),
  Emax: fc.double({ min: 0.3, max: 1, noNaN: true }),
  C: fc.double({ min: 0.01, max: 100, noNaN: true }),
  h: fc.double({ min: 0.3, max: 4, noNaN: true }),
});
const doses = fc.double({ min: 0.001, max: 1000, noNaN: true });

describe("curves of single drugs", () => {
  test("the dose of an effect has that effect", () => {
    fc.assert(
      fc.property(curves, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (curve, share) => {
        const effect = curve.Emax * share;
        expect(hillEffect(curve, doseForEffect(curve, effect))).toBeCloseTo(effect, 10);
      }),
    );
  });

  test("an effect that is there without drug needs none; one beyond the plateau, no dose gives", () => {
    expect(doseForEffect(CURVE, 0)).toBe(0);
    expect(doseForEffect(CURVE, -0.2)).toBe(0);
    expect(doseForEffect(CURVE, 0.9)).toBe(Number.POSITIVE_INFINITY);
  });

  test("no drug has the effect of none, and a negative dose is no dose", () => {
    expect(hillEffect({ ...CURVE, E0: 0.05 }, 0)).toBe(0.05);
    expect(hillEffect(CURVE, -1)).toBeNull();
  });

  test("a falling survival curve is a rising effect, with the same half dose", () => {
    const curve = hillCurveOfSurvival({ b: 1.5, c: 10, d: 98, e: 3 });
    expect(curve?.E0).toBeCloseTo(0.02, 14);
    expect(curve?.Emax).toBeCloseTo(0.9, 14);
    // Half way between 98 % and 10 % survival: 54 %.
    expect(hillEffect(curve ?? CURVE, 3)).toBeCloseTo(0.46, 14);
  });

  test("a survival curve that rises with the dose has no effect curve", () => {
    expect(hillCurveOfSurvival({ b: 1, c: 90, d: 60, e: 3 })).toBeNull();
    expect(hillCurveOfSurvival({ b: -1, c: 10, d: 98, e: 3 })).toBeNull();
  });
});

describe("Loewe additivity", () => {
  test("a drug with itself adds up its doses", () => {
    fc.assert(
      fc.property(curves, doses, doses, (curve, first, second) => {
        const together = hillEffect(curve, first + second) ?? Number.NaN;
        expect(loeweEffect(curve, curve, first, second)).toBeCloseTo(together, 12);
      }),
    );
  });

  test("has the index 1 at the additive effect", () => {
    fc.assert(
      fc.property(curves, curves, doses, doses, (curve1, curve2, first, second) => {
        const effect = loeweEffect(curve1, curve2, first, second) ?? Number.NaN;
        // Next to a plateau one step of a double changes the index more than any tolerance.
        fc.pre(effect < 0.999 * Math.max(curve1.Emax, curve2.Emax));
        fc.pre(Math.abs(effect - curve1.Emax) > 1e-6 && Math.abs(effect - curve2.Emax) > 1e-6);
        fc.pre(effect > 1e-6);
        expect(combinationIndex(curve1, curve2, first, second, effect)).toBeCloseTo(1, 6);
      }),
    );
  });

  test("never does less than the better drug alone, and more with more", () => {
    fc.assert(
      fc.property(curves, curves, doses, doses, (curve1, curve2, first, second) => {
        const effect = loeweEffect(curve1, curve2, first, second) ?? Number.NaN;
        const alone = Math.max(hillEffect(curve1, first) ?? 0, hillEffect(curve2, second) ?? 0);
        expect(effect).toBeGreaterThanOrEqual(alone - 1e-12);
        const more = loeweEffect(curve1, curve2, 2 * first, second) ?? Number.NaN;
        expect(more).toBeGreaterThanOrEqual(effect);
      }),
    );
  });

  test("does not depend on the unit of either drug", () => {
    fc.assert(
      fc.property(curves, curves, doses, doses, (curve1, curve2, first, second) => {
        const inNanomolar = { ...curve2, C: 1000 * curve2.C };
        expect(loeweEffect(curve1, inNanomolar, first, 1000 * second)).toBeCloseTo(
          loeweEffect(curve1, curve2, first, second) ?? Number.NaN,
          10,
        );
      }),
    );
  });

  test("a drug that cannot reach the effect contributes nothing", () => {
    // Alone the first drug does 0.9 * 100^1.1 / (100^1.1 + 2^1.1) = 0.888, beyond what the second ever does.
    expect(loeweEffect(CURVE, WEAK, 100, 50)).toBe(loeweEffect(CURVE, WEAK, 100, 5));
    expect(loeweEffect(CURVE, WEAK, 100, 50)).toBeCloseTo(hillEffect(CURVE, 100) ?? 0, 12);
  });

  test("one drug alone has its own effect, and none that of none", () => {
    expect(loeweEffect(CURVE, WEAK, 0, 3)).toBe(hillEffect(WEAK, 3));
    expect(loeweEffect(CURVE, WEAK, 3, 0)).toBe(hillEffect(CURVE, 3));
    expect(loeweEffect(CURVE, WEAK, 0, 0)).toBe(0);
    expect(loeweEffect(CURVE, { ...WEAK, E0: 0.1 }, 0, 0)).toBeNull();
  });

  test("a drug without any effect leaves the other one's", () => {
    const inert = { E0: 0, Emax: 0, C: 1, h: 1 };
    expect(loeweEffect(CURVE, inert, 3, 10)).toBeCloseTo(hillEffect(CURVE, 3) ?? 0, 12);
    expect(loeweEffect(inert, inert, 3, 10)).toBe(0);
  });

  test("curves that do not rise, and negative doses, have no additive effect", () => {
    expect(loeweEffect({ ...CURVE, Emax: -0.2 }, WEAK, 1, 1)).toBeNull();
    expect(loeweEffect({ ...CURVE, h: -1 }, WEAK, 1, 1)).toBeNull();
    expect(loeweEffect(CURVE, WEAK, -1, 1)).toBeNull();
  });
});

describe("combination index", () => {
  test("is the sum of the shares of the equally effective doses", () => {
    // Half of the plateau needs C of each: 1/2 + 0.75/1.5 = 1.
    const other = { E0: 0, Emax: 0.9, C: 1.5, h: 2 };
    expect(combinationIndex(CURVE, other, 1, 0.75, 0.45)).toBeCloseTo(1, 14);
    expect(combinationIndex(CURVE, other, 0.5, 0.375, 0.45)).toBeCloseTo(0.5, 14);
  });

  test("has no index on a board where neither drug alone reaches the effect, or there is none", () => {
    const { combinationIndex: index } = describeLoewe(
      {
        dose1: [0, 1],
        dose2: [0, 1],
        inhibition: [
          [0, 0.1],
          [0.3, 0.95],
        ],
      },
      CURVE,
      WEAK,
    );
    expect(index[1]?.[1]).toBeNull();
    expect(index[0]?.[0]).toBeNull();
    expect(index[1]?.[0]).toBeCloseTo(1 / doseForEffect(CURVE, 0.3), 12);
  });
});

test("a board of the additive effects themselves has no excess", () => {
  const dose1 = [0, 0.5, 2, 8];
  const dose2 = [0, 0.3, 1, 4];
  const inhibition = dose1.map((first) =>
    dose2.map((second) => loeweEffect(CURVE, WEAK, first, second)),
  );
  const found = describeLoewe({ dose1, dose2, inhibition }, CURVE, WEAK);
  expect(found.excess.flat()).toEqual(new Array(16).fill(0));
  expect(found.meanExcess).toBe(0);
});

test("no entry is ever anything but a number or null", () => {
  fc.assert(
    fc.property(checkerboards, curves, curves, (board, curve1, curve2) => {
      const found = describeLoewe(board, curve1, curve2);
      const entries = [found.expected, found.excess, found.combinationIndex].flat(2);
      expect(entries.every((entry) => entry === null || Number.isFinite(entry))).toBe(true);
    }),
  );
});
