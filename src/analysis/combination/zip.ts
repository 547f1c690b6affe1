import { entryAt, type Matrix } from "../matrix.ts";
import { blissEffect } from "./bliss-hsa.ts";
import { type Checkerboard, meanOfCombined, overDoses, singleEffectsOf } from "./checkerboard.ts";
import {
  type DosePoint,
  fitSigmoid,
  halfDose,
  type Sigmoid,
  sigmoidEffect,
} from "./fit-sigmoid.ts";

export interface ZipDrug {
  /** Dose of half the effect, in the unit of its doses; null where the fitted curve is flat. */
  readonly m: number | null;
  readonly lambda: number;
}

/** Matrices are [dose1][dose2], fractions inhibited. */
export interface ZipSurface {
  readonly drug1: ZipDrug;
  readonly drug2: ZipDrug;
  /** y1 + y2 - y1 y2 of the two single fits. */
  readonly reference: Matrix;
  /** Mean of the two conditional fits; null where one drug has dose zero, the well is missing, or its line has one well. */
  readonly fitted: Matrix;
  /** Fitted less reference; 0 where one drug has dose zero. */
  readonly delta: Matrix;
  /** Over the wells that hold both drugs. */
  readonly meanDelta: number | null;
}

/**
 * Zero interaction potency: single-drug fits y = (x/m)^l/(1 + (x/m)^l); for every dose of one drug a fit over the other
 * from the first one's FITTED single effect to 1 with free m and l; delta is their mean less what the single fits
 * predict. Missing wells are left out of the fits. Null where a drug alone has fewer than two wells.
 * Source: Yadav 2015; analysis reference, 1.5.
 */
export function describeZip(board: Checkerboard): ZipSurface | null {
  const { effect1, effect2 } = singleEffectsOf(board);
  const single1 = fitSigmoid(pointsOf(board.dose1, effect1), 0);
  const single2 = fitSigmoid(pointsOf(board.dose2, effect2), 0);
  if (single1 === null || single2 === null) return null;
  const alone1 = board.dose1.map((dose) => sigmoidEffect(single1, dose));
  const alone2 = board.dose2.map((dose) => sigmoidEffect(single2, dose));
  const overDose1 = board.dose2.map((_, column) =>
    fitSigmoid(
      pointsOf(
        board.dose1,
        board.dose1.map((_, row) => entryAt(board.inhibition, row, column)),
      ),
      alone2[column] ?? 0,
    ),
  );
  const overDose2 = board.dose1.map((_, row) =>
    fitSigmoid(pointsOf(board.dose2, board.inhibition[row] ?? []), alone1[row] ?? 0),
  );
  const reference = overDoses(board, (row, column) =>
    blissEffect(alone1[row] ?? 0, alone2[column] ?? 0),
  );
  const fitted = overDoses(board, (row, column) => {
    const dose1 = board.dose1[row] ?? 0;
    const dose2 = board.dose2[column] ?? 0;
    const first = overDose1[column] ?? null;
    const second = overDose2[row] ?? null;
    if (dose1 === 0 || dose2 === 0 || first === null || second === null) return null;
    // What no well has measured is not reported, though a curve passes there.
    if (entryAt(board.inhibition, row, column) === null) return null;
    return (sigmoidEffect(first, dose1) + sigmoidEffect(second, dose2)) / 2;
  });
  const delta = overDoses(board, (row, column) => {
    if (board.dose1[row] === 0 || board.dose2[column] === 0) return 0;
    const value = entryAt(fitted, row, column);
    return value === null ? null : value - (entryAt(reference, row, column) ?? 0);
  });
  const meanDelta = meanOfCombined(board, delta);
  return { drug1: drugOf(single1), drug2: drugOf(single2), reference, fitted, delta, meanDelta };
}

function drugOf(single: Sigmoid): ZipDrug {
  return { m: halfDose(single), lambda: single.lambda };
}

/** Doses above zero that have an effect. */
function pointsOf(
  doses: readonly number[],
  effects: readonly (number | null)[],
): readonly DosePoint[] {
  return doses.flatMap((dose, index) => {
    const effect = effects[index] ?? null;
    return dose > 0 && effect !== null ? [{ dose, effect }] : [];
  });
}
