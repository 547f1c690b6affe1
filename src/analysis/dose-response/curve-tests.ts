import { upperF } from "../statistics/tails.ts";
import type { FTest } from "./curve-fit.ts";
import type { DoseSeries } from "./dose-series.ts";

/**
 * F of a curve with `parameters` free ones against the means of equal doses: what the curve leaves beyond the scatter
 * of replicates. `rss` is scaled and of the dose means alone. Null without replicates, without doses to spare, or where
 * replicates are equal to the last bit.
 */
export function testLackOfFit(series: DoseSeries, rss: number, parameters: number): FTest | null {
  const df1 = series.levels - parameters;
  const df2 = series.n - series.levels;
  return fTest(rss, df1, series.withinSquares, df2);
}

/**
 * F of a curve against one mean for all doses. Negative, with p = 1, where a model with fixed plateaus fits worse than
 * that. Null without degrees of freedom or for a curve through every well.
 */
export function testAgainstFlat(series: DoseSeries, rss: number, parameters: number): FTest | null {
  const left = rss + series.withinSquares;
  const explained = series.betweenSquares - rss;
  return fTest(explained, parameters - 1, left, series.n - parameters);
}

function fTest(explained: number, df1: number, left: number, df2: number): FTest | null {
  if (!(df1 > 0 && df2 > 0 && left > 0)) return null;
  const F = explained / df1 / (left / df2);
  const p = F < 0 ? 1 : upperF(F, df1, df2);
  return Number.isFinite(F) && p !== null ? { F, df1, df2, p } : null;
}
