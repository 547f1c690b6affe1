/**
 * Log-logistic curves `S(x) = c + (d - c) / (1 + (x/e)^b)`, `S(0) = d` for b > 0: names and models are those of the
 * field (drc's LL.4 family). Doses in any one unit, survival in any one unit; e is in the unit of the doses.
 */

/** 4PL: all free. 3PL: c = 0, or d = 100. 2PL: both. */
export const CURVE_MODELS = ["4PL", "3PL-lower-0", "3PL-upper-100", "2PL"] as const;
export type CurveModel = (typeof CURVE_MODELS)[number];

export interface CurveParameters {
  /** Slope. */
  readonly b: number;
  /** Lower plateau. */
  readonly c: number;
  /** Upper plateau. */
  readonly d: number;
  /** Dose of the relative ED50. */
  readonly e: number;
}

/** Ends of an interval; null = unbounded on that side. */
export interface Interval {
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface DoseEstimate {
  readonly value: number;
  /** Standard error of the natural logarithm of the value; null where there is none. */
  readonly seLog: number | null;
  readonly ciDelta: Interval | null;
  readonly ciLogDelta: Interval | null;
  /** Profile likelihood: every value whose RSS is not above RSS_min + s^2 t^2. Null where not asked for or no df. */
  readonly ciProfile: Interval | null;
}

export interface FTest {
  readonly F: number;
  readonly df1: number;
  readonly df2: number;
  readonly p: number;
}

export interface CurveFit {
  readonly model: CurveModel;
  readonly parameters: CurveParameters;
  /** `sqrt(diag(s^2 (J'J)^-1))`, the NIST convention; null for a fixed parameter, at a bound, or without df. */
  readonly standardErrors: { readonly [Key in keyof CurveParameters]: number | null };
  readonly rss: number;
  readonly residualSd: number | null;
  readonly df: number;
  readonly n: number;
  readonly rSquared: number | null;
  readonly aic: number | null;
  /** Parameters that lie on their bound. */
  readonly atBound: readonly (keyof CurveParameters)[];
  /** The smaller model the answer equals, where the free optimum had a negative lower plateau. */
  readonly constrainedEqualsModel: CurveModel | null;
  readonly relativeEd50: DoseEstimate;
  /** Null where the curve does not cross the level: see `absoluteReason`. */
  readonly absoluteLc50: DoseEstimate | null;
  readonly absoluteReason: AbsoluteReason | null;
  /** Mean of the fitted survival over log10 dose between lowest and highest non-zero dose. */
  readonly aucFitted: number | null;
  /** Against the means of equal doses; null without replicates. */
  readonly lackOfFit: FTest | null;
  readonly versusFlat: FTest | null;
}

/** Why a curve has no absolute LC50: it stays above the level, below it, or does not fall. */
export const ABSOLUTE_REASONS = ["ALWAYS_ABOVE", "ALWAYS_BELOW", "NOT_FALLING"] as const;
export type AbsoluteReason = (typeof ABSOLUTE_REASONS)[number];

/** Why there is no fit at all. */
export const NO_FIT_REASONS = [
  "TOO_FEW_POINTS",
  "TOO_FEW_DOSES",
  "NO_VARIATION",
  "NOT_CONVERGED",
] as const;
export type NoFitReason = (typeof NO_FIT_REASONS)[number];

export interface NoFit {
  readonly model: CurveModel;
  readonly reason: NoFitReason;
}
