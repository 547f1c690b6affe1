import { type Matrix, mapMatrix, presentValues } from "../matrix.ts";
import { MAD_TO_SD, median, medianAbsoluteDeviation } from "../statistics/median.ts";

/** When the sweeps end: after the one that changes the sum of absolute residuals by less than `relativeChange`. */
export interface PolishStop {
  readonly relativeChange: number;
  readonly mostSweeps: number;
}

/** What R's `medpolish` does unasked. */
export const R_STOP: PolishStop = { relativeChange: 0.01, mostSweeps: 10 };
export const FULL_CONVERGENCE: PolishStop = { relativeChange: 1e-12, mostSweeps: 500 };

/** In the unit of the matrix; an effect is null where its whole row or column is missing. */
export interface MedianPolish {
  readonly overall: number;
  readonly row: readonly (number | null)[];
  readonly column: readonly (number | null)[];
  readonly residuals: Matrix;
  /** 1.4826 times the median absolute deviation of the residuals. */
  readonly madOfResiduals: number;
  /**
   * Residual over `madOfResiduals`; null for missing wells, and everywhere where the residuals have no spread. For
   * uniform plates only: on a dose-response plate rows and columns are the treatments.
   */
  readonly bScore: Matrix;
}

interface Sweep {
  residuals: Matrix;
  overall: number;
  row: (number | null)[];
  column: (number | null)[];
}

/**
 * Tukey's median polish, rows swept first, missing wells left out, and the B-scores from it. Null for a matrix without
 * a number. Source: R `stats::medpolish(na.rm = TRUE)`; Brideau 2003; analysis reference, 1.7.
 */
export function polishByMedians(matrix: Matrix, stop: PolishStop): MedianPolish | null {
  const state: Sweep = {
    residuals: matrix,
    overall: 0,
    row: matrix.map((row) => (row.some((value) => value !== null) ? 0 : null)),
    column: columnsOf(matrix).map((column) => (column.length > 0 ? 0 : null)),
  };
  if (presentValues(matrix).length === 0) return null;
  let before = 0;
  for (let sweep = 0; sweep < stop.mostSweeps; sweep++) {
    sweepRows(state);
    sweepColumns(state);
    const sum = presentValues(state.residuals).reduce((total, value) => total + Math.abs(value), 0);
    if (sum === 0 || Math.abs(sum - before) < stop.relativeChange * sum) break;
    before = sum;
  }
  const residuals = presentValues(state.residuals);
  const centre = median(residuals) ?? 0;
  const madOfResiduals = MAD_TO_SD * (medianAbsoluteDeviation(residuals, centre) ?? 0);
  return {
    ...state,
    madOfResiduals,
    bScore: mapMatrix(state.residuals, (value) => value / madOfResiduals),
  };
}

/** Takes row medians out, and the median of the column effects into the overall value. */
function sweepRows(state: Sweep): void {
  const medians = state.residuals.map((row) => median(row.flatMap((value) => value ?? [])));
  state.residuals = state.residuals.map((row, index) => lessened(row, () => medians[index] ?? 0));
  state.row = added(state.row, medians);
  const shift = median(state.column.flatMap((effect) => effect ?? [])) ?? 0;
  state.column = lessened(state.column, () => shift);
  state.overall += shift;
}

function sweepColumns(state: Sweep): void {
  const medians = columnsOf(state.residuals).map(median);
  state.residuals = state.residuals.map((row) => lessened(row, (column) => medians[column] ?? 0));
  state.column = added(state.column, medians);
  const shift = median(state.row.flatMap((effect) => effect ?? [])) ?? 0;
  state.row = lessened(state.row, () => shift);
  state.overall += shift;
}

function columnsOf(matrix: Matrix): number[][] {
  const width = Math.max(0, ...matrix.map((row) => row.length));
  return Array.from({ length: width }, (_, column) => matrix.flatMap((row) => row[column] ?? []));
}

function lessened(
  values: readonly (number | null)[],
  by: (index: number) => number,
): (number | null)[] {
  return values.map((value, index) => (value === null ? null : value - by(index)));
}

function added(
  effects: readonly (number | null)[],
  medians: readonly (number | null)[],
): (number | null)[] {
  return effects.map((effect, index) => (effect === null ? null : effect + (medians[index] ?? 0)));
}
