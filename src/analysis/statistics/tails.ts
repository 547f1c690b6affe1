/**
 * Tail probabilities and quantiles of Student's t, F, normal and chi-square. Degrees of freedom need not be whole.
 * Each tail is asked for directly, never as one minus the other, so that small ones keep their digits. Null where an
 * argument is no usable number or the result is beyond the range of numbers.
 *
 * Checked against 40-digit arithmetic: tails to 1e-10 relative at least as far down as 1e-300, quantiles to 1e-9 for
 * probabilities down to 1e-100. Where the library does not reach that, and what is used instead, is decision 14.
 */
import betainc from "@stdlib/math-base-special-betainc";
import betaincinv from "@stdlib/math-base-special-betaincinv";
import erfc from "@stdlib/math-base-special-erfc";
import gammaincinv from "@stdlib/math-base-special-gammaincinv";
import gammaln from "@stdlib/math-base-special-gammaln";
import normalQuantile from "@stdlib/stats-base-dists-normal-quantile";
import tQuantile from "@stdlib/stats-base-dists-t-quantile";
import { gammaTerm, incompleteGamma } from "./incomplete-gamma.ts";
import { finiteOrNull } from "./moments.ts";

/** Below this share the incomplete beta function is its leading term to the last digit. */
const LEADING_TERM_BELOW = 1e-200;

/** P(|T| >= |t|) for t with `df` degrees of freedom. */
export function twoSidedT(t: number, df: number): number | null {
  if (!Number.isFinite(t) || !isPositive(df)) return null;
  const size = Math.abs(t);
  // The library takes 1 - P of Cauchy's distribution through an angle and loses small t.
  if (df === 1) return (2 / Math.PI) * Math.atan(1 / size);
  const squared = size * size;
  if (squared <= df)
    return finiteOrNull(betainc(squared / (df + squared), 0.5, df / 2, true, true));
  return lowerBeta(df / (df + squared), Math.log(df) - 2 * Math.log(size), df / 2, 0.5);
}

/** The t with P(T <= t) = `probability`, which must be within (0, 1). */
export function quantileT(probability: number, df: number): number | null {
  if (!isProbability(probability) || !isPositive(df)) return null;
  const fromMedian = probability - 0.5;
  if (Math.abs(fromMedian) < NEAR_MEDIAN) return finiteOrNull(centralT(fromMedian, df));
  return finiteOrNull(tQuantile(probability, df));
}

/** Nearer to one half than this the library answers 0. */
const NEAR_MEDIAN = 1e-5;

/** Quantile next to the median from that at the limit, by `P - 1/2 = f(0) (t - (df + 1) / (6 df) t^3)`. */
function centralT(fromMedian: number, df: number): number {
  const cubic = (df + 1) / (6 * df);
  const limit = tQuantile(0.5 + NEAR_MEDIAN, df);
  const linear = ((limit - cubic * limit ** 3) * fromMedian) / NEAR_MEDIAN;
  return linear + cubic * linear ** 3;
}

/** P(F >= f) for f >= 0 with `df1` and `df2` degrees of freedom. */
export function upperF(f: number, df1: number, df2: number): number | null {
  if (!(f >= 0) || !Number.isFinite(f) || !isPositive(df1) || !isPositive(df2)) return null;
  if (df1 === 1) return twoSidedT(Math.sqrt(f), df2);
  const scaled = df1 * f;
  // The smaller of the two shares is the one that is known to all its digits.
  if (scaled <= df2) {
    return finiteOrNull(betainc(scaled / (df2 + scaled), df1 / 2, df2 / 2, true, true));
  }
  const logShare = Math.log(df2) - Math.log(df1) - Math.log(f);
  return lowerBeta(df2 / (df2 + scaled), logShare, df2 / 2, df1 / 2);
}

/** The f with P(F <= f) = `probability`, which must be within (0, 1). */
export function quantileF(probability: number, df1: number, df2: number): number | null {
  if (!isProbability(probability) || !isPositive(df1) || !isPositive(df2)) return null;
  const share = betaincinv(probability, df1 / 2, df2 / 2, false);
  if (share <= 0.5) return positiveOrNull((df2 * share) / (df1 * (1 - share)));
  const rest = betaincinv(probability, df2 / 2, df1 / 2, true);
  return positiveOrNull((df2 * (1 - rest)) / (df1 * rest));
}

/** P(Z >= z) for a standard normal Z. */
export function upperNormal(z: number): number | null {
  return Number.isNaN(z) ? null : erfc(z * Math.SQRT1_2) / 2;
}

/** P(|Z| >= |z|) for a standard normal Z. */
export function twoSidedNormal(z: number): number | null {
  return Number.isNaN(z) ? null : erfc(Math.abs(z) * Math.SQRT1_2);
}

/** Further out the library's quantile loses digits: 1e-12 relative at 1e-6, 1e-5 at 1e-15, nothing at 1e-30. */
const NORMAL_REFINED_BELOW = 1e-4;

/** The z with P(Z <= z) = `probability`, which must be within (0, 1). */
export function quantileNormal(probability: number): number | null {
  if (!isProbability(probability)) return null;
  if (probability === 0.5) return 0;
  const tail = Math.min(probability, 1 - probability);
  if (tail > NORMAL_REFINED_BELOW) return finiteOrNull(normalQuantile(probability, 0, 1));
  const size = refineQuantile(Math.sqrt(-2 * Math.log(tail)), tail, "upper", (z) => ({
    tail: erfc(z * Math.SQRT1_2) / 2,
    density: Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI),
  }));
  if (size === null) return null;
  return probability < 0.5 ? -size : size;
}

/** P(X >= x) for x >= 0 with `df` degrees of freedom. */
export function upperChiSquare(x: number, df: number): number | null {
  return incompleteGamma(x / 2, df / 2, true);
}

/** P(X <= x) for x >= 0 with `df` degrees of freedom, to all digits also where it is small. */
export function lowerChiSquare(x: number, df: number): number | null {
  return incompleteGamma(x / 2, df / 2, false);
}

/** From here on the library's inverse is only a start: it loses digits far out, and inherits the error of its tail. */
const CHI_SQUARE_REFINED_FROM_DF = 20;

/** The x with P(X <= x) = `probability`, which must be within (0, 1). */
export function quantileChiSquare(probability: number, df: number): number | null {
  if (!isProbability(probability) || !isPositive(df)) return null;
  const leading = 2 * Math.exp((Math.log(probability) + gammaln(df / 2 + 1)) / (df / 2));
  if (leading < Number.EPSILON / 4) return positiveOrNull(leading);
  const start = positiveOrNull(2 * gammaincinv(probability, df / 2, false)) ?? leading;
  if (df < CHI_SQUARE_REFINED_FROM_DF) return start;
  const side = probability <= 0.5 ? "lower" : "upper";
  const wanted = probability <= 0.5 ? probability : 1 - probability;
  return refineQuantile(start, wanted, side, (x) => ({
    tail: incompleteGamma(x / 2, df / 2, side === "upper") ?? Number.NaN,
    density: (gammaTerm(x / 2, df / 2) * df) / 2 / x,
  }));
}

const MOST_STEPS = 50;
const NEAR_ENOUGH = 4 * Number.EPSILON;

/** Newton's method on the logarithm of the tail, which is nearly a parabola where the tail itself is next to flat. */
function refineQuantile(
  start: number,
  probability: number,
  side: "lower" | "upper",
  at: (x: number) => { readonly tail: number; readonly density: number },
): number | null {
  const logWanted = Math.log(probability);
  let x = start;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { tail, density } = at(x);
    const change = ((Math.log(tail) - logWanted) * tail) / density;
    x += side === "upper" ? change : -change;
    if (Math.abs(change) <= NEAR_ENOUGH * Math.abs(x)) break;
  }
  return finiteOrNull(x);
}

/** Regularised incomplete beta function I(share; a, b) with the logarithm of the share, for shares that underflow. */
function lowerBeta(share: number, logShare: number, a: number, b: number): number | null {
  if (share > LEADING_TERM_BELOW) return finiteOrNull(betainc(share, a, b, true, false));
  const logBeta = gammaln(a) + gammaln(b) - gammaln(a + b);
  return finiteOrNull(Math.exp(a * logShare - Math.log(a) - logBeta));
}

function isPositive(df: number): boolean {
  return df > 0 && Number.isFinite(df);
}

function isProbability(probability: number): boolean {
  return probability > 0 && probability < 1;
}

/** A quantile of 0 or infinity lies beyond the range of numbers. */
function positiveOrNull(value: number): number | null {
  return value > 0 ? finiteOrNull(value) : null;
}
