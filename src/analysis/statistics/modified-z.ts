import { median, medianAbsoluteDeviation } from "./median.ts";
import { mean } from "./moments.ts";

export interface ModifiedZ {
  readonly median: number;
  /** Unscaled median absolute deviation; 0 when more than half of the values are equal. */
  readonly mad: number;
  /** One score a value, in the order given. */
  readonly scores: readonly number[];
}

/**
 * Modified z scores `0.6745 (x - median) / MAD`; where MAD is 0, `(x - median) / (1.253314 mean|x - median|)`, and 0
 * throughout where all values are equal. Null for an empty list or values beyond the range of numbers.
 * Source: Iglewicz and Hoaglin 1993.
 */
export function modifiedZ(values: readonly number[]): ModifiedZ | null {
  const centre = median(values);
  if (centre === null) return null;
  const mad = medianAbsoluteDeviation(values, centre);
  const meanDeviation = mean(values.map((value) => Math.abs(value - centre)));
  if (mad === null || meanDeviation === null) return null;
  const score = (value: number): number => {
    if (mad > 0) return (0.6745 * (value - centre)) / mad;
    return meanDeviation > 0 ? (value - centre) / (1.253314 * meanDeviation) : 0;
  };
  return { median: centre, mad, scores: values.map(score) };
}
