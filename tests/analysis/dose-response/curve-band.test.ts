import { inv, multiply, transpose } from "mathjs";
import { describe, expect, it } from "vitest";
import { curveBand } from "../../../src/analysis/dose-response/curve-band.ts";
import type { CurveFit } from "../../../src/analysis/dose-response/curve-fit.ts";
import { predictSurvival } from "../../../src/analysis/dose-response/curve-value.ts";
import { type CurveWells, fitCurve, isFit } from "../../../src/analysis/dose-response/fit-curve.ts";
import { quantileT } from "../../../src/analysis/statistics/tails.ts";
import { noisyWells, SERIES, wellsOf } from "./curve-wells.ts";

const NOISE = [2, -3, 1, 4, -2, -1, 3, -4, 2, 1, -3];
const WELLS = noisyWells({ b: 1.2, c: 12, d: 101, e: 2.5 }, NOISE);

function fitOf(wells: CurveWells): CurveFit {
  const fit = fitCurve(wells, { profile: "none" });
  if (!isFit(fit)) throw new Error(fit.reason);
  return fit;
}

/** Derivatives of the curve by b, c, d and log e, by difference. */
function gradient(fit: CurveFit, dose: number): number[] {
  const { b, c, d, e } = fit.parameters;
  const h = 1e-5;
  const at = (more: Partial<CurveFit["parameters"]>) =>
    predictSurvival({ ...fit.parameters, ...more }, dose);
  const slope = (up: number, down: number, step: number) => (up - down) / (2 * step);
  return [
    slope(at({ b: b + h }), at({ b: b - h }), h),
    slope(at({ c: c + h }), at({ c: c - h }), h),
    slope(at({ d: d + h }), at({ d: d - h }), h),
    slope(at({ e: e * Math.exp(h) }), at({ e: e * Math.exp(-h) }), h),
  ];
}

describe("the confidence band of a fitted curve", () => {
  it("is that of the delta method, worked out another way", () => {
    const fit = fitOf(WELLS);
    expect(fit.atBound).toEqual([]);
    const jacobian = WELLS.doses.map((dose) => gradient(fit, dose));
    const covariance = inv(multiply(transpose(jacobian), jacobian));
    const t = quantileT(0.975, fit.df) ?? Number.NaN;
    const doses = [0, 0.1, 1, 2.5, 30, 250];
    const band = curveBand(WELLS, fit, doses) ?? [];
    expect(band.map((point) => point.dose)).toEqual(doses);
    for (const { dose, lower, upper } of band) {
      const g = gradient(fit, dose);
      const variance = multiply(multiply(g, covariance), g) as unknown as number;
      const half = t * (fit.residualSd ?? Number.NaN) * Math.sqrt(variance);
      const survival = predictSurvival(fit.parameters, dose);
      expect(upper - survival).toBeCloseTo(half, 4);
      expect(survival - lower).toBeCloseTo(half, 4);
    }
  });

  it("takes a lower plateau on its bound for known", () => {
    const wells = noisyWells({ b: 1.5, c: -8, d: 100, e: 1 }, NOISE);
    const fit = fitOf(wells);
    expect(fit.atBound).toEqual(["c"]);
    const [far] = curveBand(wells, fit, [1e9]) ?? [];
    expect((far?.upper ?? 0) - (far?.lower ?? 0)).toBeLessThan(1e-3);
  });

  it("is nothing for wells that are not those of the fit, and for a perfect one", () => {
    const fit = fitOf(WELLS);
    const fewer = { doses: WELLS.doses.slice(1), survival: WELLS.survival.slice(1) };
    expect(curveBand(fewer, fit, SERIES)).toBeNull();
    const exact = wellsOf(SERIES, 1, (dose) =>
      predictSurvival({ b: 1, c: 10, d: 100, e: 2 }, dose),
    );
    const perfect = { ...fitOf(exact), residualSd: 0 };
    expect(curveBand(exact, perfect, SERIES)).toBeNull();
  });
});
