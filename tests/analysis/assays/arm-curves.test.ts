import { describe, expect, test } from "vitest";
import { analyseAssays } from "../../../src/analysis/assays/analyse-assays.ts";
import { isReportable } from "../../../src/analysis/assays/describe-curve.ts";
import { disagrees } from "../../../src/analysis/assays/fit-arm-curve.ts";
import type { CurveFit } from "../../../src/analysis/dose-response/curve-fit.ts";
import { fitCurve, isFit } from "../../../src/analysis/dose-response/fit-curve.ts";
import type { Lc50 } from "../../../src/analysis/sample-analysis.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";
import { analyseFigure3, figure3Samples, figure3Settings } from "../figure-3.ts";
import { DOSES_UG_PER_ML } from "../plate-builder.ts";
import { filled, plateOf, sampleOf, well } from "./layout-plate.ts";

describe("the curves of the shipped study", () => {
  const samples = figure3Samples("automatic");
  const results = samples.map((sample) => analyseAssays(sample, figure3Settings, new Set()));
  const curves = results.flatMap((result) => result.curves);
  const verdicts = analyseFigure3("automatic");

  test("every arm has one, the vehicle first", () => {
    expect(curves.map(({ plate, arm }) => [plate, arm])).toEqual(
      verdicts.arms.map(({ plate, arm }) => [plate, arm]),
    );
    for (const curve of curves) expect(isFit(curve.fit)).toBe(true);
  });

  test("where both LC50s are inside the doses they agree within two-fold", () => {
    const inside = verdicts.arms.flatMap((arm, index) => {
      const fit = curves[index]?.fit;
      const fitted = fit !== undefined && isFit(fit) ? fit.absoluteLc50 : null;
      return arm.lc50?.relation === "=" && fitted !== null ? [{ arm, fitted, index }] : [];
    });
    expect(inside.length).toBeGreaterThan(5);
    for (const { arm, fitted, index } of inside) {
      const fold = fitted.value / (arm.lc50?.value ?? Number.NaN);
      expect(curves[index]?.disagreesWithInterpolation).toBe(fold > 2 || fold < 0.5);
    }
  });

  test("Bliss excess is the single agent's survival times delta, dose by dose", () => {
    const excess = results.flatMap((result) => result.excess);
    expect(excess).toHaveLength(verdicts.comparisons.length);
    verdicts.comparisons.forEach((comparison, index) => {
      const own = excess[index];
      expect([own?.plate, own?.arm, own?.dose]).toEqual([
        comparison.plate,
        comparison.arm,
        comparison.dose,
      ]);
      const share = (comparison.singleAgentSurvivalPercent ?? Number.NaN) / 100;
      expect(own?.blissExcessPoints).toEqual(
        comparison.delta.map((delta) => (delta === null ? null : expect.closeTo(share * delta, 9))),
      );
    });
  });
});

test("a curve without noise gives back its LC50 and may be reported", () => {
  const wells = filled(
    ["vehicle", "trametinib"].flatMap((arm) =>
      DOSES_UG_PER_ML.map((dose) => well(arm, dose, null)),
    ),
  );
  const lc50 = (arm: string | null) => (arm === "vehicle" ? 20 : 2);
  const plate = plateOf(
    wells,
    ({ arm, prednisoloneUgPerMl }) => 0.6 / (1 + ((prednisoloneUgPerMl ?? 0) / lc50(arm)) ** 1.3),
  );
  const { curves } = analyseAssays(sampleOf(plate), DEFAULT_SETTINGS, new Set());
  expect(curves.map((curve) => curve.arm)).toEqual(["vehicle", "trametinib"]);
  for (const { arm, fit, reportableWithConfidence, disagreesWithInterpolation } of curves) {
    const fitted = isFit(fit) ? fit.absoluteLc50?.value : null;
    expect(fitted).toBeCloseTo(lc50(arm), 4);
    expect(reportableWithConfidence).toBe(true);
    expect(disagreesWithInterpolation).toBe(false);
  }
});

test("an arm whose control is missing has no curve, and says so", () => {
  const wells = filled(
    ["vehicle", "trametinib"].flatMap((arm) =>
      DOSES_UG_PER_ML.map((dose) => well(arm, dose, null)),
    ),
  );
  const plate = plateOf(wells, () => 0.5, ["A1"]);
  const { curves, excess } = analyseAssays(sampleOf(plate), DEFAULT_SETTINGS, new Set());
  const [vehicle] = curves;
  expect(vehicle?.fit).toMatchObject({ reason: expect.any(String) });
  expect(vehicle?.aucTrapezoid).toBeNull();
  expect(vehicle?.disagreesWithInterpolation).toBeNull();
  expect(vehicle?.reportableWithConfidence).toBe(false);
  expect(excess[0]?.blissExcessPoints).toEqual(DOSES_UG_PER_ML.map(() => null));
});

/** A fit to a noise-free curve from 100 % to 0 with its half at `half`. */
function fitTo(half: number, doses: readonly number[]): CurveFit {
  const survival = doses.map((dose) => 100 / (1 + (dose / half) ** 2));
  const fit = fitCurve({ doses, survival });
  if (!isFit(fit)) throw new Error("a noise-free curve can be fitted");
  return fit;
}

describe("fit and interpolation", () => {
  const fit = fitTo(4, [0, 0.25, 1, 4, 16, 64]);
  const lab = (relation: Lc50["relation"], value: number): Lc50 => ({
    relation,
    value,
    multipleCrossings: false,
  });

  test.each([
    [lab("=", 3), false],
    [lab("=", 1.9), true],
    [lab("=", 8.5), true],
    [lab(">", 64), true],
    [lab(">", 7), false],
    [lab("<", 0.25), true],
    [lab("<", 2.5), false],
  ])("a fitted LC50 of 4 against %j: %s", (laboratory, expected) => {
    expect(disagrees(fit, laboratory)).toBe(expected);
  });

  test("a curve that stays above half survival speaks for an LC50 beyond every dose", () => {
    const above: CurveFit = { ...fit, absoluteLc50: null, absoluteReason: "ALWAYS_ABOVE" };
    expect(disagrees(above, lab(">", 64))).toBe(false);
    expect(disagrees(above, lab("=", 60))).toBe(true);
    const below: CurveFit = { ...above, absoluteReason: "ALWAYS_BELOW" };
    expect(disagrees(below, lab("<", 0.25))).toBe(false);
    expect(disagrees(below, lab(">", 64))).toBe(true);
  });

  test("no opinion where one of them says nothing", () => {
    expect(disagrees(fit, null)).toBeNull();
    expect(disagrees({ model: "4PL", reason: "TOO_FEW_DOSES" }, lab("=", 4))).toBeNull();
    const rising: CurveFit = { ...fit, absoluteLc50: null, absoluteReason: "NOT_FALLING" };
    expect(disagrees(rising, lab("=", 4))).toBeNull();
  });
});

test("two doses on either side of half survival are needed to report an LC50 with confidence", () => {
  const fit = fitTo(4, [0, 0.25, 1, 16, 64]);
  expect(isReportable(fit, [0.25, 1, 16, 64], 50)).toBe(true);
  expect(isReportable(fit, [1, 16, 64], 50)).toBe(false);
  expect(isReportable(fit, [0.25, 1, 16], 50)).toBe(false);
  expect(isReportable({ model: "4PL", reason: "TOO_FEW_DOSES" }, [0.25, 1, 16, 64], 50)).toBe(
    false,
  );
});
