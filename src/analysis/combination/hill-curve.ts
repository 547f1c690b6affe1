import type { CurveParameters } from "../dose-response/curve-fit.ts";

/** Effect of one drug alone: y = E0 + (Emax - E0) / (1 + (C/x)^h). C in the unit of the doses, C and h above zero. */
export interface HillCurve {
  /** Effect without drug, a fraction inhibited. */
  readonly E0: number;
  /** Effect of an endless dose, a fraction inhibited. */
  readonly Emax: number;
  /** Dose half way between the two. */
  readonly C: number;
  readonly h: number;
}

/** The effect at a dose, as a fraction inhibited. Negative doses have none (null). */
export function hillEffect(curve: HillCurve, dose: number): number | null {
  if (!(dose >= 0)) return null;
  return curve.E0 + (curve.Emax - curve.E0) / (1 + (curve.C / dose) ** curve.h);
}

/**
 * The dose of one drug alone that has an effect: D(y) = C ((y - E0)/(Emax - y))^(1/h). Zero for an effect that is
 * there without drug, Infinity for one that no dose reaches, so that x/D(y) is the share of the effect in either case.
 * For rising curves (Emax >= E0). Source: analysis reference, 1.5.
 */
export function doseForEffect(curve: HillCurve, effect: number): number {
  if (effect <= curve.E0) return 0;
  if (effect >= curve.Emax) return Number.POSITIVE_INFINITY;
  return curve.C * ((effect - curve.E0) / (curve.Emax - effect)) ** (1 / curve.h);
}

/**
 * The effect curve of a drug whose survival (percent) was fitted with S = c + (d - c)/(1 + (x/e)^b): E0 = 1 - d/100,
 * Emax = 1 - c/100, C = e, h = b. Null where the curve does not fall, and so is no inhibition.
 */
export function hillCurveOfSurvival({ b, c, d, e }: CurveParameters): HillCurve | null {
  if (!(b > 0 && d > c && e > 0)) return null;
  return { E0: 1 - d / 100, Emax: 1 - c / 100, C: e, h: b };
}
