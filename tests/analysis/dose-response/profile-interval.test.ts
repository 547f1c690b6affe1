/** Profile-likelihood intervals, against a second way of profiling: the general solver from many starts. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CurveFit } from "../../../src/analysis/dose-response/curve-fit.ts";
import {
  type CurveOptions,
  type CurveWells,
  fitCurve,
  isFit,
} from "../../../src/analysis/dose-response/fit-curve.ts";
import { solveLeastSquares } from "../../../src/analysis/least-squares/levenberg-marquardt.ts";
import { quantileT } from "../../../src/analysis/statistics/tails.ts";
import { noisyWells, normalNumbers, SERIES, wellsOf } from "./curve-wells.ts";

function fitOf(wells: CurveWells, options?: CurveOptions): CurveFit {
  const fit = fitCurve(wells, options);
  if (!isFit(fit)) throw new Error(`no fit: ${fit.reason}`);
  return fit;
}

/** RSS_min + s^2 t^2: where an interval ends. */
function mostRss(fit: CurveFit): number {
  const t = quantileT(0.975, fit.df) ?? Number.NaN;
  return fit.rss + ((fit.residualSd ?? Number.NaN) * t) ** 2;
}

/** The least sum of squares of `level + span (u - u0)`, u = 1/(1 + (x/dose)^b e^a), over span >= 0, b and a. */
function leastThroughLevel(wells: CurveWells, level: number, dose: number): number {
  const x = wells.doses.map((one) => Math.log(one / dose));
  const problem = {
    observations: x.length,
    evaluate: (p: Float64Array, residuals: Float64Array, jacobian: Float64Array) => {
      const [b = 0, a = 0, span = 0] = p;
      const u0 = 1 / (1 + Math.exp(a));
      x.forEach((xi, i) => {
        const isZero = wells.doses[i] === 0;
        const u = isZero ? 1 : 1 / (1 + Math.exp(b * xi + a));
        residuals[i] = level + span * (u - u0) - (wells.survival[i] ?? 0);
        jacobian[3 * i] = isZero ? 0 : -span * u * (1 - u) * xi;
        jacobian[3 * i + 1] = span * (u0 * (1 - u0) - u * (1 - u));
        jacobian[3 * i + 2] = u - u0;
      });
    },
  };
  const bounds = { lower: [0.1, -30, 0], upper: [10, 30, 1e4] };
  const starts = [0.4, 1, 3, 8].flatMap((b) => [-2, 0, 2].map((a) => [b, a, 90]));
  return Math.min(...starts.map((start) => solveLeastSquares(problem, start, bounds).rss));
}

/** The least sum of squares of curves with the relative ED50 `e`: a scan over the slope, plateaus by regression. */
function leastWithEd50(wells: CurveWells, e: number): number {
  const rssAt = (b: number): number => {
    const u = wells.doses.map((dose) => 1 / (1 + (dose / e) ** b));
    const y = wells.survival.map((value) => value ?? 0);
    const n = u.length;
    const meanOf = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / n;
    const [mu, my] = [meanOf(u), meanOf(y)];
    const span =
      u.reduce((sum, ui, i) => sum + (ui - mu) * ((y[i] ?? 0) - my), 0) /
      u.reduce((sum, ui) => sum + (ui - mu) ** 2, 0);
    return y.reduce((sum, yi, i) => sum + (yi - my - span * ((u[i] ?? 0) - mu)) ** 2, 0);
  };
  let best = { b: 1, rss: Number.POSITIVE_INFINITY };
  let [from, to] = [Math.log(0.1), Math.log(10)];
  for (let zoom = 0; zoom < 6; zoom++) {
    for (let i = 0; i <= 60; i++) {
      const b = Math.exp(from + ((to - from) * i) / 60);
      const rss = rssAt(b);
      if (rss < best.rss) best = { b, rss };
    }
    const width = (to - from) / 30;
    from = Math.max(Math.log(best.b) - width, Math.log(0.1));
    to = Math.min(Math.log(best.b) + width, Math.log(10));
  }
  return best.rss;
}

const truth = fc.record({
  b: fc.double({ min: 1, max: 4, noNaN: true }),
  c: fc.double({ min: 2, max: 30, noNaN: true }),
  d: fc.double({ min: 85, max: 115, noNaN: true }),
  e: fc.double({ min: 0.3, max: 20, noNaN: true }),
});
const seed = fc.nat();
const wellsFrom = (curve: Parameters<typeof noisyWells>[0], from: number): CurveWells => {
  const next = normalNumbers(from);
  return noisyWells(
    curve,
    Array.from({ length: 16 }, () => 4 * next()),
  );
};

describe("at the ends of a profile interval", () => {
  test("of the LC50 no curve through it is better than RSS_min + s^2 t^2, and the best just is that", () => {
    fc.assert(
      fc.property(truth, seed, (curve, from) => {
        const wells = wellsFrom(curve, from);
        const fit = fitOf(wells, { lowerPlateau: "free" });
        // Intervals reach up to slope 10, or to that of a steeper estimate.
        fc.pre(fit.parameters.b <= 10);
        const interval = fit.absoluteLc50?.ciProfile;
        for (const end of [interval?.lower, interval?.upper]) {
          if (end === null || end === undefined) continue;
          const least = leastThroughLevel(wells, 50, end);
          expect(Math.abs(least - mostRss(fit))).toBeLessThanOrEqual(1e-5 * mostRss(fit));
        }
      }),
      { numRuns: 12 },
    );
  });

  test("of the ED50 as well", () => {
    fc.assert(
      fc.property(truth, seed, (curve, from) => {
        const wells = wellsFrom(curve, from);
        const fit = fitOf(wells, { lowerPlateau: "free" });
        // Intervals reach up to slope 10, or to that of a steeper estimate.
        fc.pre(fit.parameters.b <= 10);
        const interval = fit.relativeEd50.ciProfile;
        for (const end of [interval?.lower, interval?.upper]) {
          if (end === null || end === undefined) continue;
          const least = leastWithEd50(wells, end);
          expect(Math.abs(least - mostRss(fit))).toBeLessThanOrEqual(1e-5 * mostRss(fit));
        }
      }),
      { numRuns: 12 },
    );
  });
});

describe("a profile interval", () => {
  test("of a step between two doses reaches over the gap, which the symmetric one does not know", () => {
    const next = normalNumbers(5);
    const wells = wellsOf(SERIES, 2, (dose) => (dose > 2 ? 6 : 100) + 2 * next());
    const { absoluteLc50 } = fitOf(wells);
    const { lower, upper } = absoluteLc50?.ciProfile ?? { lower: null, upper: null };
    expect(lower).toBeGreaterThan(0.9);
    expect(upper).toBeLessThan(4.1);
    expect((upper ?? 0) / (lower ?? 1)).toBeGreaterThan(1.5);
  });

  test("has no upper end where the data do not tell that the curve ever comes down", () => {
    const next = normalNumbers(3);
    const wells = wellsOf(SERIES, 2, (dose) => 100 - 14 * (dose / (dose + 300)) + 4 * next());
    const fit = fitOf(wells, { model: "2PL" });
    expect(fit.absoluteLc50).not.toBeNull();
    expect(fit.absoluteLc50?.ciProfile?.upper).toBeNull();
  });

  test("covers the true LC50 about 19 times in 20", () => {
    const next = normalNumbers(20_150_401);
    const curve = { b: 1.2, c: 8, d: 100, e: 3 };
    // 50 = 8 + 92/(1 + (x/3)^1.2): x = 3 (50/42)^(1/1.2).
    const trueLc50 = 3 * (50 / 42) ** (1 / 1.2);
    const runs = 400;
    let covered = 0;
    for (let run = 0; run < runs; run++) {
      const noise = Array.from({ length: 16 }, () => 5 * next());
      const interval = fitOf(noisyWells(curve, noise), { profile: "absolute" }).absoluteLc50;
      const lower = interval?.ciProfile?.lower ?? 0;
      const upper = interval?.ciProfile?.upper ?? Number.POSITIVE_INFINITY;
      if (lower <= trueLc50 && trueLc50 <= upper) covered += 1;
    }
    // Four standard errors of a share of 0.95 in 400 runs are 0.044.
    expect(covered / runs).toBeGreaterThan(0.906);
    expect(covered / runs).toBeLessThan(0.994);
  });

  test("is not made where nobody asks for it, and is null for a curve through every well", () => {
    const wells = wellsOf(SERIES, 1, (dose) => 100 / (1 + dose));
    expect(fitOf(wells, { profile: "none" }).absoluteLc50?.ciProfile).toBeNull();
    const four = { doses: [0, 1, 4, 16], survival: [100, 80, 30, 10] };
    const fit = fitOf(four);
    expect(fit.df).toBe(0);
    expect(fit.absoluteLc50?.ciProfile).toBeNull();
    expect(fit.standardErrors).toEqual({ b: null, c: null, d: null, e: null });
  });

  test("keeps its digits where the curves of its end have no lower plateau left", () => {
    const doses = [0, ...Array.from({ length: 8 }, (_, k) => 0.0027763229579125725 * 2 ** k)];
    const survival = [95.11, 62.74, 66.29, 64.13, 46.63, 39, 39.69, 35.01, 37.28];
    const upperEnd = (model: "4PL" | "3PL-upper-100") =>
      fitOf({ doses, survival }, { model, lowerPlateau: "free" }).absoluteLc50?.ciProfile?.upper;
    // From 120 starts of SciPy's least_squares, with the power law that is the limit.
    expect(upperEnd("4PL")).toBeCloseTo(0.059, 4);
    expect(upperEnd("3PL-upper-100")).toBeCloseTo(0.0555, 4);
  });
});
