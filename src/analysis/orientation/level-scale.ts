/**
 * One scale for wells with and without cells: z = ln((N - low) / (high - low) + 0.1). Scatter in proportion to the cells
 * and scatter of the reader look alike on it, it does not depend on which wells are taken for blanks, and a single
 * outlying well does not move it.
 */
import { finiteOrNull } from "../statistics/moments.ts";

export interface LevelScale {
  /** By well in reading order; null = no number. */
  readonly levels: readonly (number | null)[];
  /** How much of a change of the cells in proportion arrives on the scale: near 1 with many cells, 0 without. */
  readonly share: readonly number[];
  /** Where wells full of cells lie. */
  readonly top: number;
  /** Distance of low and high wells, AU. */
  readonly signalAu: number;
}

const FLOOR = 0.1;
const LOW_QUANTILE = 0.03;
const HIGH_QUANTILE = 0.95;

/** Null where there are too few numbers, or all are equal. */
export function scaleLevels(netAu: readonly (number | null)[]): LevelScale | null {
  const numbers = Float64Array.from(netAu.filter((value) => value !== null)).sort();
  const low = numbers[Math.floor(LOW_QUANTILE * numbers.length)];
  const high = numbers[Math.floor(HIGH_QUANTILE * numbers.length)];
  if (low === undefined || high === undefined || !(high > low)) return null;
  const signalAu = high - low;
  const levels = netAu.map((value) =>
    value === null ? null : finiteOrNull(Math.log(Math.max(0, (value - low) / signalAu) + FLOOR)),
  );
  const share = levels.map((level) => (level === null ? 0 : 1 - FLOOR / Math.exp(level)));
  return { levels, share, top: Math.log(1 + FLOOR), signalAu };
}
