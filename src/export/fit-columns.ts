/** The fitted curve of one arm as columns. */
import type {
  CurveFit,
  CurveParameters,
  DoseEstimate,
  Interval,
  NoFit,
} from "../analysis/dose-response/curve-fit.ts";
import { isFit } from "../analysis/dose-response/fit-curve.ts";
import {
  type Cell,
  type Column,
  countColumn,
  flagColumn,
  numberColumn,
  textColumn,
} from "./table.ts";

/** A fitted curve with what stands beside it. */
export interface FittedCurve {
  readonly fit: CurveFit | NoFit;
  readonly aucTrapezoid: number | null;
  readonly reportableWithConfidence: boolean;
  /** Absent where nothing else tells the LC50. */
  readonly disagreesWithInterpolation?: boolean | null;
}

/** How the columns of one curve are called. */
export interface FitNames {
  /** Begins each column's name. */
  readonly prefix: string;
  /** Says in the meanings what was fitted. */
  readonly words: string;
  /** Unit of the doses at the end of a name, and as it is shown. */
  readonly suffix: string;
  readonly unit: string;
}

const PARAMETERS: readonly (readonly [keyof CurveParameters, string, string])[] = [
  ["b", "", "slope"],
  ["c", "%", "lower plateau"],
  ["d", "%", "upper plateau"],
  ["e", "dose", "relative ED50"],
];

const INTERVALS: readonly (readonly [string, string, (dose: DoseEstimate) => Interval | null])[] = [
  ["profile", "profile-likelihood", (dose) => dose.ciProfile],
  ["log_delta", "log-delta", (dose) => dose.ciLogDelta],
];

function fitOf(curve: FittedCurve | null): CurveFit | null {
  return curve !== null && isFit(curve.fit) ? curve.fit : null;
}

/** What is not a number of the fit but stands beside it. */
function curveColumns<Row>(
  { prefix, words }: FitNames,
  curveOf: (row: Row) => FittedCurve | null,
): readonly Column<Row>[] {
  return [
    textColumn(
      `${prefix}fit_model`,
      `Model fitted to ${words}: 4PL, 3PL-lower-0, 3PL-upper-100 or 2PL; c + (d - c) / (1 + (dose / e)^b).`,
      (row) => curveOf(row)?.fit.model ?? null,
    ),
    textColumn(`${prefix}fit_failed`, "Why there is no fit; empty when there is one.", (row) => {
      const fit = curveOf(row)?.fit;
      return fit === undefined || isFit(fit) ? null : fit.reason;
    }),
    numberColumn(
      `${prefix}auc_trapezoid_percent`,
      "%",
      "Mean survival over log10 dose between lowest and highest dose above zero, by trapezoids on the dose means.",
      (row) => curveOf(row)?.aucTrapezoid ?? null,
    ),
    flagColumn(
      `${prefix}fit_disagrees`,
      "TRUE when fitted and interpolated LC50 differ more than two-fold.",
      (row) => curveOf(row)?.disagreesWithInterpolation ?? null,
    ),
    flagColumn(
      `${prefix}fit_reportable`,
      "TRUE with at least two doses predicted above and two below half survival.",
      (row) => curveOf(row)?.reportableWithConfidence ?? null,
    ),
  ];
}

/**
 * Columns of one fitted curve, all empty where the stored result holds none. Survival is percent.
 */
export function fitColumns<Row>(
  names: FitNames,
  curveOf: (row: Row) => FittedCurve | null,
): readonly Column<Row>[] {
  const { prefix, suffix } = names;
  const unitOf = (unit: string): string => (unit === "dose" ? names.unit : unit);
  const ofFit = (read: (fit: CurveFit) => Cell) => (row: Row) => {
    const fit = fitOf(curveOf(row));
    return fit === null ? null : read(fit);
  };
  const parameters = PARAMETERS.flatMap(([key, unit, meaning]) => [
    numberColumn(
      `${prefix}fit_${key}`,
      unitOf(unit),
      `Fitted ${meaning}.`,
      ofFit((fit) => fit.parameters[key]),
    ),
    numberColumn(
      `${prefix}fit_se_${key}`,
      unitOf(unit),
      `Standard error of the ${meaning}; empty at a bound and where it is fixed.`,
      ofFit((fit) => fit.standardErrors[key]),
    ),
  ]);
  const intervals = INTERVALS.flatMap(([name, meaning, read]) =>
    (["lower", "upper"] as const).map((end) =>
      numberColumn<Row>(
        `${prefix}fit_lc50_${name}_${end}_${suffix}`,
        names.unit,
        `${end === "lower" ? "Lower" : "Upper"} end of the 95 % ${meaning} interval of the fitted LC50; empty = unbounded or none.`,
        ofFit((fit) =>
          fit.absoluteLc50 === null ? null : (read(fit.absoluteLc50)?.[end] ?? null),
        ),
      ),
    ),
  );
  return [
    ...curveColumns(names, curveOf),
    ...parameters,
    numberColumn(
      `${prefix}fit_lc50_${suffix}`,
      names.unit,
      "Absolute LC50 of the fitted curve.",
      ofFit((fit) => fit.absoluteLc50?.value ?? null),
    ),
    textColumn(
      `${prefix}fit_lc50_missing`,
      "Why the fitted curve has no absolute LC50: ALWAYS_ABOVE, ALWAYS_BELOW or NOT_FALLING.",
      ofFit((fit) => fit.absoluteReason),
    ),
    ...intervals,
    numberColumn(
      `${prefix}fit_rss`,
      "",
      "Residual sum of squares.",
      ofFit((fit) => fit.rss),
    ),
    countColumn(
      `${prefix}fit_df`,
      "",
      "Residual degrees of freedom.",
      ofFit((fit) => fit.df),
    ),
    countColumn(
      `${prefix}fit_n`,
      "wells",
      "Wells the curve was fitted to.",
      ofFit((fit) => fit.n),
    ),
    numberColumn(
      `${prefix}fit_residual_sd_percent`,
      "%",
      "Residual standard deviation.",
      ofFit((fit) => fit.residualSd),
    ),
    numberColumn(
      `${prefix}fit_r_squared`,
      "",
      "R squared.",
      ofFit((fit) => fit.rSquared),
    ),
    numberColumn(
      `${prefix}fit_auc_percent`,
      "%",
      "Mean of the fitted survival over log10 dose between lowest and highest non-zero dose.",
      ofFit((fit) => fit.aucFitted),
    ),
  ];
}
