import type { Matrix } from "../matrix.ts";
import {
  type Checkerboard,
  excessOver,
  meanOfCombined,
  overDoses,
  singleEffectsOf,
} from "./checkerboard.ts";

/** Matrices are [dose1][dose2], fractions inhibited; means are over the wells that hold both drugs. */
export interface BlissHsa {
  readonly blissExpected: Matrix;
  readonly blissExcess: Matrix;
  readonly meanBlissExcess: number | null;
  readonly hsaExpected: Matrix;
  readonly hsaExcess: Matrix;
  readonly meanHsaExcess: number | null;
}

/** Effect of two independent drugs as fractions inhibited: y1 + y2 - y1 y2 (Bliss 1939). */
export function blissEffect(effect1: number, effect2: number): number {
  return effect1 + effect2 - effect1 * effect2;
}

/**
 * Bliss independence and highest single agent from the measured single effects, and what the combinations have above
 * them. An expected value is null where one of its two single effects is missing, an excess also where its own well is.
 * Source: analysis reference, 1.5.
 */
export function describeBlissHsa(board: Checkerboard): BlissHsa {
  const { effect1, effect2 } = singleEffectsOf(board);
  const expected = (model: (effect1: number, effect2: number) => number): Matrix =>
    overDoses(board, (row, column) => {
      const first = effect1[row] ?? null;
      const second = effect2[column] ?? null;
      return first === null || second === null ? null : model(first, second);
    });
  const blissExpected = expected(blissEffect);
  const hsaExpected = expected(Math.max);
  const blissExcess = excessOver(board, blissExpected);
  const hsaExcess = excessOver(board, hsaExpected);
  return {
    blissExpected,
    blissExcess,
    meanBlissExcess: meanOfCombined(board, blissExcess),
    hsaExpected,
    hsaExcess,
    meanHsaExcess: meanOfCombined(board, hsaExcess),
  };
}
