import type { CurveFit, NoFit } from "../dose-response/curve-fit.ts";
import { isFit } from "../dose-response/fit-curve.ts";
import { interpolateLc50 } from "../lc50.ts";
import type { Lc50 } from "../sample-analysis.ts";
import type { AnalysisSettings } from "../settings.ts";
import { describeCurve } from "./describe-curve.ts";
import type { MeasuredLevel } from "./measure-level.ts";
import type { ArmCurve } from "./sample-assays.ts";

/** Fitted and laboratory LC50 further apart than this contradict each other. */
const DISAGREEMENT_FOLD = 2;

/** The fitted curve of one arm over its prednisolone doses, beside the laboratory's LC50 by interpolation. */
export function fitArmCurve(
  plate: string,
  level: MeasuredLevel,
  settings: AnalysisSettings,
): ArmCurve {
  const doses = level.doses.map(({ doseUgPerMl, survival }) => ({ dose: doseUgPerMl, survival }));
  const curve = describeCurve(doses, settings, { model: "4PL", profile: "absolute" });
  return {
    plate,
    arm: level.design.arm,
    vehicle: level.design.vehicle,
    inhibitorUm: level.design.inhibitorUm,
    ...curve,
    disagreesWithInterpolation: disagrees(curve.fit, laboratoryLc50(level, settings)),
  };
}

function laboratoryLc50(level: MeasuredLevel, settings: AnalysisSettings): Lc50 | null {
  const means = level.doses.flatMap(({ doseUgPerMl, meanPercent, n }) =>
    doseUgPerMl > 0 && meanPercent !== null
      ? [{ doseUgPerMl, survivalPercent: meanPercent, n }]
      : [],
  );
  return interpolateLc50(means, settings.lcLevel);
}

/**
 * More than two-fold apart. A bound of the laboratory is contradicted by a fitted value far on its other side; a curve
 * that never comes down to the level counts as an LC50 above every dose, one that never is above it as one below.
 * Null without a fit, without an interpolated LC50, and for a curve that does not fall.
 * Source: analysis reference, 1.4.
 */
export function disagrees(fit: CurveFit | NoFit, laboratory: Lc50 | null): boolean | null {
  if (!isFit(fit) || laboratory === null) return null;
  const fitted = fittedLc50(fit);
  if (fitted === null) return null;
  const ratio = fitted / laboratory.value;
  const farAbove = ratio > DISAGREEMENT_FOLD;
  const farBelow = ratio < 1 / DISAGREEMENT_FOLD;
  if (laboratory.relation === "<") return farAbove;
  return laboratory.relation === ">" ? farBelow : farAbove || farBelow;
}

function fittedLc50(fit: CurveFit): number | null {
  if (fit.absoluteLc50 !== null) return fit.absoluteLc50.value;
  if (fit.absoluteReason === "ALWAYS_ABOVE") return Number.POSITIVE_INFINITY;
  return fit.absoluteReason === "ALWAYS_BELOW" ? 0 : null;
}
