/** Fitted curves in the cells of a table. */
import {
  curveRemarks,
  intervalText,
  lc50Text,
  type RemarkedCurve,
} from "../analysis/assays/curve-words.ts";
import type { DescribedCurve } from "../analysis/assays/describe-curve.ts";
import type { ArmCurve, ArmExcess } from "../analysis/assays/sample-assays.ts";
import { isFit } from "../analysis/dose-response/fit-curve.ts";
import { formatNumber } from "../analysis/explain-verdict.ts";
import type { AssayTableView, FitView } from "./views.ts";

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
  row: (curve: RemarkedCurve & Pick<DescribedCurve, "aucTrapezoid">): string[] => {
    const { fit, lc50 } = curve;
    const parameters = isFit(fit) ? fit.parameters : null;
    return [
      lc50Text(lc50),
      intervalText(lc50?.ciProfile ?? null),
      ...(["b", "c", "d"] as const).map((name) => formatNumber(parameters?.[name] ?? null)),
      formatNumber(curve.aucTrapezoid),
      curveRemarks(curve).join("; "),
    ];
  },
} as const;

/** An arm that is named after its concentration does not repeat it. */
export function inhibitorName(arm: string, inhibitorUm: number | null): string {
  return inhibitorUm === null || arm.includes(" uM")
    ? arm
    : `${arm} ${formatNumber(inhibitorUm)} µM`;
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

/** What a chart and a program need of a curve; null where none could be fitted. */
export function fitView(curve: ArmCurve | undefined): FitView | null {
  if (curve === undefined || !isFit(curve.fit)) return null;
  const { b, c, d, e } = curve.fit.parameters;
  const { lc50 } = curve;
  return {
    slope: b,
    lowerPercent: c,
    upperPercent: d,
    ed50UgPerMl: e,
    lc50:
      lc50 === null
        ? null
        : {
            relation: lc50.relation,
            valueUgPerMl: lc50.value,
            lowerUgPerMl: lc50.ciProfile?.lower ?? null,
            upperUgPerMl: lc50.ciProfile?.upper ?? null,
          },
    reportableWithConfidence: curve.reportableWithConfidence,
  };
}
