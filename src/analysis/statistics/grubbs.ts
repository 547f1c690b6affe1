import { finiteOrNull, mean, standardDeviation } from "./moments.ts";
import { quantileT, twoSidedT } from "./tails.ts";

export interface GrubbsTest {
  /** Of the value farthest from the mean, from zero; the first on a tie. */
  readonly index: number;
  /** Its distance from the mean in standard deviations. */
  readonly G: number;
  /** Two-sided, with Bonferroni's factor n; 0 where all other values are equal. */
  readonly pTwoSided: number;
  /** Two-sided P as the R package `outliers` 0.15 gives it, with what it loses close to 0; to explain its numbers. */
  readonly outliersPackageP: number;
}

/**
 * Grubbs' test for one outlier: G = max|x - mean|/s, t^2 = n (n-2) G^2 / ((n-1)^2 - n G^2) with n - 2 df,
 * p = min(1, 2n P(T > t)). Null for fewer than three values or values without spread. Says little below about seven
 * values, and two outliers hide each other. Source: Grubbs 1969; analysis reference, 1.6.
 */
export function grubbsTest(values: readonly number[]): GrubbsTest | null {
  const n = values.length;
  const centre = mean(values);
  const sd = standardDeviation(values);
  if (n < 3 || centre === null || sd === null || !(sd > 0)) return null;
  const distances = values.map((value) => Math.abs(value - centre));
  const index = distances.indexOf(Math.max(...distances));
  const G = (distances[index] ?? 0) / sd;
  const tail = twoSidedT(tOfFarthest(values, index), n - 2) ?? 0;
  const t = Math.sqrt((n * (n - 2) * G * G) / ((n - 1) ** 2 - n * G * G));
  return {
    index,
    G,
    pTwoSided: Math.min(1, n * tail),
    outliersPackageP: outliersPackageP(t, n),
  };
}

/**
 * The t of the formula, as the distance of the farthest value from the others in their own spread: the same number
 * without the difference that vanishes where G reaches its ceiling (n-1)/sqrt(n). Infinite there.
 */
function tOfFarthest(values: readonly number[], index: number): number {
  const others = values.filter((_, i) => i !== index);
  const distance = Math.abs((values[index] ?? 0) - (mean(others) ?? 0));
  return distance / ((standardDeviation(others) ?? 0) * Math.sqrt(1 + 1 / others.length));
}

/** That package adds up from the lower tail: near 0 only some digits are left, and above 1 the P is turned back. */
function outliersPackageP(t: number, n: number): number {
  if (Number.isNaN(t)) return 0;
  const upper = (twoSidedT(t, n - 2) ?? 0) / 2;
  const lower = 0.5 - upper + 0.5;
  const kept = 1 - Math.min(1, n * (1 - lower));
  const doubled = 2 * (1 - kept);
  return doubled > 1 ? 2 - doubled : doubled;
}

/**
 * The G above which a value is an outlier at a two-sided level, for n values:
 * (n-1)/sqrt(n) sqrt(t^2/(n-2+t^2)) with t the upper level/(2n) quantile. Null below three values.
 */
export function criticalGrubbs(n: number, level: number): number | null {
  const t = n < 3 ? null : quantileT(level / (2 * n), n - 2);
  if (t === null) return null;
  return finiteOrNull(((n - 1) / Math.sqrt(n)) * Math.sqrt((t * t) / (n - 2 + t * t)));
}
