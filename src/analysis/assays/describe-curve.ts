import type { CurveFit, CurveModel, NoFit } from "../dose-response/curve-fit.ts";
import { predictSurvival } from "../dose-response/curve-value.ts";
import { fitCurve, isFit } from "../dose-response/fit-curve.ts";
import { type FittedLc50, tellLc50 } from "../dose-response/fitted-lc50.ts";
import type { AnalysisSettings } from "../settings.ts";
import { meanOverLogDose } from "../statistics/mean-over-log-dose.ts";
import { mean } from "../statistics/moments.ts";

/** Survival of the wells at one dose, percent; empty where none counts. */
export interface CurveDose {
  readonly dose: number;
  readonly survival: readonly number[];
}

export interface DescribedCurve {
  readonly fit: CurveFit | NoFit;
  /** Survival that the LC50 leaves, percent. */
  readonly levelPercent: number;
  /** A bound outside the tested doses; null without a fit and for a curve that does not fall. */
  readonly lc50: FittedLc50 | null;
  /** Null with fewer than two doses above zero. */
  readonly aucTrapezoid: number | null;
  /** See `isReportable`. */
  readonly reportableWithConfidence: boolean;
}

/**
 * A curve through the survival of single wells, within its bounds. `doses` ascending, zero included where there is one;
 * doses without wells do not count. With the profile `absolute` its LC50 at the settings' level has an interval.
 */
export function describeCurve(
  doses: readonly CurveDose[],
  settings: AnalysisSettings,
  kind: { readonly model: CurveModel; readonly profile: "absolute" | "none" },
): DescribedCurve {
  const wells = doses.flatMap(({ dose, survival }) => survival.map((value) => ({ dose, value })));
  const fit = fitCurve(
    { doses: wells.map((well) => well.dose), survival: wells.map((well) => well.value) },
    { ...kind, level: settings.lcLevel },
  );
  const tested = doses.filter(({ dose, survival }) => dose > 0 && survival.length > 0);
  const testedDoses = tested.map(({ dose }) => dose);
  const means = tested.map(({ survival }) => mean(survival));
  return {
    fit,
    levelPercent: settings.lcLevel,
    lc50: tellLc50(fit, testedDoses),
    aucTrapezoid: meanOverLogDose(testedDoses, means),
    reportableWithConfidence: isReportable(fit, testedDoses, settings.lcLevel),
  };
}

/**
 * Whether an absolute LC50 may be reported with confidence: it exists, and at least two of the tested doses above zero
 * are predicted above the level and two below. Source: Sebaugh 2011; analysis reference, 1.4.
 */
export function isReportable(
  fit: CurveFit | NoFit,
  testedDoses: readonly number[],
  levelPercent: number,
): boolean {
  if (!isFit(fit) || fit.absoluteLc50 === null) return false;
  const predicted = testedDoses.map((dose) => predictSurvival(fit.parameters, dose));
  const above = predicted.filter((survival) => survival > levelPercent).length;
  const below = predicted.filter((survival) => survival < levelPercent).length;
  return above >= 2 && below >= 2;
}
