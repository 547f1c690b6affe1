import { entryAt, type Matrix } from "../matrix.ts";
import { finiteOrNull } from "../statistics/moments.ts";
import { type Checkerboard, excessOver, meanOfCombined, overDoses } from "./checkerboard.ts";
import { doseForEffect, type HillCurve, hillEffect } from "./hill-curve.ts";

/** Halving stops where two neighbouring doubles remain, long before this. */
const MOST_HALVINGS = 1100;

/**
 * Loewe additivity: the effect y (fraction inhibited) with x1/D1(y) + x2/D2(y) = 1, to the last bit. A drug that cannot
 * reach y contributes 0. Null for curves that do not rise, for negative doses, and without either drug where the curves
 * do not agree on the effect of none. Source: Loewe 1953; analysis reference, 1.5.
 */
export function loeweEffect(
  curve1: HillCurve,
  curve2: HillCurve,
  dose1: number,
  dose2: number,
): number | null {
  if (!isUsable(curve1) || !isUsable(curve2) || !(dose1 >= 0) || !(dose2 >= 0)) return null;
  if (dose1 === 0 && dose2 === 0) return curve1.E0 === curve2.E0 ? curve1.E0 : null;
  if (dose1 === 0) return hillEffect(curve2, dose2);
  if (dose2 === 0) return hillEffect(curve1, dose1);
  // The sum falls from infinity at the larger E0 to 0 at the larger Emax, without a step where one drug drops out.
  let below = Math.max(curve1.E0, curve2.E0);
  let above = Math.max(curve1.Emax, curve2.Emax);
  for (let halving = 0; halving < MOST_HALVINGS; halving++) {
    const middle = below + (above - below) / 2;
    if (middle <= below || middle >= above) break;
    if (combinationIndex(curve1, curve2, dose1, dose2, middle) > 1) below = middle;
    else above = middle;
  }
  return finiteOrNull(above);
}

function isUsable({ E0, Emax, C, h }: HillCurve): boolean {
  return [E0, Emax, C, h].every(Number.isFinite) && Emax >= E0 && C > 0 && h > 0;
}

/**
 * x1/D1(y) + x2/D2(y) at an effect y; below 1 synergy. A drug that cannot reach y contributes 0, so that 0 says that
 * neither of them can alone; Infinity says that y is there without one of the drugs. A dose of zero contributes 0.
 */
export function combinationIndex(
  curve1: HillCurve,
  curve2: HillCurve,
  dose1: number,
  dose2: number,
  effect: number,
): number {
  return shareOfEffect(curve1, dose1, effect) + shareOfEffect(curve2, dose2, effect);
}

function shareOfEffect(curve: HillCurve, dose: number, effect: number): number {
  return dose === 0 ? 0 : dose / doseForEffect(curve, effect);
}

/** Matrices are [dose1][dose2]; effects and excess are fractions inhibited. */
export interface LoeweSurface {
  readonly expected: Matrix;
  readonly excess: Matrix;
  /** Over the wells that hold both drugs. */
  readonly meanExcess: number | null;
  /**
   * At the observed effect; null where the well is missing, where neither drug alone reaches its effect, and where it
   * has none (not above that without drug).
   */
  readonly combinationIndex: Matrix;
}

/** Loewe additivity over a checkerboard from the fitted curves of both drugs. Null entries as in `loeweEffect`. */
export function describeLoewe(
  board: Checkerboard,
  curve1: HillCurve,
  curve2: HillCurve,
): LoeweSurface {
  const dosesAt = (row: number, column: number): readonly [number, number] => [
    board.dose1[row] ?? Number.NaN,
    board.dose2[column] ?? Number.NaN,
  ];
  const expected = overDoses(board, (row, column) =>
    loeweEffect(curve1, curve2, ...dosesAt(row, column)),
  );
  const excess = excessOver(board, expected);
  return {
    expected,
    excess,
    meanExcess: meanOfCombined(board, excess),
    combinationIndex: overDoses(board, (row, column) => {
      const observed = entryAt(board.inhibition, row, column);
      if (observed === null || !isUsable(curve1) || !isUsable(curve2)) return null;
      const index = combinationIndex(curve1, curve2, ...dosesAt(row, column), observed);
      return index > 0 ? index : null;
    }),
  };
}
