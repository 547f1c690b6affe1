import { quantileT } from "../statistics/tails.ts";
import { boundsFor, type CurveBounds, profileSlopes } from "./curve-bounds.ts";
import { precisionOf } from "./curve-covariance.ts";
import type {
  AbsoluteReason,
  CurveFit,
  CurveModel,
  CurveParameters,
  Interval,
  NoFit,
  NoFitReason,
} from "./curve-fit.ts";
import { freeParameters, plateausOf, withLowerAtZero } from "./curve-models.ts";
import { testAgainstFlat, testLackOfFit } from "./curve-tests.ts";
import { meanOfCurve } from "./curve-value.ts";
import {
  describeEstimate,
  estimateAbsoluteLc50,
  estimateRelativeEd50,
  type LogDoseEstimate,
  type Uncertainty,
} from "./dose-estimates.ts";
import { type DoseSeries, gatherDoses } from "./dose-series.ts";
import { branchForEd50, branchForLevel, type ProfileBranch } from "./profile-branch.ts";
import { findProfileInterval } from "./profile-interval.ts";
import { type FoundCurve, searchCurve } from "./search-curve.ts";

export interface CurveWells {
  /** Zero included, in any order and any one unit, replicates as wells of their own. */
  readonly doses: readonly number[];
  /** By well; null = missing. */
  readonly survival: readonly (number | null)[];
}

export interface CurveOptions {
  /** Default 4PL. */
  readonly model?: CurveModel;
  /**
   * "at-least-0" (default): slope, lower plateau and e within the bounds of the analysis reference, 1.4. "free": without
   * them, for comparison with programs that have none.
   */
  readonly lowerPlateau?: "at-least-0" | "free";
  /** Survival of the absolute LC50, in the unit of the survival; default 50. */
  readonly level?: number;
  /** Which profile-likelihood intervals to make; default both. */
  readonly profile?: "both" | "absolute" | "none";
}

/** In units of the largest survival. */
const RUNAWAY_PLATEAU = 1e4;
/** Share of the sum of squares that a curve leaves unexplained where it is not clear. */
const UNCLEAR_SHARE = 0.05;

/** Share of the largest survival below which dose means that differ are equal but for rounding. */
const ROUNDING_SHARE = 1e-12;

export function isFit(result: CurveFit | NoFit): result is CurveFit {
  return "parameters" in result;
}

/**
 * Fits a log-logistic curve to the wells by least squares: the global optimum within the bounds, with standard errors,
 * relative ED50 and absolute LC50 with their intervals, and tests. Wells without survival, and with a dose that is
 * negative or no number, are left out. What cannot be computed is null; where there is no fit at all a `NoFit` says why.
 * The order of the wells does not matter, to the last bit. Source: analysis reference, 1.4.
 */
export function fitCurve(wells: CurveWells, options: CurveOptions = {}): CurveFit | NoFit {
  const model = options.model ?? "4PL";
  const series = gatherDoses(wells.doses, wells.survival);
  const obstacle = findObstacle(series, model);
  if (obstacle !== null) return { model, reason: obstacle };
  const wide = options.lowerPlateau === "free";
  const answer = chooseCurve(series, model, boundsFor(series, wide), wide);
  if (answer === null) return { model, reason: "NOT_CONVERGED" };
  const rss = (answer.found.rss + series.withinSquares) * series.scale * series.scale;
  const { lower, upper } = answer.found;
  const isRepresentable = [rss, lower * series.scale, upper * series.scale].every(Number.isFinite);
  if (!isRepresentable) return { model, reason: "NOT_CONVERGED" };
  return describeFit(series, model, answer, rss, options);
}

function findObstacle(series: DoseSeries, model: CurveModel): NoFitReason | null {
  const parameters = freeParameters(model).length;
  if (series.n < parameters) return "TOO_FEW_POINTS";
  if (series.levels < parameters || series.levels - series.firstNonZero < 2) return "TOO_FEW_DOSES";
  const rounding = series.n * ROUNDING_SHARE * ROUNDING_SHARE;
  return series.betweenSquares > rounding ? null : "NO_VARIATION";
}

/** The optimum, and the model with the lower plateau at 0 that it equals, if it does. */
interface Answer {
  readonly found: FoundCurve;
  readonly equals: CurveModel | null;
  readonly bounds: CurveBounds;
}

function chooseCurve(
  series: DoseSeries,
  model: CurveModel,
  bounds: CurveBounds,
  wide: boolean,
): Answer | null {
  const minima = searchCurve(series, plateausOf(model, series), bounds);
  const free = minima[0];
  const smaller = withLowerAtZero(model);
  if (free !== undefined && (wide || smaller === null || free.lower >= 0)) {
    const answer: Answer = { found: free, equals: null, bounds };
    return wide && isDoubtful(series, free)
      ? betterOf(answer, withinBounds(series, model))
      : answer;
  }
  const inside = minima.find(({ lower }) => lower >= 0);
  const onZero =
    smaller === null ? undefined : searchCurve(series, plateausOf(smaller, series), bounds)[0];
  if (onZero !== undefined && !(inside !== undefined && inside.rss < onZero.rss)) {
    return { found: onZero, equals: smaller, bounds };
  }
  return inside === undefined ? null : { found: inside, equals: null, bounds };
}

/**
 * Wells that follow no curve have many valleys, and a plateau far from them is none: digits of the sum of squares are
 * lost there. The search within bounds may then have found better.
 */
function isDoubtful(series: DoseSeries, { lower, upper, rss }: FoundCurve): boolean {
  const plateau = Math.max(Math.abs(lower), Math.abs(upper));
  return plateau > RUNAWAY_PLATEAU || rss > UNCLEAR_SHARE * series.betweenSquares;
}

function withinBounds(series: DoseSeries, model: CurveModel): Answer | null {
  return chooseCurve(series, model, boundsFor(series, false), false);
}

function betterOf(answer: Answer, other: Answer | null): Answer {
  return other !== null && other.found.rss < answer.found.rss ? other : answer;
}

function describeFit(
  series: DoseSeries,
  model: CurveModel,
  answer: Answer,
  rss: number,
  options: CurveOptions,
): CurveFit {
  const { found, equals } = answer;
  const { scale, n } = series;
  const atBound = parametersAtBound(answer);
  const free = freeParameters(model).filter((name) => !atBound.includes(name));
  const df = n - free.length;
  const scaledRss = found.rss + series.withinSquares;
  const scaledSd = df > 0 ? Math.sqrt(scaledRss / df) : null;
  const t = df > 0 ? quantileT(0.975, df) : null;
  const uncertainty =
    scaledSd === null || t === null
      ? null
      : { residualSd: scaledSd, t, share: precisionOf(series, found, free) };
  const parameters = {
    b: found.slope,
    c: found.lower * scale,
    d: found.upper * scale,
    e: Math.exp(found.logE),
  };
  const total = series.betweenSquares + series.withinSquares;
  return {
    model,
    parameters,
    standardErrors: standardErrorsOf(parameters, free, scale, uncertainty),
    rss,
    residualSd: scaledSd === null ? null : scaledSd * scale,
    df,
    n,
    rSquared: total > 0 ? 1 - scaledRss / total : null,
    aic: aicOf(series, scaledRss, free.length),
    atBound,
    constrainedEqualsModel: equals,
    ...describeDoses(series, answer, uncertainty, options),
    aucFitted: meanOfCurve(
      parameters,
      series.doses[series.firstNonZero] ?? 0,
      series.doses[series.levels - 1] ?? 0,
    ),
    lackOfFit: testLackOfFit(series, found.rss, free.length),
    versusFlat: testAgainstFlat(series, found.rss, free.length),
  };
}

function parametersAtBound({ found, equals, bounds }: Answer): (keyof CurveParameters)[] {
  const atBound: (keyof CurveParameters)[] = [];
  if (found.slope <= bounds.slope.least || found.slope >= bounds.slope.most) atBound.push("b");
  if (equals !== null) atBound.push("c");
  if (found.atLogEBound) atBound.push("e");
  return atBound;
}

function standardErrorsOf(
  parameters: CurveParameters,
  free: readonly (keyof CurveParameters)[],
  scale: number,
  uncertainty: Uncertainty | null,
): CurveFit["standardErrors"] {
  const none = { b: 0, c: 0, d: 0, e: 0 };
  const seOf = (name: keyof CurveParameters, unit: number): number | null => {
    if (uncertainty === null || uncertainty.share === null || !free.includes(name)) return null;
    const se = uncertainty.residualSd * uncertainty.share({ ...none, [name]: 1 }) * unit;
    return Number.isFinite(se) ? se : null;
  };
  return { b: seOf("b", 1), c: seOf("c", scale), d: seOf("d", scale), e: seOf("e", parameters.e) };
}

/** Akaike's criterion as R's `AIC` has it: the residual variance counts as a parameter. Null for a perfect fit. */
function aicOf({ n, scale }: DoseSeries, scaledRss: number, parameters: number): number | null {
  if (!(scaledRss > 0)) return null;
  const logVariance = Math.log(scaledRss / n) + 2 * Math.log(scale);
  return n * (Math.log(2 * Math.PI) + logVariance + 1) + 2 * (parameters + 1);
}

function describeDoses(
  series: DoseSeries,
  answer: Answer,
  uncertainty: Uncertainty | null,
  options: CurveOptions,
): Pick<CurveFit, "relativeEd50" | "absoluteLc50" | "absoluteReason"> {
  const { found } = answer;
  const which = options.profile ?? "both";
  const atLeastZero = options.lowerPlateau !== "free" && answer.equals === null;
  const relative = estimateRelativeEd50(found, uncertainty);
  const profileOf = (estimate: LogDoseEstimate, branch: ProfileBranch): Interval | null =>
    profile(answer, uncertainty, estimate, branch);
  const ofEd50 =
    which === "both"
      ? profileOf(relative, branchForEd50(series, found.plateaus, atLeastZero))
      : null;
  const level = (options.level ?? 50) / series.scale;
  const absolute = estimateAbsoluteLc50(found, level, uncertainty);
  const isReason = typeof absolute === "string";
  const ofLc50 =
    isReason || which === "none"
      ? null
      : profileOf(absolute, branchForLevel(series, found.plateaus, level, atLeastZero));
  const absoluteReason: AbsoluteReason | null = isReason ? absolute : null;
  return {
    relativeEd50: describeEstimate(relative, uncertainty, ofEd50),
    absoluteLc50: isReason ? null : describeEstimate(absolute, uncertainty, ofLc50),
    absoluteReason,
  };
}

function profile(
  { found, bounds }: Answer,
  uncertainty: Uncertainty | null,
  estimate: LogDoseEstimate,
  branch: ProfileBranch,
): Interval | null {
  if (uncertainty === null) return null;
  const { residualSd, t } = uncertainty;
  const height = residualSd * residualSd * t * t;
  if (!(height > 0)) return null;
  const search = {
    branch,
    slopes: profileSlopes(found.slope),
    leastRss: found.rss,
    mostRss: found.rss + height,
    leastLogDose: bounds.leastLogE,
    mostLogDose: bounds.mostLogE,
  };
  return findProfileInterval(search, {
    logDose: estimate.logDose,
    slope: found.slope,
    intercept: found.slope * (estimate.logDose - found.logE),
    distance: t * (estimate.seLog ?? 1 / t),
  });
}
