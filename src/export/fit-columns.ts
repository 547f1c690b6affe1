/** The fitted curve of one arm as columns. */
import type {
  CurveFit,
  CurveParameters,
  Interval,
  NoFit,
} from "../analysis/dose-response/curve-fit.ts";
import { isFit } from "../analysis/dose-response/fit-curve.ts";
import { type FittedLc50, whyNoInterval } from "../analysis/dose-response/fitted-lc50.ts";
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
  readonly lc50: FittedLc50 | null;
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

interface IntervalKind {
  readonly name: string;
  readonly meaning: string;
  readonly kind: Parameters<typeof whyNoInterval>[1];
  readonly of: (lc50: FittedLc50) => Interval | null;
}

const INTERVALS: readonly IntervalKind[] = [
  {
    name: "profile",
    meaning: "profile-likelihood",
    kind: "profile",
    of: (lc50) => lc50.ciProfile,
  },
  { name: "log_delta", meaning: "log-delta", kind: "log-delta", of: (lc50) => lc50.ciLogDelta },
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

/** The LC50 of the curve as it may be told, with its intervals. */
function lc50Columns<Row>(
  { prefix, suffix, unit }: FitNames,
  curveOf: (row: Row) => FittedCurve | null,
): readonly Column<Row>[] {
  return [
    textColumn(
      `${prefix}fit_lc50_relation`,
      "LC50 of the fitted curve: = is a value, < and > are bounds at the lowest or highest dose tested.",
      (row) => curveOf(row)?.lc50?.relation ?? null,
    ),
    numberColumn(
      `${prefix}fit_lc50_${suffix}`,
      unit,
      "Its value or bound.",
      (row) => curveOf(row)?.lc50?.value ?? null,
    ),
    textColumn(
      `${prefix}fit_no_crossing`,
      "Why the fitted curve crosses the level at no dose: ALWAYS_ABOVE, ALWAYS_BELOW or NOT_FALLING.",
      (row) => fitOf(curveOf(row))?.absoluteReason ?? null,
    ),
    ...INTERVALS.flatMap((interval) =>
      intervalColumns({ prefix, suffix, unit }, interval, curveOf),
    ),
  ];
}

function intervalColumns<Row>(
  { prefix, suffix, unit }: Pick<FitNames, "prefix" | "suffix" | "unit">,
  { name, meaning, kind, of }: IntervalKind,
  curveOf: (row: Row) => FittedCurve | null,
): readonly Column<Row>[] {
  const ends = (["lower", "upper"] as const).map((end) =>
    numberColumn<Row>(
      `${prefix}fit_lc50_${name}_${end}_${suffix}`,
      unit,
      `${end === "lower" ? "Lower" : "Upper"} end of its 95 % ${meaning} interval; empty = open, beyond the tested doses, unless ${prefix}fit_lc50_${name}_missing says why there is none.`,
      (row) => {
        const lc50 = curveOf(row)?.lc50 ?? null;
        return lc50 === null ? null : (of(lc50)?.[end] ?? null);
      },
    ),
  );
  const missing = textColumn<Row>(
    `${prefix}fit_lc50_${name}_missing`,
    "Why there is no such interval: NO_FIT, NO_LC50, NO_DF, NO_SCATTER or NO_STANDARD_ERROR; empty when there is one.",
    (row) => {
      const curve = curveOf(row);
      return curve === null ? null : whyNoInterval(curve.fit, kind);
    },
  );
  return [...ends, missing];
}

/**
 * Columns of one fitted curve, all empty where the stored result holds none. Survival is percent.
 */
export function fitColumns<Row>(
  names: FitNames,
  curveOf: (row: Row) => FittedCurve | null,
): readonly Column<Row>[] {
  const { prefix } = names;
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
  return [
    ...curveColumns(names, curveOf),
    ...parameters,
    ...lc50Columns(names, curveOf),
    numberColumn(
      `${prefix}fit_rss`,
      "%²",
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
