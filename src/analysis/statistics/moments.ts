/**
 * Mean and standard deviation. The first value is subtracted before anything is summed: with thirteen equal leading
 * digits (NIST SmLs07) plain two-pass sums lose what this keeps.
 */

/** The number itself, or null where arithmetic left the range of numbers; NaN and infinity never leave this folder. */
export function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** Mean of the values, in their unit; null for an empty list. The caller leaves missing values out. */
export function mean(values: readonly number[]): number | null {
  const first = values[0];
  if (first === undefined) return null;
  let sum = 0;
  for (const value of values) sum += value - first;
  return finiteOrNull(first + sum / values.length);
}

/** Sum of squared deviations from the mean; null for an empty list. */
export function sumOfSquaredDeviations(values: readonly number[]): number | null {
  const first = values[0];
  if (first === undefined) return null;
  let sum = 0;
  for (const value of values) sum += value - first;
  const shiftedMean = sum / values.length;
  let squares = 0;
  for (const value of values) {
    const deviation = value - first - shiftedMean;
    squares += deviation * deviation;
  }
  return finiteOrNull(squares);
}

/** Standard deviation with n - 1, in the unit of the values; null for fewer than two values. */
export function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const squares = sumOfSquaredDeviations(values);
  return squares === null ? null : Math.sqrt(squares / (values.length - 1));
}
