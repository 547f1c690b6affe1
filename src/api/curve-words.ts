/** Fitted curves in the cells of a table. */
import type { ArmCurve, ArmExcess } from "../analysis/assays/sample-assays.ts";
import type {
  AbsoluteReason,
  CurveFit,
  DoseEstimate,
  NoFit,
  NoFitReason,
} from "../analysis/dose-response/curve-fit.ts";
import { formatNumber } from "../analysis/explain-verdict.ts";
import type { AssayTableView, FitView } from "./views.ts";

const noFitWords: Readonly<Record<NoFitReason, string>> = {
  TOO_FEW_POINTS: "too few wells for a curve",
  TOO_FEW_DOSES: "too few doses for a curve",
  NO_VARIATION: "every well is the same",
  NOT_CONVERGED: "no curve was found",
};

const absoluteWords: Readonly<Record<AbsoluteReason, string>> = {
  ALWAYS_ABOVE: "the curve stays above",
  ALWAYS_BELOW: "the curve stays below",
  NOT_FALLING: "the curve does not fall",
};

/** Above this P a curve is said to be no better than the mean of all wells. */
const FLAT_P = 0.05;

interface Described {
  readonly fit: CurveFit | NoFit;
  readonly aucTrapezoid: number | null;
  readonly reportableWithConfidence: boolean;
  readonly disagreesWithInterpolation?: boolean | null;
}

/** The cells of one curve after its name. */
export const fitWords = {
  head: [
    "arm",
    "LC50 of the curve",
    "95 % interval",
    "slope",
    "lower, %",
    "upper, %",
    "AUC, %",
    "",
  ],
  row: (curve: Described): string[] => {
    const { fit } = curve;
    const auc = formatNumber(curve.aucTrapezoid);
    if ("reason" in fit) return ["–", "–", "–", "–", "–", auc, noFitWords[fit.reason]];
    const { b, c, d } = fit.parameters;
    return [
      fit.absoluteLc50 === null ? "–" : formatNumber(fit.absoluteLc50.value),
      intervalText(fit.absoluteLc50),
      ...[b, c, d].map(formatNumber),
      auc,
      remarks(curve, fit).join("; "),
    ];
  },
} as const;

/** By profile likelihood; an end that the data leave open is said to be open. */
function intervalText(estimate: DoseEstimate | null): string {
  const interval = estimate?.ciProfile ?? null;
  if (interval === null) return "–";
  const end = (value: number | null) => (value === null ? "open" : formatNumber(value));
  return `${end(interval.lower)} to ${end(interval.upper)}`;
}

/** An arm that is named after its concentration does not repeat it. */
export function inhibitorName(arm: string, inhibitorUm: number | null): string {
  return inhibitorUm === null || arm.includes(" uM")
    ? arm
    : `${arm} ${formatNumber(inhibitorUm)} µM`;
}

function remarks(curve: Described, fit: CurveFit): string[] {
  const absolute = fit.absoluteReason;
  return [
    ...(absolute === null ? [] : [absoluteWords[absolute]]),
    ...(fit.versusFlat !== null && fit.versusFlat.p >= FLAT_P
      ? ["no better than a flat line"]
      : []),
    ...(curve.disagreesWithInterpolation === true
      ? ["more than two-fold from the interpolated LC50"]
      : []),
    ...(fit.absoluteLc50 !== null && !curve.reportableWithConfidence
      ? ["fewer than two doses on either side"]
      : []),
  ];
}

/** Curves over prednisolone with the mean excess over Bliss independence of their arms. */
export function curveTable(
  curves: readonly ArmCurve[],
  excess: readonly ArmExcess[],
): AssayTableView {
  return {
    caption:
      "Fitted curves over prednisolone, µg/mL; largest excess in points of the vehicle control",
    head: [...fitWords.head.slice(0, -1), "Bliss excess", "HSA excess", ""],
    rows: curves.map((curve) => {
      const cells = fitWords.row(curve);
      const own = excess.find(
        (one) => one.arm === curve.arm && one.inhibitorUm === curve.inhibitorUm,
      );
      return [
        inhibitorName(curve.arm, curve.inhibitorUm),
        ...cells.slice(0, -1),
        formatNumber(largest(own?.blissExcessPoints ?? [])),
        formatNumber(largest(own?.hsaExcessPoints ?? [])),
        cells.at(-1) ?? "",
      ];
    }),
  };
}

/** The value furthest from zero, with its sign. */
function largest(values: readonly (number | null)[]): number | null {
  const present = values.filter((value) => value !== null);
  return present.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? null;
}

/** What a chart needs of a curve; null where none could be fitted. */
export function fitView(curve: ArmCurve | undefined): FitView | null {
  if (curve === undefined || "reason" in curve.fit) return null;
  const { parameters, absoluteLc50 } = curve.fit;
  return {
    slope: parameters.b,
    lowerPercent: parameters.c,
    upperPercent: parameters.d,
    ed50UgPerMl: parameters.e,
    lc50UgPerMl: absoluteLc50?.value ?? null,
    lc50LowerUgPerMl: absoluteLc50?.ciProfile?.lower ?? null,
    lc50UpperUgPerMl: absoluteLc50?.ciProfile?.upper ?? null,
    reportableWithConfidence: curve.reportableWithConfidence,
  };
}
