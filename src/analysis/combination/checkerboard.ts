import { entryAt, type Matrix, makeMatrix } from "../matrix.ts";
import { mean } from "../statistics/moments.ts";

/** Two drugs crossed: every dose of the first with every dose of the second. */
export interface Checkerboard {
  /** Each dose once, in any order and one unit a drug; zero is the other drug alone. */
  readonly dose1: readonly number[];
  readonly dose2: readonly number[];
  /** Fraction inhibited (1 - survival) by [dose1][dose2]; null = missing. May lie below 0 and above 1. */
  readonly inhibition: Matrix;
}

/** Effects of each drug alone, in the order of its doses; null = missing, or no well without the other drug. */
export interface SingleEffects {
  readonly effect1: readonly (number | null)[];
  readonly effect2: readonly (number | null)[];
}

/** The wells in which the other drug has dose zero. */
export function singleEffectsOf(board: Checkerboard): SingleEffects {
  const zero1 = board.dose1.indexOf(0);
  const zero2 = board.dose2.indexOf(0);
  return {
    effect1: board.dose1.map((_, row) => entryAt(board.inhibition, row, zero2)),
    effect2: board.dose2.map((_, column) => entryAt(board.inhibition, zero1, column)),
  };
}

/** A matrix over the doses of a checkerboard. */
export function overDoses(
  board: Checkerboard,
  compute: (row: number, column: number) => number | null,
): Matrix {
  return makeMatrix(board.dose1.length, board.dose2.length, compute);
}

/** Mean over the wells that hold both drugs; null where every one of them is missing. */
export function meanOfCombined(board: Checkerboard, matrix: Matrix): number | null {
  const values = board.dose1.flatMap((first, row) =>
    board.dose2.flatMap((second, column) =>
      first > 0 && second > 0 ? (entryAt(matrix, row, column) ?? []) : [],
    ),
  );
  return mean(values);
}

/** Observed less expected inhibition, entry by entry. */
export function excessOver(board: Checkerboard, expected: Matrix): Matrix {
  return overDoses(board, (row, column) => {
    const observed = entryAt(board.inhibition, row, column);
    const predicted = entryAt(expected, row, column);
    return observed === null || predicted === null ? null : observed - predicted;
  });
}
