import { type CurveObjective, type CurveTerms, LARGEST_EXPONENT } from "./curve-objective.ts";
import type { DoseSeries } from "./dose-series.ts";

/** Plateaus of a model, scaled as the series is; null = free, then at its best for every slope and intercept. */
export interface Plateaus {
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * The sum of squares of `lower + (upper - lower) u` with free plateaus projected out (variable projection), and its
 * exact derivatives: H = H_tt - H_tl H_ll^-1 H_lt of the full problem.
 * Source: Golub and Pereyra 1973; here with the full second derivatives, so that steps converge quadratically.
 */
export function createPlateauObjective(series: DoseSeries, plateaus: Plateaus): CurveObjective {
  const shares = new Float64Array(series.levels);
  const slopes = new Float64Array(series.levels);
  return (slope, intercept, reference, terms) => {
    fillShares(series, shares, slopes, slope, intercept, reference);
    choosePlateaus(series, plateaus, shares, terms);
    addDerivatives(series, plateaus, shares, slopes, reference, terms);
  };
}

/** u and u (1 - u) at every dose; 1 and 0 at dose zero. */
export function fillShares(
  series: DoseSeries,
  shares: Float64Array,
  slopes: Float64Array,
  slope: number,
  intercept: number,
  reference: number,
): void {
  const { levels, firstNonZero, logDoses } = series;
  if (firstNonZero === 1) {
    shares[0] = 1;
    slopes[0] = 0;
  }
  for (let k = firstNonZero; k < levels; k++) {
    const exponent = slope * ((logDoses[k] ?? 0) - reference) + intercept;
    const odds = Math.exp(exponent < LARGEST_EXPONENT ? exponent : LARGEST_EXPONENT);
    const share = 1 / (1 + odds);
    shares[k] = share;
    slopes[k] = odds * share * share;
  }
}

/** Best plateaus for given shares. Where the shares do not differ both are the mean. */
function choosePlateaus(
  series: DoseSeries,
  plateaus: Plateaus,
  shares: Float64Array,
  terms: CurveTerms,
): void {
  if (plateaus.lower !== null && plateaus.upper !== null) {
    terms.lower = plateaus.lower;
    terms.upper = plateaus.upper;
  } else if (plateaus.lower === null && plateaus.upper === null) {
    chooseBoth(series, shares, terms);
  } else {
    chooseOne(series, plateaus, shares, terms);
  }
}

function chooseBoth(series: DoseSeries, shares: Float64Array, terms: CurveTerms): void {
  const { levels, counts, means, n } = series;
  let shareSum = 0;
  let meanSum = 0;
  for (let k = 0; k < levels; k++) {
    const count = counts[k] ?? 0;
    shareSum += count * (shares[k] ?? 0);
    meanSum += count * (means[k] ?? 0);
  }
  const shareMean = shareSum / n;
  const mean = meanSum / n;
  let squares = 0;
  let products = 0;
  for (let k = 0; k < levels; k++) {
    const deviation = (shares[k] ?? 0) - shareMean;
    const weighted = (counts[k] ?? 0) * deviation;
    squares += weighted * deviation;
    products += weighted * ((means[k] ?? 0) - mean);
  }
  const span = squares > 0 ? products / squares : 0;
  terms.lower = mean - span * shareMean;
  terms.upper = terms.lower + span;
}

function chooseOne(
  series: DoseSeries,
  plateaus: Plateaus,
  shares: Float64Array,
  terms: CurveTerms,
): void {
  const { levels, counts, means } = series;
  const lower = plateaus.lower;
  let squares = 0;
  let products = 0;
  for (let k = 0; k < levels; k++) {
    const share = shares[k] ?? 0;
    const mean = means[k] ?? 0;
    const basis = lower === null ? 1 - share : share;
    const rest = lower === null ? mean - (plateaus.upper ?? 0) * share : mean - lower * (1 - share);
    squares += (counts[k] ?? 0) * basis * basis;
    products += (counts[k] ?? 0) * basis * rest;
  }
  const best = squares > 0 ? products / squares : 0;
  terms.lower = lower ?? best;
  terms.upper = plateaus.upper ?? best;
}

function addDerivatives(
  series: DoseSeries,
  plateaus: Plateaus,
  shares: Float64Array,
  slopes: Float64Array,
  reference: number,
  terms: CurveTerms,
): void {
  const { levels, firstNonZero, counts, means, logDoses, n } = series;
  const { lower, upper } = terms;
  const span = upper - lower;
  const both = plateaus.lower === null && plateaus.upper === null;
  const single = !both && (plateaus.lower === null || plateaus.upper === null);
  let centre = 0;
  if (both) {
    for (let k = 0; k < levels; k++) centre += (counts[k] ?? 0) * (shares[k] ?? 0);
    centre /= n;
  }
  const onLower = single && plateaus.lower === null;
  let rss = 0;
  let basisSquares = 0;
  // Sums over v = u (1 - u) and its powers of x: v, r v, v^2, r v (1 - 2u), v times the basis.
  let v0 = 0;
  let v1 = 0;
  let t0 = 0;
  let t1 = 0;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let r0 = 0;
  let r1 = 0;
  let r2 = 0;
  let w0 = 0;
  let w1 = 0;
  for (let k = 0; k < levels; k++) {
    const count = counts[k] ?? 0;
    const share = shares[k] ?? 0;
    const residual = (means[k] ?? 0) - lower - span * share;
    const basis = both ? share - centre : onLower ? 1 - share : share;
    rss += count * residual * residual;
    basisSquares += count * basis * basis;
    const x = k < firstNonZero ? 0 : (logDoses[k] ?? 0) - reference;
    const slope = slopes[k] ?? 0;
    const weighted = count * slope;
    const weightedX = weighted * x;
    v0 += weighted;
    v1 += weightedX;
    t0 += residual * weighted;
    t1 += residual * weightedX;
    s0 += slope * weighted;
    s1 += slope * weightedX;
    s2 += slope * weightedX * x;
    const bend = residual * (1 - 2 * share);
    r0 += bend * weighted;
    r1 += bend * weightedX;
    r2 += bend * weightedX * x;
    w0 += basis * weighted;
    w1 += basis * weightedX;
  }
  terms.rss = rss;
  terms.gradientSlope = span * t1;
  terms.gradientIntercept = span * t0;
  let gauss2 = span * span * s2;
  let gauss1 = span * span * s1;
  let gauss0 = span * span * s0;
  let exact2 = gauss2 - span * r2;
  let exact1 = gauss1 - span * r1;
  let exact0 = gauss0 - span * r0;
  if (both) {
    const a0 = span * v0;
    const a1 = span * v1;
    gauss2 -= (a1 * a1) / n;
    gauss1 -= (a1 * a0) / n;
    gauss0 -= (a0 * a0) / n;
    exact2 -= (a1 * a1) / n;
    exact1 -= (a1 * a0) / n;
    exact0 -= (a0 * a0) / n;
  }
  if ((both || single) && basisSquares > 0) {
    const g0 = -span * w0;
    const g1 = -span * w1;
    const sign = onLower ? -1 : 1;
    const e0 = g0 + sign * t0;
    const e1 = g1 + sign * t1;
    gauss2 -= (g1 * g1) / basisSquares;
    gauss1 -= (g1 * g0) / basisSquares;
    gauss0 -= (g0 * g0) / basisSquares;
    exact2 -= (e1 * e1) / basisSquares;
    exact1 -= (e1 * e0) / basisSquares;
    exact0 -= (e0 * e0) / basisSquares;
  }
  terms.gaussSlopeSlope = gauss2;
  terms.gaussSlopeIntercept = gauss1;
  terms.gaussInterceptIntercept = gauss0;
  terms.slopeSlope = exact2;
  terms.slopeIntercept = exact1;
  terms.interceptIntercept = exact0;
}
