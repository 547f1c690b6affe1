import type { DoseEffect } from "./measure-effect.ts";
import type { AnalysisSettings } from "./settings.ts";
import { meanOverLogDose } from "./statistics/mean-over-log-dose.ts";

/** What a whole curve says in single numbers; over tested non-zero doses, null where there are none. */
export interface EffectSummary {
  /** Trapezoid mean of delta over log10 dose, points. */
  readonly meanDelta: number | null;
  /** Largest relative effect where enough of the vehicle survives, percent, and its dose (the lowest on a tie). */
  readonly maxRelativePercent: number | null;
  readonly maxRelativeDose: number | null;
  /** Largest loss of effect, points; below zero where the inhibitor sensitises at every dose. */
  readonly largestLossPoints: number | null;
}

/** Source: analysis reference, 2.6. */
export function summariseEffect(
  doses: readonly DoseEffect[],
  settings: AnalysisSettings,
): EffectSummary {
  const points = doses.flatMap(({ doseUgPerMl, delta, relativePercent, vehicle }) =>
    doseUgPerMl > 0 && delta !== null && vehicle !== null
      ? [{ doseUgPerMl, delta, relativePercent, vehicle }]
      : [],
  );
  let largest: { percent: number; doseUgPerMl: number } | null = null;
  let largestLossPoints: number | null = null;
  for (const { doseUgPerMl, delta, relativePercent: percent, vehicle } of points) {
    const survives = vehicle >= settings.maxRelativeMinSurvival && percent !== null;
    if (survives && (largest === null || percent > largest.percent)) {
      largest = { percent, doseUgPerMl };
    }
    if (largestLossPoints === null || -delta > largestLossPoints) largestLossPoints = -delta;
  }
  return {
    meanDelta: meanOverLogDose(
      points.map((point) => point.doseUgPerMl),
      points.map((point) => point.delta),
    ),
    maxRelativePercent: largest?.percent ?? null,
    maxRelativeDose: largest?.doseUgPerMl ?? null,
    largestLossPoints,
  };
}
