import { hasFullRank } from "../least-squares/damped-step.ts";
import { solveUpperTransposed, triangulate } from "../least-squares/triangle.ts";
import type { CurveParameters } from "./curve-fit.ts";
import type { DoseSeries } from "./dose-series.ts";
import type { FoundCurve } from "./search-curve.ts";

/** Derivatives of a quantity by the parameters, e by its logarithm; plateaus scaled as the series. */
export type CurveGradient = Readonly<Record<keyof CurveParameters, number>>;

/** Length of a gradient under (J'J)^-1: times the residual SD it is the standard error of the quantity. */
export type StandardErrorShare = (gradient: CurveGradient) => number;

/**
 * The precision of a fitted curve from J'J over its free parameters (e as log e), by QR of J, never by the square.
 * Null where J has not full rank. Source: the NIST convention `sqrt(diag(s^2 (J'J)^-1))`.
 */
export function precisionOf(
  series: DoseSeries,
  found: Pick<FoundCurve, "slope" | "logE" | "lower" | "upper">,
  free: readonly (keyof CurveParameters)[],
): StandardErrorShare | null {
  const size = free.length;
  const rows = series.levels;
  if (rows < size) return null;
  const work = new Float64Array(rows * size);
  const lengths = new Float64Array(size);
  for (let k = 0; k < rows; k++) {
    const weight = Math.sqrt(series.counts[k] ?? 0);
    const x = k < series.firstNonZero ? 0 : (series.logDoses[k] ?? 0) - found.logE;
    const odds = k < series.firstNonZero ? 0 : Math.exp(Math.min(found.slope * x, 700));
    const share = 1 / (1 + odds);
    const drop = (found.upper - found.lower) * odds * share * share;
    for (let j = 0; j < size; j++) {
      const entry = weight * derivative(free[j] ?? "b", found.slope, x, share, odds, drop);
      work[k * size + j] = entry;
      lengths[j] = (lengths[j] ?? 0) + entry * entry;
    }
  }
  for (let j = 0; j < size; j++) lengths[j] = Math.sqrt(lengths[j] ?? 0);
  triangulate(work, new Float64Array(rows), rows, size);
  if (!hasFullRank(work, lengths)) return null;
  return (gradient) => {
    const right = new Float64Array(size);
    for (let j = 0; j < size; j++) right[j] = gradient[free[j] ?? "b"];
    const solved = solveUpperTransposed(work, right, size);
    let squares = 0;
    for (let j = 0; j < size; j++) squares += (solved[j] ?? 0) ** 2;
    return Math.sqrt(squares);
  };
}

function derivative(
  by: keyof CurveParameters,
  slope: number,
  x: number,
  share: number,
  odds: number,
  drop: number,
): number {
  switch (by) {
    case "b":
      return -drop * x;
    case "c":
      return odds * share;
    case "d":
      return share;
    case "e":
      return drop * slope;
  }
}
