import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitGrowthRate } from "../../../src/analysis/growth-rate/fit-growth-rate.ts";
import {
  describeGrowthRate,
  type GrowthCourse,
  type GrowthRate,
} from "../../../src/analysis/growth-rate/growth-rate.ts";

const DOSES = [0.01, 0.1, 1, 10, 100];
const COURSE: GrowthCourse = {
  doses: DOSES,
  treated: [0.8, 0.6, 0.4, 0.25, 0.2],
  start: 0.2,
  controlEnd: 0.8,
};

function reported(result: GrowthRate): Extract<GrowthRate, { status: "reported" }> {
  if (result.status !== "reported") throw new Error(`not reported: ${result.reason}`);
  return result;
}

/** Treated signals that have these GR values exactly, from 0.2 to 0.8 in two doublings. */
function treatedFor(gr: readonly number[]): number[] {
  return gr.map((value) => 0.2 * 2 ** (2 * Math.log2(value + 1)));
}

describe("growth-rate inhibition", () => {
  test("is 1 without effect, 0 without growth, and in between by doublings", () => {
    const found = reported(describeGrowthRate(COURSE));
    expect(found.doublings).toBeCloseTo(2, 12);
    expect(found.gr[0]).toBeCloseTo(1, 12);
    // One of two doublings: 2^0.5 - 1.
    expect(found.gr[2]).toBeCloseTo(Math.SQRT2 - 1, 12);
    expect(found.gr[4]).toBeCloseTo(0, 12);
    expect(found.grMax).toBe(found.gr[4]);
  });

  test("the area over the curve is the trapezoid mean of 1 - GR over log dose", () => {
    const gr = [1, 0.5, 0.5, 0, -0.5];
    const found = reported(describeGrowthRate({ ...COURSE, treated: treatedFor(gr) }));
    // (0.25 + 0.5 + 0.75 + 1.25) / 4
    expect(found.areaOverCurve).toBeCloseTo(0.6875, 10);
  });

  test("no cells left is -1, a missing or negative signal is none", () => {
    const treated = [0.8, null, 0, -0.01, 0.3];
    const { gr } = reported(describeGrowthRate({ ...COURSE, treated }));
    expect(gr[1]).toBeNull();
    expect(gr[2]).toBe(-1);
    expect(gr[3]).toBeNull();
  });

  test("a control that does not grow makes it undefined, with the reason", () => {
    for (const controlEnd of [0.2, 0.1]) {
      const found = describeGrowthRate({ ...COURSE, controlEnd });
      expect(found.status).toBe("undefined");
      expect(found).toMatchObject({ reason: expect.stringContaining("does not grow") });
    }
    expect(describeGrowthRate({ ...COURSE, start: 0 })).toMatchObject({
      status: "undefined",
      reason: expect.stringContaining("counts no cells"),
    });
  });

  test("fewer than 0.3 doublings are shown, and nothing is derived from them", () => {
    const found = describeGrowthRate({ ...COURSE, controlEnd: 0.2 * 2 ** 0.29 });
    expect(found.status).toBe("not-interpretable");
    expect(found).not.toHaveProperty("fit");
    expect(describeGrowthRate({ ...COURSE, controlEnd: 0.2 * 2 ** 0.31 }).status).toBe("reported");
  });

  test("does not depend on the unit of the signal", () => {
    const gain = fc.double({ min: 0.1, max: 1000, noNaN: true });
    const signals = fc.array(fc.double({ min: 0.01, max: 2, noNaN: true }), {
      minLength: 5,
      maxLength: 5,
    });
    fc.assert(
      fc.property(signals, gain, (treated, factor) => {
        const found = reported(describeGrowthRate({ ...COURSE, treated }));
        const other = reported(
          describeGrowthRate({
            doses: DOSES,
            treated: treated.map((value) => factor * value),
            start: factor * 0.2,
            controlEnd: factor * 0.8,
          }),
        );
        found.gr.forEach((value, index) => {
          expect(other.gr[index] ?? 9).toBeCloseTo(value ?? -9, 8);
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe("curve of growth rates", () => {
  const parameters = fc.record({
    grInf: fc.double({ min: -0.8, max: 0.8, noNaN: true }),
    gec50: fc.double({ min: 0.05, max: 20, noNaN: true }),
    hill: fc.double({ min: 0.6, max: 2.5, noNaN: true }),
  });
  const doses = Array.from({ length: 9 }, (_, step) => 10 ** (step / 2 - 2));

  test("is found again from values without noise, with its GR50", () => {
    fc.assert(
      fc.property(parameters, ({ grInf, gec50, hill }) => {
        const found = fitGrowthRate(
          doses,
          doses.map((dose) => grInf + (1 - grInf) / (1 + (dose / gec50) ** hill)),
        );
        expect(Math.abs((found?.gec50 ?? 0) / gec50 - 1)).toBeLessThan(1e-6);
        expect(Math.abs((found?.hill ?? 0) / hill - 1)).toBeLessThan(1e-6);
        expect(found?.grInf).toBeCloseTo(grInf, 6);
        if (grInf >= 0.501) expect(found?.gr50).toBeNull();
        if (grInf < 0.499) {
          const half = found?.gr50 ?? Number.NaN;
          expect(grInf + (1 - grInf) / (1 + (half / gec50) ** hill)).toBeCloseTo(0.5, 5);
        }
      }),
      { numRuns: 25 },
    );
  });

  test("needs three different doses that have a value", () => {
    expect(fitGrowthRate([0.1, 1], [0.9, 0.2])).toBeNull();
    expect(fitGrowthRate([0.1, 1, 10], [0.9, null, 0.2])).toBeNull();
    expect(fitGrowthRate([0, 1, 10], [1, 0.5, 0.2])).toBeNull();
  });

  test("gives finite numbers or none, whatever the values", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1, max: 1.5, noNaN: true }), { minLength: 5, maxLength: 5 }),
        (gr) => {
          const found = fitGrowthRate(DOSES, gr);
          const numbers = found === null ? [] : Object.values(found);
          expect(numbers.every((value) => value === null || Number.isFinite(value))).toBe(true);
        },
      ),
      { numRuns: 25 },
    );
  });
});
