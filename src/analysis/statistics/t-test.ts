import { mean, sumOfSquaredDeviations } from "./moments.ts";
import { twoSidedT } from "./tails.ts";

/** `t` has the sign of mean(a) - mean(b); `p` is two-sided. */
export interface TTest {
  readonly t: number;
  readonly df: number;
  readonly p: number;
}

/** A standard error below this share of the means is rounding: the values are constant. (R stops in this case too.) */
const ROUNDING_SHARE = 1e-12;

/**
 * Student's two-sample t test with pooled variance, df = nA + nB - 2. Null where it is undefined: an empty group, one
 * value in each, or no variance in either (never P = 0 or 1). Source: R `t.test(var.equal = TRUE)`.
 */
export function studentTest(a: readonly number[], b: readonly number[]): TTest | null {
  const df = a.length + b.length - 2;
  const squaresA = sumOfSquaredDeviations(a);
  const squaresB = sumOfSquaredDeviations(b);
  if (df < 1 || squaresA === null || squaresB === null) return null;
  const pooled = (squaresA + squaresB) / df;
  return fromStandardError(a, b, Math.sqrt(pooled * (1 / a.length + 1 / b.length)), df);
}

/**
 * Welch's t test with Satterthwaite's df. Null where it is undefined: fewer than two values in a group, or no
 * variance in either. Source: R `t.test`.
 */
export function welchTest(a: readonly number[], b: readonly number[]): TTest | null {
  const squaresA = sumOfSquaredDeviations(a);
  const squaresB = sumOfSquaredDeviations(b);
  if (a.length < 2 || b.length < 2 || squaresA === null || squaresB === null) return null;
  const ofA = squaresA / (a.length - 1) / a.length;
  const ofB = squaresB / (b.length - 1) / b.length;
  const total = ofA + ofB;
  // Shares of the total, so that squaring cannot leave the range of numbers.
  const df = 1 / ((ofA / total) ** 2 / (a.length - 1) + (ofB / total) ** 2 / (b.length - 1));
  return fromStandardError(a, b, Math.sqrt(total), df);
}

function fromStandardError(
  a: readonly number[],
  b: readonly number[],
  standardError: number,
  df: number,
): TTest | null {
  const meanA = mean(a);
  const meanB = mean(b);
  if (meanA === null || meanB === null) return null;
  const rounding = ROUNDING_SHARE * Math.max(Math.abs(meanA), Math.abs(meanB));
  if (!(standardError > rounding)) return null;
  const t = (meanA - meanB) / standardError;
  const p = twoSidedT(t, df);
  return p === null ? null : { t, df, p };
}
