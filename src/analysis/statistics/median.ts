import { finiteOrNull } from "./moments.ts";

/** Makes a median absolute deviation comparable to the SD of a normal distribution (R `mad`, constant 1.4826). */
export const MAD_TO_SD = 1.4826;

/** Median (mean of the two middle values for an even count), in the unit of the values; null for an empty list. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  if (sorted.length % 2 === 1) return finiteOrNull(upper);
  const lower = sorted[(sorted.length >> 1) - 1] ?? Number.NaN;
  return finiteOrNull(lower + (upper - lower) / 2);
}

/** Median of |value - centre|, not scaled, in the unit of the values; null for an empty list. */
export function medianAbsoluteDeviation(values: readonly number[], centre: number): number | null {
  return median(values.map((value) => Math.abs(value - centre)));
}
