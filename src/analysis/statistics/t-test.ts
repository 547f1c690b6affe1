import { mean, sumOfSquaredDeviations } from "./moments.ts";
import { quantileT, twoSidedT } from "./tails.ts";

/** `t` has the sign of mean(a) - mean(b); `p` is two-sided. */
export interface TTest {
  readonly t: number;
  readonly df: number;
  readonly p: number;
}

/** A test with what it rests on; differences in the unit of the values. */
export interface TTestReport extends TTest {
  readonly meanDifference: number;
  readonly standardError: number;
  /** Lower and upper end for mean(a) - mean(b). */
  readonly interval: readonly [number, number];
}

/** A sentence that says why there is no test. */
export interface NoTTest {
  readonly reason: string;
}

export type TTestKind = "student" | "welch" | "paired";

/** A difference and how sure it is, before it is tested. */
interface Contrast {
  readonly difference: number;
  readonly standardError: number;
  readonly df: number;
  /** Size of the values, against which a standard error may be rounding only. */
  readonly size: number;
}

/** A standard error below this share of the means is rounding: the values are constant. (R stops in this case too.) */
const ROUNDING_SHARE = 1e-12;

/**
 * Student's two-sample t test with pooled variance, df = nA + nB - 2. Null where it is undefined: an empty group, one
 * value in each, or no variance in either (never P = 0 or 1). Source: R `t.test(var.equal = TRUE)`.
 */
export function studentTest(a: readonly number[], b: readonly number[]): TTest | null {
  return testContrast(contrastStudent(a, b));
}

/**
 * Welch's t test with Satterthwaite's df. Null where it is undefined: fewer than two values in a group, or no
 * variance in either. Source: R `t.test`.
 */
export function welchTest(a: readonly number[], b: readonly number[]): TTest | null {
  return testContrast(contrastWelch(a, b));
}

/**
 * One of the three t tests with mean difference, standard error and interval; "paired" takes the values of both
 * groups in the same order. The caller leaves missing values out. Where the test is undefined, the reason why.
 * Source: R `t.test`.
 */
export function reportTTest(
  kind: TTestKind,
  a: readonly number[],
  b: readonly number[],
  confidence = 0.95,
): TTestReport | NoTTest {
  const contrast = contrastOf(kind, a, b);
  if ("reason" in contrast) return contrast;
  const test = testContrast(contrast);
  if (test === null) return { reason: constancyOf(kind) };
  const { difference, standardError, df } = contrast;
  const quantile = quantileT(1 - (1 - confidence) / 2, df);
  if (quantile === null) return { reason: `there is no interval at a confidence of ${confidence}` };
  const half = quantile * standardError;
  return {
    ...test,
    meanDifference: difference,
    standardError,
    interval: [difference - half, difference + half],
  };
}

function constancyOf(kind: TTestKind): string {
  return kind === "paired"
    ? "all differences within pairs are equal: there is no variance to test against"
    : "all values within each group are equal: there is no variance to test against";
}

function contrastOf(
  kind: TTestKind,
  a: readonly number[],
  b: readonly number[],
): Contrast | NoTTest {
  if (kind === "student") return contrastStudent(a, b);
  return kind === "welch" ? contrastWelch(a, b) : contrastPaired(a, b);
}

const NO_VALUES: NoTTest = { reason: "a group has no value" };
const SINGLE_VALUES: NoTTest = { reason: "one value in each group leaves no degrees of freedom" };
const ONE_VALUE: NoTTest = { reason: "a group of one value has no variance of its own" };
const ONE_PAIR: NoTTest = { reason: "one pair leaves no degrees of freedom" };
const UNEQUAL_SIZES: NoTTest = { reason: "groups of different size cannot be paired" };

function contrastStudent(a: readonly number[], b: readonly number[]): Contrast | NoTTest {
  const squaresA = sumOfSquaredDeviations(a);
  const squaresB = sumOfSquaredDeviations(b);
  if (squaresA === null || squaresB === null) return NO_VALUES;
  const df = a.length + b.length - 2;
  if (df < 1) return SINGLE_VALUES;
  const pooled = (squaresA + squaresB) / df;
  return contrastMeans(a, b, Math.sqrt(pooled * (1 / a.length + 1 / b.length)), df);
}

function contrastWelch(a: readonly number[], b: readonly number[]): Contrast | NoTTest {
  const squaresA = sumOfSquaredDeviations(a);
  const squaresB = sumOfSquaredDeviations(b);
  if (squaresA === null || squaresB === null) return NO_VALUES;
  if (a.length < 2 || b.length < 2) return ONE_VALUE;
  const ofA = squaresA / (a.length - 1) / a.length;
  const ofB = squaresB / (b.length - 1) / b.length;
  const total = ofA + ofB;
  // Shares of the total, so that squaring cannot leave the range of numbers.
  const df = 1 / ((ofA / total) ** 2 / (a.length - 1) + (ofB / total) ** 2 / (b.length - 1));
  return contrastMeans(a, b, Math.sqrt(total), df);
}

function contrastPaired(a: readonly number[], b: readonly number[]): Contrast | NoTTest {
  if (a.length !== b.length) return UNEQUAL_SIZES;
  const differences = a.map((value, index) => value - (b[index] ?? Number.NaN));
  const squares = sumOfSquaredDeviations(differences);
  if (squares === null) return NO_VALUES;
  const df = a.length - 1;
  if (df < 1) return ONE_PAIR;
  const contrast = contrastMeans(a, b, Math.sqrt(squares / df / a.length), df);
  const difference = mean(differences);
  return difference === null || "reason" in contrast ? contrast : { ...contrast, difference };
}

function contrastMeans(
  a: readonly number[],
  b: readonly number[],
  standardError: number,
  df: number,
): Contrast | NoTTest {
  const meanA = mean(a);
  const meanB = mean(b);
  if (meanA === null || meanB === null) return NO_VALUES;
  const size = Math.max(Math.abs(meanA), Math.abs(meanB));
  return { difference: meanA - meanB, standardError, df, size };
}

function testContrast(contrast: Contrast | NoTTest): TTest | null {
  if ("reason" in contrast) return null;
  const { difference, standardError, df, size } = contrast;
  if (!(standardError > ROUNDING_SHARE * size)) return null;
  const t = difference / standardError;
  const p = twoSidedT(t, df);
  return p === null ? null : { t, df, p };
}
