import gammainc from "@stdlib/math-base-special-gammainc";
import { finiteOrNull } from "./moments.ts";

/**
 * From here on the library sums a divergent series and is off by up to a quarter of the upper tail; below, it agrees
 * with 40-digit arithmetic to 1e-13.
 */
const LIBRARY_LIMIT = 1000;

/** With x above the limit and a below this, the upper tail is smaller than the smallest number there is. */
const NEGLIGIBLE_A = 50;

/** Both expansions need a few times sqrt(a) terms. */
const MOST_TERMS = 100_000;

/**
 * Regularised incomplete gamma function Q(a, x) (`upper`) or P(a, x) for a > 0 and 0 <= x < infinity; both tails are
 * asked for directly, never as one minus the other where they are small. Null where a or x is no usable number.
 * Source: up to x = 1000 the library; beyond, series and continued fraction of Abramowitz and Stegun 6.5.29, 6.5.31.
 */
export function incompleteGamma(x: number, a: number, upper: boolean): number | null {
  if (!(a > 0) || !(x >= 0) || !Number.isFinite(a) || !Number.isFinite(x)) return null;
  if (x <= LIBRARY_LIMIT) return finiteOrNull(gammainc(x, a, true, upper));
  if (a < NEGLIGIBLE_A) return upper ? 0 : 1;
  const lowerIsSmall = x < a + 1;
  const tail = lowerIsSmall ? lowerSeries(x, a) : upperFraction(x, a);
  if (tail === null) return null;
  return upper === lowerIsSmall ? 1 - tail : tail;
}

/**
 * `x^a e^-x / Gamma(a + 1)`: x times the density of the gamma distribution over a. Written with the deviation of x
 * from a, because the logarithms of the factors are thousands of times larger than their sum. Needs a >= 10.
 * Source: Loader 2000, Fast and accurate computation of binomial probabilities.
 */
export function gammaTerm(x: number, a: number): number {
  const excess = (x - a) / a;
  const deviance = a * (excess - Math.log1p(excess));
  return Math.exp(-deviance - stirlingError(a)) / Math.sqrt(2 * Math.PI * a);
}

/** `ln Gamma(a + 1)` less Stirling's formula; the first term left out is below 1e-16 for a >= 10. */
function stirlingError(a: number): number {
  const square = a * a;
  return (
    (1 / 12 -
      (1 / 360 -
        (1 / 1260 - (1 / 1680 - (1 / 1188 - 691 / 360360 / square) / square) / square) / square) /
        square) /
    a
  );
}

function lowerSeries(x: number, a: number): number | null {
  let term = 1;
  let sum = 1;
  for (let k = 1; k < MOST_TERMS; k++) {
    term *= x / (a + k);
    sum += term;
    if (term < sum * Number.EPSILON) return finiteOrNull(gammaTerm(x, a) * sum);
  }
  return null;
}

/** Modified Lentz evaluation of the continued fraction. */
function upperFraction(x: number, a: number): number | null {
  let denominator = x + 1 - a;
  let c = Number.POSITIVE_INFINITY;
  let d = 1 / denominator;
  let fraction = d;
  for (let k = 1; k < MOST_TERMS; k++) {
    const numerator = -k * (k - a);
    denominator += 2;
    d = 1 / (numerator * d + denominator);
    c = denominator + numerator / c;
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < Number.EPSILON) {
      return finiteOrNull(gammaTerm(x, a) * a * fraction);
    }
  }
  return null;
}
