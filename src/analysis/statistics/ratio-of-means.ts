import { finiteOrNull, mean, standardDeviation, sumOfSquaredDeviations } from "./moments.ts";
import { quantileT } from "./tails.ts";

/**
 * Standard error of mean(a) / mean(b) for independent groups by the delta method, in units of the ratio. Null for
 * fewer than two values in a group or a zero mean below.
 */
export function ratioStandardError(a: readonly number[], b: readonly number[]): number | null {
  const [meanA, meanB] = [mean(a), mean(b)];
  const [sdA, sdB] = [standardDeviation(a), standardDeviation(b)];
  if (meanA === null || meanB === null || sdA === null || sdB === null) return null;
  const ofA = sdA ** 2 / a.length;
  const ofB = (sdB ** 2 / b.length) * (meanA / meanB) ** 2;
  return finiteOrNull(Math.sqrt(ofA + ofB) / Math.abs(meanB));
}

/**
 * Fieller's interval of mean(a) / mean(b) with pooled variance, df = nA + nB - 2, as [lower, upper]. Null where it is
 * not an interval: the mean below does not differ from zero at this confidence, or there is no variance estimate.
 * Source: Fieller 1954.
 */
export function fiellerInterval(
  a: readonly number[],
  b: readonly number[],
  confidence = 0.95,
): readonly [number, number] | null {
  const df = a.length + b.length - 2;
  const [meanA, meanB] = [mean(a), mean(b)];
  const [squaresA, squaresB] = [sumOfSquaredDeviations(a), sumOfSquaredDeviations(b)];
  const t = quantileT(1 - (1 - confidence) / 2, df);
  if (t === null || meanA === null || meanB === null || squaresA === null || squaresB === null) {
    return null;
  }
  const spread = (t * t * (squaresA + squaresB)) / df;
  const quadratic = meanB ** 2 - spread / b.length;
  const discriminant = (meanA * meanB) ** 2 - quadratic * (meanA ** 2 - spread / a.length);
  if (!(quadratic > 0) || !(discriminant >= 0)) return null;
  const root = Math.sqrt(discriminant);
  return [(meanA * meanB - root) / quadratic, (meanA * meanB + root) / quadratic];
}
