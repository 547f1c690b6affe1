import {
  type AnovaRow,
  anovaRow,
  type ErrorRow,
  errorRow,
  type SumOfSquares,
  testableError,
} from "./anova-row.ts";
import { distinctValues } from "./distinct-values.ts";
import type { SeriesValue } from "./interaction-test.ts";
import { upperF } from "./tails.ts";

/** The classical repeated-measures table: arm between series, dose within series. */
export interface SplitPlotAnova {
  /** Tested against the series within their arm. */
  readonly arm: AnovaRow;
  readonly seriesWithinArm: ErrorRow;
  readonly dose: AnovaRow;
  readonly interaction: AnovaRow;
  readonly residual: ErrorRow;
  /** Null where no covariance within arms can be estimated. */
  readonly greenhouseGeisser: GreenhouseGeisser | null;
}

export interface GreenhouseGeisser {
  /** From 1 / (doses - 1) to 1; with fewer series than doses it is low whatever the truth. */
  readonly epsilon: number;
  /** Of the interaction, both degrees of freedom times epsilon; null where there is no F. */
  readonly pInteraction: number | null;
}

/** A sentence that says why there is no table. */
export interface NoTable {
  readonly reason: string;
}

/** Values of one series in the order of the doses. */
interface Series {
  readonly arm: number;
  readonly values: readonly number[];
}

/**
 * Split-plot analysis of variance of complete series, in any order of the values. A reason where it does not exist:
 * a series lacks a dose or has it twice (then only `testInteraction` is exact), fewer than two arms or doses, or one
 * series an arm. Source: R `aov(y ~ arm * dose + Error(series))`; Greenhouse and Geisser 1959 with the covariance
 * pooled within arms.
 */
export function splitPlotAnova(values: readonly SeriesValue[]): SplitPlotAnova | NoTable {
  const doses = distinctValues(values.map((each) => each.dose));
  const series = completeSeries(values, doses);
  if (series === null) return { reason: "a series lacks a dose or has one twice" };
  const arms = distinctValues(series.map((each) => each.arm));
  if (arms.length < 2 || doses.length < 2)
    return { reason: "there are not two arms and two doses" };
  if (series.length <= arms.length) return { reason: "no arm has two series" };
  const squares = splitSquares(series, arms, doses.length);
  const between = testableError(squares.seriesWithinArm, values);
  const within = testableError(squares.residual, values);
  const interaction = anovaRow(squares.interaction, within);
  return {
    arm: anovaRow(squares.arm, between),
    seriesWithinArm: errorRow(squares.seriesWithinArm),
    dose: anovaRow(squares.dose, within),
    interaction,
    residual: errorRow(squares.residual),
    greenhouseGeisser: within && correctSphericity(series, arms, interaction, within.df),
  };
}

/** Each series with one value a dose, less the first value of all; null where one is not complete. */
function completeSeries(values: readonly SeriesValue[], doses: readonly number[]): Series[] | null {
  const shift = values[0]?.value ?? 0;
  const series = distinctValues(values.map((each) => each.series)).map((id): Series | null => {
    const own = values.filter((each) => each.series === id);
    const ordered = doses.flatMap((dose) => own.filter((each) => each.dose === dose));
    const once = ordered.every((each, index) => each.dose === doses[index]);
    if (!once || ordered.length !== doses.length) return null;
    return { arm: own[0]?.arm ?? 0, values: ordered.map((each) => each.value - shift) };
  });
  return series.includes(null) ? null : series.flatMap((each) => each ?? []);
}

type SplitSquares = Readonly<
  Record<"arm" | "seriesWithinArm" | "dose" | "interaction" | "residual", SumOfSquares>
>;

function splitSquares(
  series: readonly Series[],
  arms: readonly number[],
  doses: number,
): SplitSquares {
  const means = meanProfile(series);
  const grand = meanOf(means);
  let [arm, between, dose, interaction, residual] = [0, 0, 0, 0, 0];
  for (const own of arms.map((id) => series.filter((each) => each.arm === id))) {
    const profile = meanProfile(own);
    const armMean = meanOf(profile);
    arm += own.length * doses * (armMean - grand) ** 2;
    profile.forEach((value, d) => {
      const ofDose = (means[d] ?? 0) - grand;
      dose += own.length * ofDose ** 2;
      interaction += own.length * (value - armMean - ofDose) ** 2;
    });
    for (const { values } of own) {
      const seriesMean = meanOf(values);
      between += doses * (seriesMean - armMean) ** 2;
      values.forEach((value, d) => {
        residual += (value - seriesMean - (profile[d] ?? 0) + armMean) ** 2;
      });
    }
  }
  const spare = series.length - arms.length;
  return {
    arm: { df: arms.length - 1, ss: arm },
    seriesWithinArm: { df: spare, ss: between },
    dose: { df: doses - 1, ss: dose },
    interaction: { df: (arms.length - 1) * (doses - 1), ss: interaction },
    residual: { df: spare * (doses - 1), ss: residual },
  };
}

function correctSphericity(
  series: readonly Series[],
  arms: readonly number[],
  interaction: AnovaRow,
  residualDf: number,
): GreenhouseGeisser | null {
  const deviations = arms.flatMap((arm) => {
    const own = series.filter((each) => each.arm === arm);
    const profile = meanProfile(own);
    return own.map(({ values }) => centre(values.map((value, d) => value - (profile[d] ?? 0))));
  });
  // Trace and squared size of the double-centred covariance, both times the same number.
  const products = deviations.flatMap((a) => deviations.map((b) => dot(a, b)));
  const trace = deviations.reduce((sum, own) => sum + dot(own, own), 0);
  const size = products.reduce((sum, product) => sum + product * product, 0);
  const doses = series[0]?.values.length ?? 0;
  if (!(size > 0)) return null;
  const epsilon = Math.min(1, trace ** 2 / ((doses - 1) * size));
  const { F, df } = interaction;
  return {
    epsilon,
    pInteraction: F === null ? null : upperF(F, df * epsilon, residualDf * epsilon),
  };
}

function meanProfile(series: readonly Series[]): number[] {
  const doses = series[0]?.values ?? [];
  return doses.map((_, d) => meanOf(series.map((each) => each.values[d] ?? Number.NaN)));
}

function centre(values: readonly number[]): number[] {
  const own = meanOf(values);
  return values.map((value) => value - own);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? Number.NaN), 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
