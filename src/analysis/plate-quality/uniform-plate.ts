import { type Matrix, presentValues } from "../matrix.ts";
import { reduceByColumns, residualSquares, solveCoefficients } from "../statistics/householder.ts";
import { median } from "../statistics/median.ts";
import { finiteOrNull, mean, standardDeviation } from "../statistics/moments.ts";
import { welchTest } from "../statistics/t-test.ts";
import { twoSidedT } from "../statistics/tails.ts";

/** How even a plate is that holds the same in every well. */
export interface UniformPlate {
  /** Wells that have a number. */
  readonly n: number;
  readonly mean: number | null;
  readonly sd: number | null;
  readonly cvPercent: number | null;
  /** Mean of the rim wells over mean of the others. */
  readonly edgeRatio: number | null;
  /** Welch test of rim against the others, two-sided. */
  readonly edgeWelchP: number | null;
  readonly edgeMedianRatio: number | null;
  /** From the first to the last row (column) of the plate, in percent of the plate's mean; one line each. */
  readonly rowDriftPercent: number | null;
  readonly rowDriftP: number | null;
  readonly columnDriftPercent: number | null;
  readonly columnDriftP: number | null;
}

interface PlacedWell {
  readonly value: number;
  readonly row: number;
  readonly column: number;
  readonly onRim: boolean;
}

/** Residuals below this share of the sum of squares are rounding, and no spread. */
const ROUNDING_SHARE = 1e-24;

/**
 * Evenness of a matrix rows by columns (8 x 12, or another plate), null for missing wells: spread, rim against inside,
 * and a straight line over rows and over columns, each alone. Null where the wells do not allow the estimate, a P also
 * where there is no spread to judge by. Source: analysis reference, 1.7.
 */
export function describeUniformPlate(matrix: Matrix): UniformPlate {
  const wells = placeWells(matrix);
  const values = presentValues(matrix);
  const plateMean = mean(values);
  const sd = standardDeviation(values);
  const rim = wells.flatMap(({ value, onRim }) => (onRim ? [value] : []));
  const inside = wells.flatMap(({ value, onRim }) => (onRim ? [] : [value]));
  const row = driftAlong(wells, (well) => well.row, matrix.length);
  const column = driftAlong(wells, (well) => well.column, widthOf(matrix));
  return {
    n: values.length,
    mean: plateMean,
    sd,
    cvPercent: sd === null ? null : quotient(100 * sd, plateMean),
    edgeRatio: quotient(mean(rim), mean(inside)),
    edgeWelchP: welchTest(rim, inside)?.p ?? null,
    edgeMedianRatio: quotient(median(rim), median(inside)),
    rowDriftPercent: row.percent,
    rowDriftP: row.p,
    columnDriftPercent: column.percent,
    columnDriftP: column.p,
  };
}

function widthOf(matrix: Matrix): number {
  return Math.max(0, ...matrix.map((row) => row.length));
}

function placeWells(matrix: Matrix): PlacedWell[] {
  const lastRow = matrix.length - 1;
  const lastColumn = widthOf(matrix) - 1;
  return matrix.flatMap((line, row) =>
    line.flatMap((value, column) => {
      if (value === null) return [];
      const onRim = row === 0 || row === lastRow || column === 0 || column === lastColumn;
      return [{ value, row, column, onRim }];
    }),
  );
}

function driftAlong(
  wells: readonly PlacedWell[],
  positionOf: (well: PlacedWell) => number,
  size: number,
): { readonly percent: number | null; readonly p: number | null } {
  const first = wells[0]?.value ?? 0;
  // Less the first value, so that equal wells leave no rounding behind.
  const values = wells.map((well) => well.value - first);
  const reduction = reduceByColumns([values.map(() => 1), wells.map(positionOf)], values);
  const slope = solveCoefficients(reduction)[1];
  if (slope === undefined) return { percent: null, p: null };
  const plateMean = mean(wells.map((well) => well.value));
  const percent = quotient(100 * (size - 1) * slope.value, plateMean);
  const df = values.length - reduction.kept.length;
  const residual = residualSquares(reduction);
  const total = values.reduce((sum, value) => sum + value * value, 0);
  if (df < 1 || !(residual > ROUNDING_SHARE * total)) return { percent, p: null };
  const standardError = Math.sqrt(residual / df) * slope.relativeStandardError;
  return { percent, p: twoSidedT(slope.value / standardError, df) };
}

function quotient(above: number | null, below: number | null): number | null {
  return above === null || below === null ? null : finiteOrNull(above / below);
}
