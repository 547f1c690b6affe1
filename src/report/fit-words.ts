/** Fitted curves in words and tables: parameters with standard errors, LC50s with intervals, and why one is missing. */
import type {
  AbsoluteReason,
  CurveFit,
  Interval,
  NoFit,
  NoFitReason,
} from "../analysis/dose-response/curve-fit.ts";
import { MISSING, numberText } from "./number-text.ts";

/** Said of a curve whose lack of fit has a smaller P; nothing is decided by it. */
const LACK_OF_FIT_P = 0.05;

const NO_FIT_WORDS: Readonly<Record<NoFitReason, string>> = {
  TOO_FEW_POINTS: "too few wells for a curve",
  TOO_FEW_DOSES: "too few doses for a curve",
  NO_VARIATION: "all wells are equal: there is no curve",
  NOT_CONVERGED: "no curve could be found",
};

const ABSOLUTE_WORDS: Readonly<Record<AbsoluteReason, string>> = {
  ALWAYS_ABOVE: "the curve stays above half survival",
  ALWAYS_BELOW: "the curve stays below half survival",
  NOT_FALLING: "the curve does not fall",
};

/** Null for a curve that could not be fitted, and where none was asked for. */
export function fitOf(fit: CurveFit | NoFit | null): CurveFit | null {
  return fit !== null && "parameters" in fit ? fit : null;
}

/** Survival by the fitted parameters: `c + (d - c) / (1 + (x/e)^b)`, doses above zero; null without a fit. */
export function fittedCurve(fit: CurveFit | NoFit | null): ((dose: number) => number) | null {
  const found = fitOf(fit);
  if (found === null) return null;
  const { b, c, d, e } = found.parameters;
  return (dose) => c + (d - c) / (1 + (dose / e) ** b);
}

export function intervalText(interval: Interval | null): string {
  if (interval === null) return MISSING;
  const { lower, upper } = interval;
  if (lower === null && upper === null) return "unbounded";
  if (lower === null) return `≤ ${numberText(upper)}`;
  if (upper === null) return `≥ ${numberText(lower)}`;
  return `${numberText(lower)} to ${numberText(upper)}`;
}

/** Estimate with its standard error, e.g. `1.32 (0.11)`. */
function parameterText(fit: CurveFit, name: "b" | "c" | "d" | "e"): string {
  const error = fit.standardErrors[name];
  const value = numberText(fit.parameters[name]);
  const bound = fit.atBound.includes(name) ? " at its bound" : "";
  return `${value}${error === null ? "" : ` (${numberText(error)})`}${bound}`;
}

/** Titles of the columns that `fitCells` fills. */
export const FIT_TITLES = ["b", "c, %", "d, %", "e", "LC50 fitted", "95 % interval"] as const;

/** The cells of a fit in a table. An LC50 outside the tested doses is a bound, not a number; empty without a fit. */
export function fitCells(fit: CurveFit | NoFit, testedDoses: readonly number[]): string[] {
  const found = fitOf(fit);
  if (found === null) return FIT_TITLES.map(() => MISSING);
  const { absoluteLc50 } = found;
  return [
    ...(["b", "c", "d", "e"] as const).map((name) => parameterText(found, name)),
    absoluteLc50 === null ? MISSING : withinTested(absoluteLc50.value, testedDoses),
    intervalText(absoluteLc50?.ciProfile ?? null),
  ];
}

function withinTested(lc50: number, testedDoses: readonly number[]): string {
  const tested = testedDoses.filter((dose) => dose > 0);
  const [lowest, highest] = [Math.min(...tested), Math.max(...tested)];
  if (lc50 < lowest) return `< ${numberText(lowest)}`;
  if (lc50 > highest) return `> ${numberText(highest)}`;
  return numberText(lc50);
}

/** What must be known of a curve before its numbers are used; why there is none. */
export function fitRemarks(curve: {
  readonly fit: CurveFit | NoFit;
  readonly reportableWithConfidence: boolean;
  readonly disagreesWithInterpolation?: boolean | null;
}): string {
  const { fit } = curve;
  if ("reason" in fit) return NO_FIT_WORDS[fit.reason];
  const { absoluteReason, lackOfFit } = fit;
  const remarks = [
    ...(absoluteReason === null ? [] : [ABSOLUTE_WORDS[absoluteReason]]),
    ...(curve.disagreesWithInterpolation === true
      ? ["fitted and interpolated LC50 differ more than two-fold"]
      : []),
    ...(fit.absoluteLc50 !== null && !curve.reportableWithConfidence
      ? ["fewer than two tested doses on one side of half survival"]
      : []),
    ...(lackOfFit !== null && lackOfFit.p < LACK_OF_FIT_P
      ? [`does not fit the means well (P = ${numberText(lackOfFit.p)})`]
      : []),
  ];
  return remarks.join("; ");
}
