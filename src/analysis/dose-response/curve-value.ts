import type { CurveParameters } from "./curve-fit.ts";

/** Survival that a curve predicts at a dose >= 0 (in the unit of e); at dose zero the upper plateau. */
export function predictSurvival({ b, c, d, e }: CurveParameters, dose: number): number {
  if (dose === 0) return b > 0 ? d : c;
  // Logarithms first: the ratio itself may leave the range of numbers.
  return c + (d - c) / (1 + Math.exp(b * (Math.log(dose) - Math.log(e))));
}

/**
 * Mean of a curve over log dose between two doses above zero, in closed form; null unless `lowest` < `highest`.
 * With z = b ln(x/e) the integral of 1/(1 + exp z) is -ln(1 + exp(-z)).
 */
export function meanOfCurve(
  { b, c, d, e }: CurveParameters,
  lowest: number,
  highest: number,
): number | null {
  if (!(lowest > 0 && lowest < highest)) return null;
  const from = b * (Math.log(lowest) - Math.log(e));
  const to = b * (Math.log(highest) - Math.log(e));
  const mean = c + ((d - c) * (softplus(-from) - softplus(-to))) / (to - from);
  return Number.isFinite(mean) ? mean : null;
}

/** ln(1 + exp x) without overflow. */
function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
