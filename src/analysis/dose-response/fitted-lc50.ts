import type { CurveFit, Interval, NoFit } from "./curve-fit.ts";
import { isFit } from "./fit-curve.ts";

/** The absolute LC50 of a fitted curve as people are told it; in the unit of the doses. */
export interface FittedLc50 {
  /** `<` and `>` are bounds: `value` is then the lowest or highest dose tested. */
  readonly relation: "=" | "<" | ">";
  readonly value: number;
  /** 95 %, by profile likelihood; an end is null = open, and the whole is null where there is no interval. */
  readonly ciProfile: Interval | null;
  readonly ciLogDelta: Interval | null;
}

/** Why a fitted LC50 has no interval. */
export type IntervalGap = "NO_FIT" | "NO_LC50" | "NO_DF" | "NO_SCATTER" | "NO_STANDARD_ERROR";

/**
 * Decides whether the LC50 of a curve is a number or a bound: nothing outside the tested doses was measured, so beyond
 * the lowest or highest of them it is known only to lie there, and so is each end of its intervals. A curve that never
 * crosses the level lies beyond every dose on its side. `testedDoses` are those with survival; zero does not count. Null
 * without a fit, for a curve that does not fall, and without a dose above zero.
 */
export function tellLc50(fit: CurveFit | NoFit, testedDoses: readonly number[]): FittedLc50 | null {
  const doses = testedDoses.filter((dose) => dose > 0);
  if (!isFit(fit) || doses.length === 0) return null;
  const [lowest, highest] = [Math.min(...doses), Math.max(...doses)];
  const { absoluteLc50, absoluteReason } = fit;
  if (absoluteLc50 === null) {
    const none = { ciProfile: null, ciLogDelta: null };
    if (absoluteReason === "ALWAYS_ABOVE") return { relation: ">", value: highest, ...none };
    return absoluteReason === "ALWAYS_BELOW" ? { relation: "<", value: lowest, ...none } : null;
  }
  const { value } = absoluteLc50;
  return {
    relation: value < lowest ? "<" : value > highest ? ">" : "=",
    value: Math.min(Math.max(value, lowest), highest),
    ciProfile: withinDoses(absoluteLc50.ciProfile, lowest, highest),
    ciLogDelta: withinDoses(absoluteLc50.ciLogDelta, lowest, highest),
  };
}

/** An end outside the tested doses is open, or where the whole interval lies outside, the nearest dose. */
function withinDoses(interval: Interval | null, lowest: number, highest: number): Interval | null {
  if (interval === null) return null;
  const { lower, upper } = interval;
  return {
    lower: lower === null || lower < lowest ? null : Math.min(lower, highest),
    upper: upper === null || upper > highest ? null : Math.max(upper, lowest),
  };
}

/** Why an interval of the absolute LC50 is not there; null where it is. */
export function whyNoInterval(
  fit: CurveFit | NoFit,
  kind: "profile" | "log-delta",
): IntervalGap | null {
  if (!isFit(fit)) return "NO_FIT";
  if (fit.absoluteLc50 === null) return "NO_LC50";
  const { ciProfile, ciLogDelta } = fit.absoluteLc50;
  if ((kind === "profile" ? ciProfile : ciLogDelta) !== null) return null;
  if (fit.df <= 0) return "NO_DF";
  return fit.rss > 0 ? "NO_STANDARD_ERROR" : "NO_SCATTER";
}
