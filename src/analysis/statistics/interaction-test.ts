import { distinctValues } from "./distinct-values.ts";
import { reduceByColumns, residualSquares, sumSquares } from "./householder.ts";
import { finiteOrNull } from "./moments.ts";
import { upperF } from "./tails.ts";

/** One value of a replicate dilution series. Numbers name arm, series and dose; a series belongs to one arm. */
export interface SeriesValue {
  readonly arm: number;
  readonly series: number;
  readonly dose: number;
  readonly value: number;
}

export interface InteractionTest {
  readonly F: number;
  readonly df1: number;
  readonly df2: number;
  readonly p: number;
  readonly ssInteraction: number;
  readonly ssError: number;
  readonly msError: number;
}

/** Error below this share of the sum of squares is rounding: there is no variance to test against. */
const ROUNDING_SHARE = 1e-24;

/**
 * Does the arm change the effect of the dose? Least squares of `y = series + dose + arm:dose` against
 * `y = series + dose`. With complete data this is the interaction of the repeated-measures two-way ANOVA (arm
 * between, dose within series); with missing values, which are simply left out, it stays exact.
 *
 * Null where it is undefined: no degrees of freedom for interaction or error, or no error variance at all.
 * Source: R `anova(lm(y ~ series + dose), lm(y ~ series + dose + arm:dose))`.
 */
export function testInteraction(values: readonly SeriesValue[]): InteractionTest | null {
  const first = values[0];
  if (first === undefined) return null;
  const series = distinctValues(values.map((each) => each.series));
  const doses = distinctValues(values.map((each) => each.dose)).slice(1);
  const arms = distinctValues(values.map((each) => each.arm)).slice(1);
  const columns = [
    ...series.map((id) => indicator(values, (each) => each.series === id)),
    ...doses.map((dose) => indicator(values, (each) => each.dose === dose)),
  ];
  const additiveColumns = columns.length;
  for (const arm of arms) {
    for (const dose of doses) {
      columns.push(indicator(values, (each) => each.arm === arm && each.dose === dose));
    }
  }
  // Every series has its own intercept, so the shift changes nothing but the rounding.
  const y = values.map((each) => each.value - first.value);
  const reduction = reduceByColumns(columns, y);
  const additiveRank = reduction.kept.filter((column) => column < additiveColumns).length;
  const rank = reduction.kept.length;
  const df1 = rank - additiveRank;
  const df2 = values.length - rank;
  const ssInteraction = sumSquares(reduction.projected, additiveRank, rank);
  const ssError = residualSquares(reduction);
  const size = values.reduce((sum, each) => sum + each.value * each.value, 0);
  if (df1 < 1 || df2 < 1 || !(ssError > ROUNDING_SHARE * size)) return null;
  const msError = ssError / df2;
  const F = finiteOrNull(ssInteraction / df1 / msError);
  const p = F === null ? null : upperF(F, df1, df2);
  if (F === null || p === null || !Number.isFinite(msError)) return null;
  return { F, df1, df2, p, ssInteraction, ssError, msError };
}

function indicator(
  values: readonly SeriesValue[],
  holds: (value: SeriesValue) => boolean,
): number[] {
  return values.map((value) => (holds(value) ? 1 : 0));
}
