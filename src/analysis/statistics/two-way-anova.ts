import {
  type AnovaRow,
  anovaRow,
  type ErrorRow,
  errorRow,
  type SumOfSquares,
  testableError,
} from "./anova-row.ts";
import { distinctValues } from "./distinct-values.ts";
import { reduceByColumns, residualSquares, sumSquares } from "./householder.ts";

/** One value of a crossed design; numbers name arm and dose. */
export interface CrossedValue {
  readonly arm: number;
  readonly dose: number;
  readonly value: number;
}

export interface TwoWayRows {
  readonly arm: AnovaRow;
  readonly dose: AnovaRow;
  readonly interaction: AnovaRow;
}

export interface TwoWayAnova {
  /** Each after the ones before it: arm, dose, interaction. */
  readonly typeI: TwoWayRows;
  /** Main effects each after the other one, without the interaction. */
  readonly typeII: TwoWayRows;
  /** Each after all others, sum-to-zero coding; null where an arm lacks a dose, see `reason`. */
  readonly typeIII: TwoWayRows | null;
  readonly residual: ErrorRow;
  /** Why something in the table is null; null where nothing is. */
  readonly reason: string | null;
}

/**
 * Ordinary two-way analysis of variance, every well on its own, balanced or not; missing values are left out by the
 * caller. Null with fewer than two arms or doses, where there is nothing to compare. It explains old results: the
 * decision test is `testInteraction`, which knows of series.
 * Source: R `anova(lm)` for type I, car's `Anova` for types II and III.
 */
export function twoWayAnova(values: readonly CrossedValue[]): TwoWayAnova | null {
  const arms = distinctValues(values.map((each) => each.arm));
  const doses = distinctValues(values.map((each) => each.dose));
  const first = values[0];
  if (first === undefined || arms.length < 2 || doses.length < 2) return null;
  const y = values.map((each) => each.value - first.value);
  const one = [values.map(() => 1)];
  const arm = sumCoded(arms, (level) => values.map((each) => Number(each.arm === level)));
  const dose = sumCoded(doses, (level) => values.map((each) => Number(each.dose === level)));
  const both = arm.flatMap((a) => dose.map((d) => a.map((value, i) => value * (d[i] ?? 0))));
  const armFirst = takeInTurn([one, arm, dose, both], y);
  const doseFirst = takeInTurn([one, dose, arm, both], y);
  const error = testableError(armFirst.error, values);
  const row = (part: SumOfSquares | undefined) => anovaRow(part ?? { df: 0, ss: 0 }, error);
  const interaction = row(armFirst.parts[3]);
  const afterAll = (own: Columns, other: Columns) =>
    row(takeInTurn([one, other, both, own], y).parts[3]);
  const crossed = isCrossed(values, arms.length * doses.length);
  return {
    typeI: { arm: row(armFirst.parts[1]), dose: row(armFirst.parts[2]), interaction },
    typeII: { arm: row(doseFirst.parts[2]), dose: row(armFirst.parts[2]), interaction },
    typeIII: crossed ? { arm: afterAll(arm, dose), dose: afterAll(dose, arm), interaction } : null,
    residual: errorRow(armFirst.error),
    reason: reasonOf(crossed, error),
  };
}

function reasonOf(crossed: boolean, error: SumOfSquares | null): string | null {
  if (error === null) return "there is no error variance to test against";
  return crossed ? null : "an arm has no value at a dose: its main effects alone are not estimable";
}

/** Every arm has a value at every dose. */
function isCrossed(values: readonly CrossedValue[], cells: number): boolean {
  return new Set(values.map((each) => `${each.arm} ${each.dose}`)).size === cells;
}

type Columns = readonly (readonly number[])[];

/** What each block of columns explains after the blocks before it, and what is left. */
function takeInTurn(
  blocks: readonly Columns[],
  y: readonly number[],
): { readonly parts: readonly SumOfSquares[]; readonly error: SumOfSquares } {
  const reduction = reduceByColumns(blocks.flat(), y);
  let columns = 0;
  let rank = 0;
  const parts = blocks.map((block) => {
    columns += block.length;
    const from = rank;
    rank = reduction.kept.filter((column) => column < columns).length;
    return { df: rank - from, ss: sumSquares(reduction.projected, from, rank) };
  });
  return { parts, error: { df: y.length - rank, ss: residualSquares(reduction) } };
}

/** Columns of a factor, each level against the last one, so that every column sums to zero over the levels. */
function sumCoded(levels: readonly number[], holds: (level: number) => number[]): Columns {
  const last = holds(levels.at(-1) ?? Number.NaN);
  return levels.slice(0, -1).map((level) => holds(level).map((value, i) => value - (last[i] ?? 0)));
}
