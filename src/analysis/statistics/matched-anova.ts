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
import type { NoTable } from "./split-plot-anova.ts";

/** One value where replicate k of every arm is the same block (plate or passage); numbers name each factor. */
export interface MatchedValue {
  readonly arm: number;
  readonly replicate: number;
  readonly dose: number;
  readonly value: number;
}

export interface MatchedAnova {
  readonly interaction: AnovaRow;
  /** Arm by dose by replicate. */
  readonly residual: ErrorRow;
}

/**
 * The interaction of arm and dose with both factors matched on the replicate, tested against what replicates disagree
 * in. It is the other reading that a statistics package offers, kept to explain a laboratory's old result; it decides
 * nothing. A reason where it does not exist: a replicate lacks an arm at a dose, or there is one replicate only.
 * Source: R `aov(y ~ arm * dose + Error(replicate / (arm * dose)))`.
 */
export function matchedAnova(values: readonly MatchedValue[]): MatchedAnova | NoTable {
  const arms = distinctValues(values.map((each) => each.arm));
  const doses = distinctValues(values.map((each) => each.dose));
  const replicates = distinctValues(values.map((each) => each.replicate));
  if (arms.length < 2 || doses.length < 2)
    return { reason: "there are not two arms and two doses" };
  if (replicates.length < 2) return { reason: "there is one replicate only" };
  const cells = new Set(values.map((each) => `${each.arm} ${each.dose} ${each.replicate}`));
  const wanted = arms.length * doses.length * replicates.length;
  if (cells.size !== wanted || values.length !== wanted) {
    return { reason: "a replicate lacks an arm at a dose, or has one twice" };
  }
  const blocks = [
    indicators(values, (each) => `${each.replicate} ${each.arm}`),
    indicators(values, (each) => `${each.replicate} ${each.dose}`),
    indicators(values, (each) => `${each.arm} ${each.dose}`),
  ];
  const shift = values[0]?.value ?? 0;
  const reduction = reduceByColumns(
    blocks.flat(),
    values.map((each) => each.value - shift),
  );
  const before = (blocks[0]?.length ?? 0) + (blocks[1]?.length ?? 0);
  const from = reduction.kept.filter((column) => column < before).length;
  const rank = reduction.kept.length;
  const interaction: SumOfSquares = {
    df: rank - from,
    ss: sumSquares(reduction.projected, from, rank),
  };
  const residual: SumOfSquares = { df: values.length - rank, ss: residualSquares(reduction) };
  return {
    interaction: anovaRow(interaction, testableError(residual, values)),
    residual: errorRow(residual),
  };
}

/** One column a level, as found in the values. */
function indicators(
  values: readonly MatchedValue[],
  levelOf: (value: MatchedValue) => string,
): number[][] {
  const levels = values.map(levelOf);
  return [...new Set(levels)].map((level) => levels.map((each) => Number(each === level)));
}
