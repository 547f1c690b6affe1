import type { CurveBounds } from "./curve-bounds.ts";
import { LARGEST_EXPONENT } from "./curve-objective.ts";
import type { DoseSeries } from "./dose-series.ts";
import { type GridValley, listValleys, relativeRss } from "./grid-valleys.ts";
import type { Plateaus } from "./plateau-objective.ts";

const SLOPES = [0.15, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 4, 6, 8, 10] as const;
/** Distance of the doses of the grid: half a two-fold step between the doses measured, a two-fold one beyond them. */
const STEP_WITHIN = Math.LN2 / 2;
const STEP_BEYOND = Math.LN2;
const MOST_STARTS = 24;

/**
 * The valleys of the sum of squares on a fine grid of slopes and doses up to the bounds of e, deepest first: for wells
 * that follow no curve, whose sums of squares have many.
 */
export function findFineStarts(
  series: DoseSeries,
  plateaus: Plateaus,
  bounds: CurveBounds,
): GridValley[] {
  const logDoses = gridLogDoses(series, bounds);
  const rss = new Float64Array(logDoses.length * SLOPES.length);
  logDoses.forEach((logDose, row) => {
    SLOPES.forEach((slope, column) => {
      rss[row * SLOPES.length + column] = rssAt(series, plateaus, slope, logDose);
    });
  });
  return listValleys(rss, SLOPES, logDoses, MOST_STARTS);
}

function gridLogDoses({ logDoses, firstNonZero, levels }: DoseSeries, bounds: CurveBounds) {
  const lowest = logDoses[firstNonZero] ?? 0;
  const highest = logDoses[levels - 1] ?? 0;
  return Float64Array.of(
    ...between(bounds.leastLogE, lowest, STEP_BEYOND),
    ...between(lowest, highest, STEP_WITHIN),
    ...between(highest, bounds.mostLogE, STEP_BEYOND),
    bounds.mostLogE,
  );
}

/** From `from` up to, not including, `to`, in at most 100 equal steps that are not longer than `step` otherwise. */
function between(from: number, to: number, step: number): number[] {
  const count = Math.min(Math.ceil((to - from) / step), 100);
  return Array.from({ length: Math.max(count, 0) }, (_, i) => from + ((to - from) * i) / count);
}

function rssAt(series: DoseSeries, plateaus: Plateaus, slope: number, logDose: number): number {
  let shares = 0;
  let squares = 0;
  let products = 0;
  for (let k = 0; k < series.levels; k++) {
    const exponent = slope * ((series.logDoses[k] ?? 0) - logDose);
    const share =
      k < series.firstNonZero ? 1 : 1 / (1 + Math.exp(Math.min(exponent, LARGEST_EXPONENT)));
    const weighted = (series.counts[k] ?? 0) * share;
    shares += weighted;
    squares += weighted * share;
    products += weighted * (series.means[k] ?? 0);
  }
  return relativeRss(series, plateaus, shares, squares, products);
}
