/** Fitted curves in the cells of a table. */
import {
  curveRemarks,
  intervalText,
  lc50Text,
  type RemarkedCurve,
} from "../analysis/assays/curve-words.ts";
import type { DescribedCurve } from "../analysis/assays/describe-curve.ts";
import type { ArmCurve, ArmExcess } from "../analysis/assays/sample-assays.ts";
import { curveBand } from "../analysis/dose-response/curve-band.ts";
import type { CurveFit } from "../analysis/dose-response/curve-fit.ts";
import { type CurveWells, isFit } from "../analysis/dose-response/fit-curve.ts";
import { formatNumber } from "../analysis/explain-verdict.ts";
import type { AssayTableView, FitView } from "./views.ts";
import type { BandPointView } from "./well-views.ts";

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

/** Steps of the band between the lowest and the highest dose. */
const BAND_STEPS = 40;

/** The band of a fit at zero, where it is a dose, and at even steps of log dose between the others; two decimals. */
function bandView(fit: CurveFit, wells: CurveWells): readonly BandPointView[] | null {
  const positive = wells.doses.filter((dose) => dose > 0);
  if (positive.length === 0) return null;
  const [lowest, highest] = [Math.min(...positive), Math.max(...positive)];
  const steps = Array.from(
    { length: BAND_STEPS + 1 },
    (_, step) => lowest * (highest / lowest) ** (step / BAND_STEPS),
  );
  const doses = wells.doses.includes(0) ? [0, ...steps] : steps;
  const toHundredths = (percent: number): number => Math.round(percent * 100) / 100;
  return (
    curveBand(wells, fit, doses)?.map(({ dose, lower, upper }) => ({
      doseUgPerMl: dose,
      lowerPercent: toHundredths(lower),
      upperPercent: toHundredths(upper),
    })) ?? null
  );
}

/** What a chart and a program need of a curve fitted to these wells; null where none could be fitted. */
export function fitView(curve: ArmCurve | undefined, wells: CurveWells): FitView | null {
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
    band: bandView(curve.fit, wells),
  };
}
