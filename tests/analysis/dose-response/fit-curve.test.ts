import { describe, expect, test } from "vitest";
import type { CurveFit, CurveModel } from "../../../src/analysis/dose-response/curve-fit.ts";
import { meanOfCurve, predictSurvival } from "../../../src/analysis/dose-response/curve-value.ts";
import { drcErrors } from "../../../src/analysis/dose-response/drc-errors.ts";
import {
  type CurveOptions,
  type CurveWells,
  fitCurve,
  isFit,
} from "../../../src/analysis/dose-response/fit-curve.ts";
import { SERIES, wellsOf } from "./curve-wells.ts";

function fitOf(wells: CurveWells, options?: CurveOptions): CurveFit {
  const fit = fitCurve(wells, options);
  if (!isFit(fit)) throw new Error(`no fit: ${fit.reason}`);
  return fit;
}

function expectNear(found: number | null | undefined, expected: number, share: number): void {
  expect(Math.abs((found ?? Number.NaN) - expected)).toBeLessThanOrEqual(
    share * Math.abs(expected),
  );
}

/** A curve that falls only over the last doses: its free optimum has a negative lower plateau. */
const partial: CurveWells = {
  doses: [0, 0.06103515625, 0.244140625, 0.9765625, 3.90625, 15.625, 62.5, 250].flatMap((dose) => [
    dose,
    dose,
    dose,
  ]),
  survival: [
    100.76, 93.28, 91.18, 94.98, 96.22, 99, 91.56, 96.31, 94.75, 95.98, 89.06, 98.21, 90.28, 85.62,
    88.78, 78.13, 76.74, 72.95, 55.21, 47.76, 54.5, 24.73, 26.02, 24.81,
  ],
};

describe("bounds", () => {
  test("a free optimum with a negative lower plateau becomes the model with that plateau at 0", () => {
    const free = fitOf(partial, { lowerPlateau: "free" });
    expect(free.parameters.c).toBeLessThan(-4);
    expect(free.constrainedEqualsModel).toBeNull();
    const bounded = fitOf(partial);
    const smaller = fitOf(partial, { model: "3PL-lower-0" });
    expect(bounded.constrainedEqualsModel).toBe("3PL-lower-0");
    expect(bounded.atBound).toEqual(["c"]);
    expect(bounded.parameters).toEqual(smaller.parameters);
    expect(bounded.standardErrors).toEqual(smaller.standardErrors);
    expect(bounded.absoluteLc50).toEqual(smaller.absoluteLc50);
    expect(bounded.df).toBe(21);
  });

  test("the same with the upper plateau at 100", () => {
    const bounded = fitOf(partial, { model: "3PL-upper-100" });
    expect(bounded.constrainedEqualsModel).toBe("2PL");
    expect(bounded.parameters).toEqual(fitOf(partial, { model: "2PL" }).parameters);
  });

  test("a sharp step ends at slope 10, which then has no standard error", () => {
    const fit = fitOf(wellsOf(SERIES, 2, (dose, i) => (dose > 4 ? 5 : dose > 3 ? 60 : 100) + i));
    expect(fit.parameters.b).toBeLessThanOrEqual(10);
    const steep = fitOf(wellsOf(SERIES, 2, (dose, i) => (dose > 3 ? 5 : 100) + i));
    for (const one of [fit, steep]) {
      expect(one.atBound.includes("b")).toBe(one.parameters.b === 10);
      if (one.atBound.includes("b")) expect(one.standardErrors.b).toBeNull();
    }
  });
});

describe("the absolute LC50", () => {
  test.each<[string, (dose: number) => number, string]>([
    ["stays above", (dose) => 100 - (30 * dose) / (dose + 5), "ALWAYS_ABOVE"],
    ["stays below", (dose) => 40 - (30 * dose) / (dose + 5), "ALWAYS_BELOW"],
    ["rises through", (dose) => 20 + (70 * dose) / (dose + 5), "NOT_FALLING"],
  ])("is not there where the curve %s the level", (_, survival, reason) => {
    const fit = fitOf(wellsOf(SERIES, 1, survival));
    expect(fit.absoluteLc50).toBeNull();
    expect(fit.absoluteReason).toBe(reason);
  });

  test("equals the relative ED50 for plateaus at 0 and 100", () => {
    const fit = fitOf(partial, { model: "2PL" });
    expectNear(fit.absoluteLc50?.value, fit.parameters.e, 1e-12);
    expectNear(fit.absoluteLc50?.seLog, fit.relativeEd50.seLog ?? Number.NaN, 1e-9);
  });

  test("has the standard error of its full gradient, not drc's without the plateaus", () => {
    const wells = wellsOf(SERIES, 2, (dose, i) => 8 + 92 / (1 + (dose / 3) ** 1.2) + (i ? 3 : -3));
    const fit = fitOf(wells);
    const drc = drcErrors(wells, fit, 50);
    const own = (fit.absoluteLc50?.seLog ?? Number.NaN) * (fit.absoluteLc50?.value ?? Number.NaN);
    expect((drc?.absoluteSe ?? 0) / own).toBeGreaterThan(1.1);
    // Replicates symmetric about the curve leave no curvature of the residuals: both conventions agree.
    for (const name of ["b", "c", "d", "e"] as const) {
      expectNear(drc?.standardErrors[name], fit.standardErrors[name] ?? Number.NaN, 1e-6);
    }
  });
});

describe("the numbers beside a curve", () => {
  test("the mean of a curve is its integral over log dose", () => {
    const curve = { b: 1.3, c: 10, d: 95, e: 2 };
    const steps = 20_000;
    const [from, to] = [Math.log(0.06), Math.log(250)];
    let sum = 0;
    for (let i = 0; i < steps; i++) {
      sum += predictSurvival(curve, Math.exp(from + ((i + 0.5) * (to - from)) / steps));
    }
    expectNear(meanOfCurve(curve, 0.06, 250), sum / steps, 1e-8);
    expect(meanOfCurve(curve, 0, 250)).toBeNull();
    expect(meanOfCurve(curve, 5, 5)).toBeNull();
  });

  test("lack of fit is null without replicates, and for replicates that are equal to the last bit", () => {
    const survival = (dose: number) => 100 / (1 + dose) + Math.sin(dose);
    expect(fitOf(wellsOf(SERIES, 1, survival)).lackOfFit).toBeNull();
    expect(fitOf(wellsOf(SERIES, 2, survival)).lackOfFit).toBeNull();
  });

  test("a model that fits worse than one mean is said to be no better than that", () => {
    // Wells without drug that are dead: 2PL must be 100 there, 4 x 100^2 away.
    const wells = wellsOf([0, 0, ...SERIES.slice(1)], 2, (dose, i) =>
      dose === 0 ? i : 100 / (1 + dose / 3) + i,
    );
    const fit = fitOf(wells, { model: "2PL" });
    expect(fit.rSquared).toBeLessThan(0);
    expect(fit.versusFlat?.F).toBeLessThan(0);
    expect(fit.versusFlat?.p).toBe(1);
  });

  test("a missing well is as if it were not there", () => {
    const survival = [98, 101, null, 88, 60, 25, 8, 6, 7];
    const doses = [0, 0.06, 0.06, 0.24, 1, 4, 16, 64, 250];
    const present = doses.filter((_, i) => survival[i] !== null);
    const values = survival.filter((value) => value !== null);
    expect(fitOf({ doses, survival })).toEqual(fitOf({ doses: present, survival: values }));
  });

  test.each<[CurveModel, number]>([
    ["4PL", 4],
    ["3PL-lower-0", 3],
    ["3PL-upper-100", 3],
    ["2PL", 2],
  ])("%s has %i parameters", (model, parameters) => {
    const fit = fitOf(
      wellsOf(SERIES, 2, (dose, i) => 10 + 85 / (1 + dose / 3) + 2 * i),
      { model },
    );
    expect(fit.n - fit.df).toBe(parameters);
    const given = Object.values(fit.standardErrors).filter((se) => se !== null);
    expect(given.length).toBe(parameters);
  });
});
