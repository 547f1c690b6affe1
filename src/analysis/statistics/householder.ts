/**
 * A column that keeps less than this share of its length after the earlier columns are taken out of it adds nothing.
 * Designs here are indicators and small whole numbers, for which dependence leaves about 1e-15.
 */
const DEPENDENT_SHARE = 1e-9;

/** What is left of a least-squares problem after Householder reflections; all lengths are the number of observations. */
export interface Reduction {
  /** Indices of the columns that add something to the columns before them, in order. */
  readonly kept: readonly number[];
  /** For each kept column its transformed values; entry i is R[i][position], for i up to its own position. */
  readonly triangle: readonly Float64Array[];
  /** Q'y: entry i belongs to the i-th kept column, entries from `kept.length` on are residual. */
  readonly projected: Float64Array;
}

/**
 * Takes the columns out of y one after another by Householder QR. A column that depends linearly on earlier ones is
 * passed over, so rank is decided in the order given. The inputs are not changed.
 * Source: Golub and Van Loan, Matrix Computations, 5.2; the order of columns is that of R's `lm`.
 */
export function reduceByColumns(
  columns: readonly (readonly number[])[],
  y: readonly number[],
): Reduction {
  const projected = Float64Array.from(y);
  const reflectors: Float64Array[] = [];
  const kept: number[] = [];
  const triangle: Float64Array[] = [];
  columns.forEach((column, index) => {
    const work = Float64Array.from(column);
    const length = tailLength(work, 0);
    reflectors.forEach((reflector, start) => {
      reflect(reflector, start, work);
    });
    const start = kept.length;
    const left = tailLength(work, start);
    if (start >= y.length || !(left > DEPENDENT_SHARE * length)) return;
    const reflector = makeReflector(work, start, left);
    reflect(reflector, start, work);
    reflect(reflector, start, projected);
    reflectors.push(reflector);
    kept.push(index);
    triangle.push(work);
  });
  return { kept, triangle, projected };
}

/** Sum of squares of y that no column explains. */
export function residualSquares(reduction: Reduction): number {
  return sumSquares(reduction.projected, reduction.kept.length, reduction.projected.length);
}

/** Sum of squares of entries `from` up to, not including, `to`. */
export function sumSquares(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) {
    const value = values[i] ?? 0;
    sum += value * value;
  }
  return sum;
}

export interface Coefficient {
  readonly value: number;
  /** Standard error divided by the residual standard deviation: the square root of the diagonal of (X'X)^-1. */
  readonly relativeStandardError: number;
}

/** Coefficients of the kept columns, in their order. */
export function solveCoefficients(reduction: Reduction): Coefficient[] {
  const size = reduction.kept.length;
  const values = backSubstitute(reduction, Array.from(reduction.projected.subarray(0, size)));
  const varianceShares = new Array<number>(size).fill(0);
  for (const column of invertTriangle(reduction)) {
    column.forEach((entry, i) => {
      varianceShares[i] = (varianceShares[i] ?? 0) + entry * entry;
    });
  }
  return values.map((value, i) => ({
    value,
    relativeStandardError: Math.sqrt(varianceShares[i] ?? 0),
  }));
}

/** (X'X)^-1 of the kept columns, in their order, row by row. */
export function inverseCrossProducts(reduction: Reduction): number[][] {
  const size = reduction.kept.length;
  const inverse = invertTriangle(reduction);
  return Array.from({ length: size }, (_, i) =>
    Array.from({ length: size }, (_, j) => {
      let sum = 0;
      for (let k = Math.max(i, j); k < size; k++) {
        sum += (inverse[k]?.[i] ?? 0) * (inverse[k]?.[j] ?? 0);
      }
      return sum;
    }),
  );
}

/** Columns of R^-1. */
function invertTriangle(reduction: Reduction): number[][] {
  const size = reduction.kept.length;
  return Array.from({ length: size }, (_, unit) =>
    backSubstitute(
      reduction,
      Array.from({ length: size }, (_, i) => (i === unit ? 1 : 0)),
    ),
  );
}

/** Solves R x = right for the upper triangle R of the reduction. */
function backSubstitute(reduction: Reduction, right: number[]): number[] {
  const solution = right.slice();
  for (let i = solution.length - 1; i >= 0; i--) {
    let sum = solution[i] ?? 0;
    for (let j = i + 1; j < solution.length; j++) {
      sum -= (reduction.triangle[j]?.[i] ?? 0) * (solution[j] ?? 0);
    }
    solution[i] = sum / (reduction.triangle[i]?.[i] ?? Number.NaN);
  }
  return solution;
}

function tailLength(values: Float64Array, start: number): number {
  return Math.sqrt(sumSquares(values, start, values.length));
}

/** Unit vector that reflects `column` (from `start` on) onto the axis `start`. */
function makeReflector(column: Float64Array, start: number, length: number): Float64Array {
  const reflector = new Float64Array(column.length);
  for (let i = start; i < column.length; i++) reflector[i] = column[i] ?? 0;
  const head = column[start] ?? 0;
  reflector[start] = head + (head < 0 ? -length : length);
  const norm = tailLength(reflector, start);
  for (let i = start; i < column.length; i++) reflector[i] = (reflector[i] ?? 0) / norm;
  return reflector;
}

function reflect(reflector: Float64Array, start: number, target: Float64Array): void {
  let product = 0;
  for (let i = start; i < target.length; i++) product += (reflector[i] ?? 0) * (target[i] ?? 0);
  // Indicators of different series have nothing in common.
  if (product === 0) return;
  const twice = 2 * product;
  for (let i = start; i < target.length; i++) {
    target[i] = (target[i] ?? 0) - twice * (reflector[i] ?? 0);
  }
}
