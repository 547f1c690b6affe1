import type { StandardErrorShare } from "./curve-covariance.ts";
import type { AbsoluteReason, DoseEstimate, Interval } from "./curve-fit.ts";
import type { FoundCurve } from "./search-curve.ts";

/** What the intervals of a curve need; null where the fit has no degrees of freedom or no precision. */
export interface Uncertainty {
  /** Residual SD, scaled as the series. */
  readonly residualSd: number;
  /** Quantile 0.975 of Student's t. */
  readonly t: number;
  readonly share: StandardErrorShare | null;
}

/** A dose by its logarithm, with the standard error of that. */
export interface LogDoseEstimate {
  readonly logDose: number;
  readonly seLog: number | null;
}

export function estimateRelativeEd50(
  found: FoundCurve,
  uncertainty: Uncertainty | null,
): LogDoseEstimate {
  const seLog = found.atLogEBound ? null : seOf(uncertainty, { b: 0, c: 0, d: 0, e: 1 });
  return { logDose: found.logE, seLog };
}

/**
 * The dose at which survival is `level` (scaled): `log e + ln K / b`, K = (d - level) / (level - c), or why there is
 * none. Its gradient has the plateaus in it: drc 3.0-1 leaves them out and its standard errors are too large.
 * Source: analysis reference, 1.4.
 */
export function estimateAbsoluteLc50(
  found: FoundCurve,
  level: number,
  uncertainty: Uncertainty | null,
): LogDoseEstimate | AbsoluteReason {
  const { slope, logE, lower, upper } = found;
  const above = upper - level;
  const below = level - lower;
  if (!(above > 0 && below > 0)) return whyNoLevel(above, below);
  const logRatio = Math.log(above) - Math.log(below);
  const logDose = logE + logRatio / slope;
  if (!(Math.exp(logDose) < Number.POSITIVE_INFINITY)) return "ALWAYS_ABOVE";
  if (Math.exp(logDose) === 0) return "ALWAYS_BELOW";
  const gradient = {
    b: -logRatio / (slope * slope),
    c: 1 / (slope * below),
    d: 1 / (slope * above),
    e: 1,
  };
  return { logDose, seLog: seOf(uncertainty, gradient) };
}

function whyNoLevel(above: number, below: number): AbsoluteReason {
  if (above >= 0 && below <= 0) return above > 0 || below < 0 ? "ALWAYS_ABOVE" : "NOT_FALLING";
  return above <= 0 && below >= 0 ? "ALWAYS_BELOW" : "NOT_FALLING";
}

function seOf(uncertainty: Uncertainty | null, gradient: Parameters<StandardErrorShare>[0]) {
  if (uncertainty === null || uncertainty.share === null) return null;
  const se = uncertainty.residualSd * uncertainty.share(gradient);
  return Number.isFinite(se) ? se : null;
}

/** The estimate with its intervals; `profile` is in log doses, null where not asked for. */
export function describeEstimate(
  estimate: LogDoseEstimate,
  uncertainty: Uncertainty | null,
  profile: Interval | null,
): DoseEstimate {
  const { logDose, seLog } = estimate;
  const value = Math.exp(logDose);
  const half = seLog === null || uncertainty === null ? null : uncertainty.t * seLog;
  return {
    value,
    seLog,
    ciDelta: half === null ? null : intervalOf(value - half * value, value + half * value),
    ciLogDelta: half === null ? null : fromLogs({ lower: logDose - half, upper: logDose + half }),
    ciProfile: profile === null ? null : fromLogs(profile),
  };
}

function intervalOf(lower: number, upper: number): Interval {
  return {
    lower: Number.isFinite(lower) ? lower : null,
    upper: Number.isFinite(upper) ? upper : null,
  };
}

/** Doses beyond the range of numbers are no ends. */
function fromLogs({ lower, upper }: Interval): Interval {
  const from = lower === null ? 0 : Math.exp(lower);
  const to = upper === null ? Number.POSITIVE_INFINITY : Math.exp(upper);
  return { lower: from > 0 ? from : null, upper: Number.isFinite(to) ? to : null };
}
