import { type CurveObjective, type CurveTerms, LARGEST_EXPONENT } from "./curve-objective.ts";
import type { DoseSeries } from "./dose-series.ts";
import { fillShares, type Plateaus } from "./plateau-objective.ts";

/**
 * The sum of squares of curves that pass through `level` (scaled as the series) at the log dose `reference`, with its
 * exact derivatives. There u is `u0 = 1 / (1 + exp(intercept))`, which fixes one plateau:
 * both free: `level + span (u - u0)`, the span projected out and not negative; lower plateau fixed:
 * `lower + (level - lower) u / u0`; upper fixed: `upper - (upper - level) (1 - u) / (1 - u0)`.
 * Models with both plateaus fixed have a fixed intercept instead and are none of this.
 */
export function createLevelObjective(
  series: DoseSeries,
  plateaus: Plateaus,
  level: number,
): CurveObjective {
  const shares = new Float64Array(series.levels);
  const slopes = new Float64Array(series.levels);
  const bases = new Float64Array(series.levels);
  const { lower, upper } = plateaus;
  return (slope, intercept, reference, terms) => {
    fillShares(series, shares, slopes, slope, intercept, reference);
    const anchor = 1 / (1 + Math.exp(Math.min(intercept, LARGEST_EXPONENT)));
    fillBases(series, bases, shares, { slope, intercept, reference, anchor });
    const nearOne = intercept < NEAR_ONE_INTERCEPT ? Math.exp(intercept) : null;
    const curve = { series, shares, slopes, bases, reference, anchor, level, slope, nearOne };
    if (lower === null && upper === null) addFreeSpan(curve, terms);
    else if (lower !== null) addFixedPlateau(curve, lower, "lower", terms);
    else addFixedPlateau(curve, upper ?? 0, "upper", terms);
  };
}

/** Below this intercept every share is next to 1, and their differences would be rounding. */
const NEAR_ONE_INTERCEPT = -8;

/** u - u0 by dose; there `u u0 exp(intercept) (1 - exp(slope x))`, which keeps its digits. */
function fillBases(
  { levels, firstNonZero, logDoses }: DoseSeries,
  bases: Float64Array,
  shares: Float64Array,
  at: { slope: number; intercept: number; reference: number; anchor: number },
): void {
  const { slope, intercept, reference, anchor } = at;
  const unit = anchor * Math.exp(Math.min(intercept, 0));
  for (let k = 0; k < levels; k++) {
    const share = shares[k] ?? 0;
    if (intercept >= NEAR_ONE_INTERCEPT) bases[k] = share - anchor;
    else if (k < firstNonZero) bases[k] = unit;
    else bases[k] = -share * unit * Math.expm1(slope * ((logDoses[k] ?? 0) - reference));
  }
}

interface AnchoredCurve {
  readonly series: DoseSeries;
  readonly shares: Float64Array;
  readonly slopes: Float64Array;
  readonly bases: Float64Array;
  readonly reference: number;
  readonly anchor: number;
  readonly level: number;
  readonly slope: number;
  /** exp(intercept) where every share is next to 1; else null. */
  readonly nearOne: number | null;
}

function addFreeSpan(curve: AnchoredCurve, terms: CurveTerms): void {
  const { series, shares, slopes, bases, reference, anchor, level } = curve;
  const { levels, firstNonZero, counts, means, logDoses } = series;
  const anchorSlope = anchor * (1 - anchor);
  const anchorBend = anchorSlope * (1 - 2 * anchor);
  let squares = 0;
  let products = 0;
  for (let k = 0; k < levels; k++) {
    const basis = bases[k] ?? 0;
    const weighted = (counts[k] ?? 0) * basis;
    squares += weighted * basis;
    products += weighted * ((means[k] ?? 0) - level);
  }
  const span = squares > 0 ? Math.max(products / squares, 0) : 0;
  clear(terms);
  terms.lower = level - span * anchor;
  terms.upper = terms.lower + span;
  let crossSlope = 0;
  let crossIntercept = 0;
  let gaussCrossSlope = 0;
  let gaussCrossIntercept = 0;
  for (let k = 0; k < levels; k++) {
    const count = counts[k] ?? 0;
    const share = shares[k] ?? 0;
    const v = slopes[k] ?? 0;
    const x = k < firstNonZero ? 0 : (logDoses[k] ?? 0) - reference;
    const basis = bases[k] ?? 0;
    const residual = (means[k] ?? 0) - level - span * basis;
    const bend = v * (1 - 2 * share);
    const bySlope = -v * x;
    const byIntercept = anchorSlope - v;
    addPoint(
      terms,
      count,
      residual,
      span * bySlope,
      span * byIntercept,
      span * bend * x * x,
      span * bend * x,
      span * (bend - anchorBend),
    );
    gaussCrossSlope += count * span * bySlope * basis;
    gaussCrossIntercept += count * span * byIntercept * basis;
    crossSlope += count * bySlope * residual;
    crossIntercept += count * byIntercept * residual;
  }
  if (!(span > 0)) return;
  const exactSlope = gaussCrossSlope - crossSlope;
  const exactIntercept = gaussCrossIntercept - crossIntercept;
  terms.slopeSlope -= (exactSlope * exactSlope) / squares;
  terms.slopeIntercept -= (exactSlope * exactIntercept) / squares;
  terms.interceptIntercept -= (exactIntercept * exactIntercept) / squares;
  terms.gaussSlopeSlope -= (gaussCrossSlope * gaussCrossSlope) / squares;
  terms.gaussSlopeIntercept -= (gaussCrossSlope * gaussCrossIntercept) / squares;
  terms.gaussInterceptIntercept -= (gaussCrossIntercept * gaussCrossIntercept) / squares;
}

function addFixedPlateau(
  curve: AnchoredCurve,
  plateau: number,
  which: "lower" | "upper",
  terms: CurveTerms,
): void {
  const { series, shares, slopes, reference, anchor, level, slope, nearOne } = curve;
  const { levels, firstNonZero, counts, means, logDoses } = series;
  const anchorSlope = anchor * (1 - anchor);
  const height = level - plateau;
  const restOfAnchor = nearOne === null ? 1 - anchor : anchor * nearOne;
  const other = height / (which === "lower" ? anchor : restOfAnchor);
  clear(terms);
  terms.lower = which === "lower" ? plateau : plateau + other;
  terms.upper = which === "lower" ? plateau + other : plateau;
  for (let k = 0; k < levels; k++) {
    const share = shares[k] ?? 0;
    const v = slopes[k] ?? 0;
    const x = k < firstNonZero ? 0 : (logDoses[k] ?? 0) - reference;
    const isZeroDose = k < firstNonZero;
    const rest = nearOne === null || isZeroDose ? 1 - share : share * nearOne * Math.exp(slope * x);
    // `ratio` is u / u0 or (1 - u) / (1 - u0); their derivatives mirror each other.
    const ratio = other * (which === "lower" ? share : rest);
    const mirrored = which === "lower" ? -rest : share;
    const away = share - anchor;
    addPoint(
      terms,
      counts[k] ?? 0,
      (means[k] ?? 0) - plateau - ratio,
      ratio * mirrored * x,
      ratio * away,
      ratio * mirrored * (2 * share - 1) * x * x,
      ratio * mirrored * (which === "lower" ? 2 * share - anchor : 2 * share - 1 - anchor) * x,
      ratio * (away * away - v + anchorSlope),
    );
  }
}

function clear(terms: CurveTerms): void {
  terms.rss = 0;
  terms.gradientSlope = 0;
  terms.gradientIntercept = 0;
  terms.slopeSlope = 0;
  terms.slopeIntercept = 0;
  terms.interceptIntercept = 0;
  terms.gaussSlopeSlope = 0;
  terms.gaussSlopeIntercept = 0;
  terms.gaussInterceptIntercept = 0;
}

/** Adds one dose: its residual, and the first and second derivatives of the curve there. */
function addPoint(
  terms: CurveTerms,
  count: number,
  residual: number,
  bySlope: number,
  byIntercept: number,
  bySlopeSlope: number,
  bySlopeIntercept: number,
  byInterceptIntercept: number,
): void {
  const weighted = count * residual;
  const slopeSlope = count * bySlope * bySlope;
  const slopeIntercept = count * bySlope * byIntercept;
  const interceptIntercept = count * byIntercept * byIntercept;
  terms.rss += weighted * residual;
  terms.gradientSlope -= weighted * bySlope;
  terms.gradientIntercept -= weighted * byIntercept;
  terms.gaussSlopeSlope += slopeSlope;
  terms.gaussSlopeIntercept += slopeIntercept;
  terms.gaussInterceptIntercept += interceptIntercept;
  terms.slopeSlope += slopeSlope - weighted * bySlopeSlope;
  terms.slopeIntercept += slopeIntercept - weighted * bySlopeIntercept;
  terms.interceptIntercept += interceptIntercept - weighted * byInterceptIntercept;
}
