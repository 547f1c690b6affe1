import type { CurveBounds } from "./curve-bounds.ts";
import { type CurveObjective, emptyTerms } from "./curve-objective.ts";
import { type CurvePoint, descend } from "./descend.ts";
import type { DoseSeries } from "./dose-series.ts";
import { findFineStarts } from "./fine-grid.ts";
import type { GridValley } from "./grid-valleys.ts";
import { createPlateauObjective, type Plateaus } from "./plateau-objective.ts";
import { findStarts } from "./start-grid.ts";

/** The optimum of one model; plateaus are scaled as the series. */
export interface FoundCurve {
  readonly plateaus: Plateaus;
  readonly slope: number;
  readonly logE: number;
  readonly lower: number;
  readonly upper: number;
  /** Scaled; of the dose means alone. */
  readonly rss: number;
  readonly atLogEBound: boolean;
}

/** Slopes to start from where e lies on its bound. */
const BOUND_SLOPES = [0.15, 0.5, 1.5, 5] as const;
/** Wells of which a curve explains less than this share follow none: their sums of squares have many valleys. */
const CLEAR_SHARE = 0.95;

/**
 * The minima of the sum of squares within the bounds, least first: every valley of a coarse grid is gone down to its
 * floor, and where one leads out of the bounds of e, the floor on that bound is taken. Where none of them is clear,
 * a fine grid and both bounds of e are searched too. Empty where no descent ended in a minimum.
 */
export function searchCurve(
  series: DoseSeries,
  plateaus: Plateaus,
  bounds: CurveBounds,
): FoundCurve[] {
  const objective = createPlateauObjective(series, plateaus);
  const minima: FoundCurve[] = [];
  const left = goDown(objective, plateaus, bounds, findStarts(series, plateaus), minima);
  if (!minima.some((minimum) => isClear(series, bounds, minimum))) {
    goDown(objective, plateaus, bounds, findFineStarts(series, plateaus, bounds), minima);
    left.below = true;
    left.above = true;
  }
  if (left.below) minima.push(...searchEdge(objective, plateaus, bounds, bounds.leastLogE));
  if (left.above) minima.push(...searchEdge(objective, plateaus, bounds, bounds.mostLogE));
  return minima.length > 1 ? minima.sort((a, b) => a.rss - b.rss) : minima;
}

/** A curve that explains the wells, with its bend among the doses and not as steep as may be. */
function isClear(series: DoseSeries, { slope }: CurveBounds, minimum: FoundCurve): boolean {
  const lowest = series.logDoses[series.firstNonZero] ?? 0;
  const highest = series.logDoses[series.levels - 1] ?? 0;
  return (
    minimum.rss < (1 - CLEAR_SHARE) * series.betweenSquares &&
    minimum.slope > slope.least &&
    minimum.slope < slope.most &&
    minimum.logE > lowest &&
    minimum.logE < highest
  );
}

/** Adds the floors of the valleys to `minima`; tells on which sides a descent left the bounds of e. */
function goDown(
  objective: CurveObjective,
  plateaus: Plateaus,
  bounds: CurveBounds,
  starts: readonly GridValley[],
  minima: FoundCurve[],
): { below: boolean; above: boolean } {
  const left = { below: false, above: false };
  for (const start of starts) {
    const point = startAt(start.slope, start.place);
    const ended = descend(objective, point, "both", bounds.slope);
    const logE = logEOf(point);
    if (logE < bounds.leastLogE) left.below = true;
    else if (logE > bounds.mostLogE) left.above = true;
    else if (ended) minima.push(describePoint(plateaus, point, false));
  }
  return left;
}

function searchEdge(
  objective: CurveObjective,
  plateaus: Plateaus,
  bounds: CurveBounds,
  edge: number,
): FoundCurve[] {
  return BOUND_SLOPES.flatMap((slope) => {
    const point = startAt(slope, edge);
    const ended = descend(objective, point, "slope", bounds.slope);
    return ended ? [describePoint(plateaus, point, true)] : [];
  });
}

function startAt(slope: number, logDose: number): CurvePoint {
  return { slope, intercept: 0, reference: logDose, terms: emptyTerms() };
}

function logEOf({ slope, intercept, reference }: CurvePoint): number {
  return reference - intercept / slope;
}

function describePoint(plateaus: Plateaus, point: CurvePoint, atLogEBound: boolean): FoundCurve {
  const { lower, upper, rss } = point.terms;
  return {
    plateaus,
    slope: point.slope,
    logE: logEOf(point),
    lower,
    upper,
    rss,
    atLogEBound,
  };
}
