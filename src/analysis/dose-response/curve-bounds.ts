import type { DoseSeries } from "./dose-series.ts";

export interface SlopeBounds {
  readonly least: number;
  readonly most: number;
}

export interface CurveBounds {
  readonly slope: SlopeBounds;
  readonly leastLogE: number;
  readonly mostLogE: number;
}

/** Slopes 0.1 to 10, e from a hundredth of the lowest dose to a hundredfold of the highest: analysis reference, 1.4. */
const USUAL = { leastSlope: 0.1, mostSlope: 10, eFold: 100 } as const;
/** Only far enough to keep a search from running away. */
const WIDE = { leastSlope: 0.01, mostSlope: 100, eFold: 1e6 } as const;
/** Logarithms of doses that are numbers still. */
const LEAST_LOG = -700;
const MOST_LOG = 700;

/** Bounds of the search; `wide` for a fit that is compared with one of another program that has none. */
export function boundsFor(series: DoseSeries, wide: boolean): CurveBounds {
  const limits = wide ? WIDE : USUAL;
  const lowest = series.logDoses[series.firstNonZero] ?? 0;
  const highest = series.logDoses[series.levels - 1] ?? 0;
  return {
    slope: { least: limits.leastSlope, most: limits.mostSlope },
    leastLogE: Math.max(lowest - Math.log(limits.eFold), LEAST_LOG),
    mostLogE: Math.min(highest + Math.log(limits.eFold), MOST_LOG),
  };
}

/** Slopes that an interval may reach: the usual ones and the estimate. */
export function profileSlopes(estimate: number): SlopeBounds {
  return {
    least: Math.min(USUAL.leastSlope, estimate),
    most: Math.max(USUAL.mostSlope, estimate),
  };
}
