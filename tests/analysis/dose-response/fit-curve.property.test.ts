/** What holds for every curve: invariances, truth recovered, and plates as bad as real ones. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  CURVE_MODELS,
  type CurveFit,
  type CurveParameters,
  type DoseEstimate,
} from "../../../src/analysis/dose-response/curve-fit.ts";
import {
  type CurveOptions,
  type CurveWells,
  fitCurve,
  isFit,
} from "../../../src/analysis/dose-response/fit-curve.ts";
import { noisyWells, rssAbout, SERIES, wellsOf } from "./curve-wells.ts";

const truth = fc.record({
  b: fc.double({ min: 0.5, max: 4, noNaN: true }),
  c: fc.double({ min: 2, max: 30, noNaN: true }),
  d: fc.double({ min: 85, max: 115, noNaN: true }),
  e: fc.double({ min: 0.3, max: 40, noNaN: true }),
});
const noise = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), {
  minLength: 16,
  maxLength: 16,
});
const names = ["b", "c", "d", "e"] as const;

function fitOf(wells: CurveWells, options?: CurveOptions): CurveFit {
  const fit = fitCurve(wells, options);
  if (!isFit(fit)) throw new Error(`no fit: ${fit.reason}`);
  return fit;
}

/** Sums of squares about survivals of 100: below 1e-18 they are rounding. */
function expectSameRss(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * expected + 1e-18);
}

function expectNear(found: number, expected: number, share: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(share * Math.abs(expected));
}

describe("invariances", () => {
  test("the order of wells changes no bit", () => {
    fc.assert(
      fc.property(truth, noise, fc.infiniteStream(fc.nat()), (curve, errors, order) => {
        const wells = noisyWells(curve, errors);
        const keys = wells.doses.map(() => order.next().value ?? 0);
        const shuffled = wells.doses
          .map((_, i) => i)
          .sort((a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
        const other = {
          doses: shuffled.map((i) => wells.doses[i] ?? 0),
          survival: shuffled.map((i) => wells.survival[i] ?? null),
        };
        expect(fitCurve(other)).toEqual(fitCurve(wells));
      }),
      { numRuns: 50 },
    );
  });

  test("absorbance instead of percent scales the plateaus and nothing else", () => {
    fc.assert(
      fc.property(
        truth,
        noise,
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (curve, errors, k) => {
          const wells = noisyWells(curve, errors);
          const scaled = {
            doses: wells.doses,
            survival: wells.survival.map((value) => (value === null ? null : value * k)),
          };
          const fit = fitOf(wells, { profile: "none" });
          const other = fitOf(scaled, { profile: "none", level: 50 * k });
          expectSameRss(other.rss / (k * k), fit.rss);
          expectNear(other.parameters.b, fit.parameters.b, 1e-5);
          expectNear(other.parameters.e, fit.parameters.e, 1e-5);
          expectNear(other.parameters.d, fit.parameters.d * k, 1e-5);
          expect(Math.abs(other.parameters.c - fit.parameters.c * k)).toBeLessThanOrEqual(1e-4 * k);
        },
      ),
      { numRuns: 50 },
    );
  });

  test("another unit of dose scales e, the LC50 and their intervals alike", () => {
    fc.assert(
      fc.property(
        truth,
        noise,
        fc.double({ min: 1e-4, max: 1e4, noNaN: true }),
        (curve, errors, k) => {
          const wells = noisyWells(curve, errors);
          const scaled = { doses: wells.doses.map((dose) => dose * k), survival: wells.survival };
          const fit = fitOf(wells);
          const other = fitOf(scaled);
          expectSameRss(other.rss, fit.rss);
          expectNear(other.parameters.e, fit.parameters.e * k, 1e-5);
          expect(other.absoluteReason).toBe(fit.absoluteReason);
          if (fit.absoluteLc50 === null || other.absoluteLc50 === null) return;
          expectNear(other.absoluteLc50.value, fit.absoluteLc50.value * k, 1e-5);
          for (const end of ["lower", "upper"] as const) {
            const before = fit.absoluteLc50.ciProfile?.[end] ?? null;
            const after = other.absoluteLc50.ciProfile?.[end] ?? null;
            expect(after === null).toBe(before === null);
            if (before !== null && after !== null) expectNear(after, before * k, 1e-4);
          }
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("the optimum", () => {
  test("is the truth where there is no noise", () => {
    fc.assert(
      fc.property(truth, (curve) => {
        const { parameters } = fitOf(noisyWells(curve, []), { profile: "none" });
        for (const name of names) expectNear(parameters[name], curve[name], 1e-6);
      }),
    );
  });

  test("is at least as good as the truth and as any curve within the bounds, for every model", () => {
    const anywhere = fc.record({
      b: fc.double({ min: 0.1, max: 10, noNaN: true }),
      c: fc.double({ min: 0, max: 60, noNaN: true }),
      d: fc.double({ min: 40, max: 130, noNaN: true }),
      e: fc.double({ min: 6.2e-4, max: 2.4e4, noNaN: true }),
    });
    fc.assert(
      fc.property(truth, noise, fc.array(anywhere), (curve, errors, others) => {
        const wells = noisyWells(curve, errors);
        for (const model of CURVE_MODELS) {
          const fit = fitOf(wells, { model, profile: "none" });
          expectSameRss(rssAbout(fit.parameters, wells), fit.rss);
          for (const other of [curve, ...others]) {
            const inModel: CurveParameters = {
              ...other,
              c: model === "3PL-lower-0" || model === "2PL" ? 0 : other.c,
              d: model === "3PL-upper-100" || model === "2PL" ? 100 : other.d,
            };
            expect(fit.rss).toBeLessThanOrEqual(rssAbout(inModel, wells) * (1 + 1e-9) + 1e-20);
          }
        }
      }),
      { numRuns: 50 },
    );
  });

  test("of a larger model is never worse", () => {
    fc.assert(
      fc.property(truth, noise, (curve, errors) => {
        const wells = noisyWells(curve, errors);
        const [four, lower, upper, two] = CURVE_MODELS.map(
          (model) => fitOf(wells, { model, profile: "none" }).rss,
        );
        const best = (four ?? Number.NaN) * (1 - 1e-9) - 1e-20;
        expect(lower).toBeGreaterThanOrEqual(best);
        expect(upper).toBeGreaterThanOrEqual(best);
        expect(two).toBeGreaterThanOrEqual(Math.max(lower ?? 0, upper ?? 0) * (1 - 1e-9) - 1e-20);
      }),
      { numRuns: 50 },
    );
  });
});

describe("intervals", () => {
  test("contain their estimate", () => {
    fc.assert(
      fc.property(truth, noise, (curve, errors) => {
        const { relativeEd50, absoluteLc50 } = fitOf(noisyWells(curve, errors));
        for (const estimate of [relativeEd50, absoluteLc50]) {
          if (estimate !== null) expectInside(estimate);
        }
      }),
      { numRuns: 50 },
    );
  });
});

function expectInside({ value, ciDelta, ciLogDelta, ciProfile }: DoseEstimate): void {
  for (const interval of [ciDelta, ciLogDelta, ciProfile]) {
    if (interval === null) continue;
    expect(interval.lower ?? 0).toBeLessThanOrEqual(value);
    expect(interval.upper ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(value);
  }
}

describe("whatever a plate brings", () => {
  const anyNumber = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.double({ min: -20, max: 160, noNaN: true }),
    fc.constantFrom(0, 100, 50, -3, 1e-300, 5e-324, 1e150, 1e308, -1e308),
  );
  const anyDose = fc.oneof(
    fc.constantFrom(...SERIES),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(5e-324, 1e308, -1, 0),
  );
  const anyWells = fc
    .array(fc.record({ dose: anyDose, survival: fc.option(anyNumber, { freq: 9 }) }), {
      maxLength: 30,
    })
    .map((wells) => ({
      doses: wells.map(({ dose }) => dose),
      survival: wells.map(({ survival }) => survival),
    }));
  const anyOptions = fc.record({
    model: fc.constantFrom(...CURVE_MODELS),
    lowerPlateau: fc.constantFrom("at-least-0" as const, "free" as const),
    level: fc.constantFrom(50, 0, 100, -5, 0.4, 1e300),
  });

  test("there is a curve or a reason, and no number that is none", () => {
    fc.assert(
      fc.property(anyWells, anyOptions, (wells, options) => {
        expect(unusableNumbers(fitCurve(wells, options))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  const patterns: Readonly<Record<string, (dose: number, replicate: number) => number | null>> = {
    "all alive": (dose, replicate) => 100 + 3 * Math.sin(7 * Math.log(dose + 1) + 5 * replicate),
    "all alive, above 100 %": (dose) => 118 + Math.cos(dose),
    "all dead": (dose, replicate) => (dose === 0 ? 100 : 2 + Math.sin(dose + replicate)),
    "negative absorbance": (dose) => (dose === 0 ? 100 : -1 - Math.sin(dose)),
    "one dose missing": (dose) => (dose === 3.90625 ? null : 100 / (1 + dose)),
    "one well missing": (dose, replicate) =>
      dose === 250 && replicate === 1 ? null : 100 / (1 + dose),
    "equal to the last bit": (dose) => 100 / (1 + dose / 3),
    "not monotone": (dose) => 70 + 25 * Math.sin(3 * Math.log(dose + 0.1)),
    rising: (dose) => 80 + (30 * dose) / (dose + 2),
    "a step": (dose) => (dose > 2 ? 5 : 100),
  };
  test.each(Object.entries(patterns))("%s: a fit without a number that is none", (_, survival) => {
    for (const replicates of [1, 2]) {
      for (const model of CURVE_MODELS) {
        const fit = fitCurve(wellsOf(SERIES, replicates, survival), { model });
        expect(isFit(fit)).toBe(true);
        expect(unusableNumbers(fit)).toEqual([]);
      }
    }
  });

  test.each([
    ["no well", [], [], "TOO_FEW_POINTS"],
    ["one well", [1], [50], "TOO_FEW_POINTS"],
    ["two doses", [1, 1, 4, 4], [90, 92, 20, 22], "TOO_FEW_DOSES"],
    ["one dose above zero", [0, 0, 4, 4, 4], [90, 92, 20, 22, 23], "TOO_FEW_DOSES"],
    ["no difference at all", [0, 1, 4, 16, 64], [80, 80, 80, 80, 80], "NO_VARIATION"],
    ["missing survival", [0, 1, 4, 16, 64], [null, null, null, 4, 5], "TOO_FEW_POINTS"],
    ["doses that are none", [-1, -2, -3, -4, 5], [9, 8, 7, 6, 5], "TOO_FEW_POINTS"],
  ])("%s: %s %s no fit, %s", (_, doses, survival, reason) => {
    expect(fitCurve({ doses, survival })).toEqual({ model: "4PL", reason });
  });
});

/** Places of numbers that are NaN or infinite. */
function unusableNumbers(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Number.isFinite(value) ? [] : [path];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => unusableNumbers(inner, `${path}.${key}`));
}

describe("a fit without bounds", () => {
  const isNoWorse = (wells: CurveWells) => {
    const free = fitOf(wells, { lowerPlateau: "free", profile: "none" });
    const bound = fitOf(wells, { profile: "none" });
    expect(free.rss).toBeLessThanOrEqual(1.0005 * bound.rss);
  };

  test("is no worse than one within bounds where it runs away on flat wells", () => {
    const survival = [105.54, 103.29, 102.51, 101.61, 103.82, 94.67, 102.46, 102.41, 92.93];
    isNoWorse({ doses: [0, ...SERIES.slice(1).map((dose) => dose / 4), 250], survival });
  });

  test("is no worse than one within bounds on noise alone", () => {
    const flat = fc.array(fc.double({ min: 90, max: 110, noNaN: true }), {
      minLength: 8,
      maxLength: 8,
    });
    fc.assert(
      fc.property(flat, (survival) => {
        fc.pre(new Set(survival).size > 4);
        isNoWorse({ doses: SERIES, survival });
      }),
      { numRuns: 300 },
    );
  });
});
