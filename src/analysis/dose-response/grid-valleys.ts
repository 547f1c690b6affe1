import type { DoseSeries } from "./dose-series.ts";
import type { Plateaus } from "./plateau-objective.ts";

/** A point of a grid to go down from: a slope, and the place of its row. */
export interface GridValley {
  readonly slope: number;
  readonly place: number;
  readonly rss: number;
}

/**
 * The points of a grid (by row, then by slope) that are not above any of their four neighbours, deepest first, at
 * most `most`. Of equal neighbours the first counts.
 */
export function listValleys(
  rss: Float64Array,
  slopes: readonly number[],
  places: Float64Array,
  most: number,
): GridValley[] {
  const columns = slopes.length;
  const starts: GridValley[] = [];
  for (let at = 0; at < rss.length; at++) {
    if (!isValley(rss, at, columns)) continue;
    starts.push({
      slope: slopes[at % columns] ?? 1,
      place: places[Math.floor(at / columns)] ?? 0,
      rss: rss[at] ?? 0,
    });
  }
  if (starts.length > 1) starts.sort((a, b) => a.rss - b.rss);
  return starts.length > most ? starts.slice(0, most) : starts;
}

function isValley(rss: Float64Array, at: number, columns: number): boolean {
  const value = rss[at] ?? 0;
  const column = at % columns;
  if (column > 0 && (rss[at - 1] ?? 0) <= value) return false;
  if (column < columns - 1 && (rss[at + 1] ?? 0) < value) return false;
  if (at >= columns && (rss[at - columns] ?? 0) <= value) return false;
  return at + columns >= rss.length || (rss[at + columns] ?? 0) >= value;
}

/** Sum of squares without what does not depend on the point, from the sums of u, u^2 and u times the mean. */
export function relativeRss(
  series: DoseSeries,
  plateaus: Plateaus,
  shares: number,
  squares: number,
  products: number,
): number {
  const { n, total } = series;
  const { lower, upper } = plateaus;
  if (lower === null && upper === null) {
    const variation = squares - (shares * shares) / n;
    const covariation = products - (shares * total) / n;
    return variation > 0 ? -(covariation * covariation) / variation : 0;
  }
  if (lower !== null && upper !== null) {
    const span = upper - lower;
    return span * (span * squares + 2 * lower * shares - 2 * products);
  }
  if (lower !== null) {
    const product = products - lower * (shares - squares);
    const rest = lower * lower * (n - 2 * shares + squares) - 2 * lower * (total - products);
    return rest - (product * product) / squares;
  }
  const top = upper ?? 0;
  const basis = n - 2 * shares + squares;
  const product = total - products - top * (shares - squares);
  const rest = top * top * squares - 2 * top * products;
  return basis > 0 ? rest - (product * product) / basis : rest;
}
