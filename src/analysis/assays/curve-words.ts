/** Fitted curves in the words that page, terminal and report share. */
import type { AbsoluteReason, Interval, NoFitReason } from "../dose-response/curve-fit.ts";
import { isFit } from "../dose-response/fit-curve.ts";
import type { FittedLc50 } from "../dose-response/fitted-lc50.ts";
import { formatNumber } from "../explain-verdict.ts";
import type { DescribedCurve } from "./describe-curve.ts";

const NO_FIT_WORDS: Readonly<Record<NoFitReason, string>> = {
  TOO_FEW_POINTS: "too few wells for a curve",
  TOO_FEW_DOSES: "too few doses for a curve",
  NO_VARIATION: "all wells are equal: there is no curve",
  NOT_CONVERGED: "no curve could be found",
};

const ABSOLUTE_WORDS: Readonly<Record<AbsoluteReason, (level: string) => string>> = {
  ALWAYS_ABOVE: (level) => `the curve stays above ${level}`,
  ALWAYS_BELOW: (level) => `the curve stays below ${level}`,
  NOT_FALLING: () => "the curve does not fall",
};

/** From this P on a curve is said to be no better than the mean of all wells. */
const FLAT_P = 0.05;
/** Said of a curve whose lack of fit has a smaller P; nothing is decided by it. */
const LACK_OF_FIT_P = 0.05;

/** A curve with what stands beside it; the last is absent where nothing else tells the LC50. */
export type RemarkedCurve = Pick<
  DescribedCurve,
  "fit" | "levelPercent" | "lc50" | "reportableWithConfidence"
> & { readonly disagreesWithInterpolation?: boolean | null };

/** What must be known of a curve before its numbers are used; why there is none. Empty when nothing speaks against it. */
export function curveRemarks(curve: RemarkedCurve): string[] {
  const { fit, lc50 } = curve;
  if (!isFit(fit)) return [NO_FIT_WORDS[fit.reason]];
  const level = curve.levelPercent === 50 ? "half survival" : `${curve.levelPercent} % survival`;
  const { absoluteLc50, absoluteReason, versusFlat, lackOfFit } = fit;
  const isBound = absoluteLc50 !== null && lc50 !== null && lc50.relation !== "=";
  const isWithin = absoluteLc50 !== null && !isBound;
  const remarks: readonly (string | false)[] = [
    absoluteReason !== null && ABSOLUTE_WORDS[absoluteReason](level),
    isBound && `crosses ${level} outside the tested doses`,
    versusFlat !== null &&
      versusFlat.p >= FLAT_P &&
      `no better than a flat line (P = ${formatNumber(versusFlat.p)})`,
    curve.disagreesWithInterpolation === true &&
      "fitted and interpolated LC50 differ more than two-fold",
    isWithin &&
      !curve.reportableWithConfidence &&
      `fewer than two tested doses on one side of ${level}`,
    lackOfFit !== null &&
      lackOfFit.p < LACK_OF_FIT_P &&
      `does not fit the means well (P = ${formatNumber(lackOfFit.p)})`,
  ];
  return remarks.filter((remark) => remark !== false);
}

/** Without its unit, e.g. `> 250`; `–` where there is none. */
export function lc50Text(lc50: FittedLc50 | null): string {
  if (lc50 === null) return "–";
  const bound = lc50.relation === "=" ? "" : `${lc50.relation} `;
  return `${bound}${formatNumber(lc50.value)}`;
}

/** `1 to 2`, or the one end that is not open; `–` where there is no interval. */
export function intervalText(interval: Interval | null): string {
  if (interval === null) return "–";
  const { lower, upper } = interval;
  if (lower === null && upper === null) return "unbounded";
  if (lower === null) return `≤ ${formatNumber(upper)}`;
  if (upper === null) return `≥ ${formatNumber(lower)}`;
  return `${formatNumber(lower)} to ${formatNumber(upper)}`;
}
