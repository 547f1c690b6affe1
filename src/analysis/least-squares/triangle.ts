/**
 * Householder QR of a small dense matrix. Matrices are row by row; `work` is overwritten: its upper triangle becomes R.
 * The right-hand side becomes Q'right: its first `columns` entries belong to R, the rest are residual.
 * Source: Golub and Van Loan, Matrix Computations, 5.2.
 */
export function triangulate(
  work: Float64Array,
  right: Float64Array,
  rows: number,
  columns: number,
): void {
  for (let pivot = 0; pivot < columns && pivot < rows; pivot++) {
    let squares = 0;
    for (let i = pivot; i < rows; i++) squares += (work[i * columns + pivot] ?? 0) ** 2;
    const length = Math.sqrt(squares);
    if (length === 0) continue;
    const head = work[pivot * columns + pivot] ?? 0;
    const diagonal = head > 0 ? -length : length;
    // The reflector overwrites the column below the pivot; its head is kept apart.
    const first = head - diagonal;
    const scale = -1 / (diagonal * first);
    for (let j = pivot + 1; j < columns; j++) {
      let product = first * (work[pivot * columns + j] ?? 0);
      for (let i = pivot + 1; i < rows; i++) {
        product += (work[i * columns + pivot] ?? 0) * (work[i * columns + j] ?? 0);
      }
      product *= scale;
      work[pivot * columns + j] = (work[pivot * columns + j] ?? 0) - product * first;
      for (let i = pivot + 1; i < rows; i++) {
        const at = i * columns + j;
        work[at] = (work[at] ?? 0) - product * (work[i * columns + pivot] ?? 0);
      }
    }
    let product = first * (right[pivot] ?? 0);
    for (let i = pivot + 1; i < rows; i++) {
      product += (work[i * columns + pivot] ?? 0) * (right[i] ?? 0);
    }
    product *= scale;
    right[pivot] = (right[pivot] ?? 0) - product * first;
    for (let i = pivot + 1; i < rows; i++) {
      right[i] = (right[i] ?? 0) - product * (work[i * columns + pivot] ?? 0);
      work[i * columns + pivot] = 0;
    }
    work[pivot * columns + pivot] = diagonal;
  }
}

/** Solves R x = right for the upper triangle of `matrix`; no zero on the diagonal. */
export function solveUpper(
  matrix: Float64Array,
  right: Float64Array,
  columns: number,
): Float64Array {
  const solution = right.slice(0, columns);
  for (let i = columns - 1; i >= 0; i--) {
    let value = solution[i] ?? 0;
    for (let j = i + 1; j < columns; j++) {
      value -= (matrix[i * columns + j] ?? 0) * (solution[j] ?? 0);
    }
    solution[i] = value / (matrix[i * columns + i] ?? 1);
  }
  return solution;
}

/** Solves R'x = right for the upper triangle of `matrix`; no zero on the diagonal. */
export function solveUpperTransposed(
  matrix: Float64Array,
  right: Float64Array,
  columns: number,
): Float64Array {
  const solution = right.slice(0, columns);
  for (let i = 0; i < columns; i++) {
    let value = solution[i] ?? 0;
    for (let j = 0; j < i; j++) value -= (matrix[j * columns + i] ?? 0) * (solution[j] ?? 0);
    solution[i] = value / (matrix[i * columns + i] ?? 1);
  }
  return solution;
}

/**
 * Square roots of the diagonal of (R'R)^-1, in the order of the columns: standard errors divided by the residual
 * standard deviation. No zero on the diagonal of R.
 */
export function inverseRowLengths(matrix: Float64Array, columns: number): Float64Array {
  const squares = new Float64Array(columns);
  for (let unit = 0; unit < columns; unit++) {
    const right = new Float64Array(columns);
    right[unit] = 1;
    solveUpper(matrix, right, columns).forEach((entry, row) => {
      squares[row] = (squares[row] ?? 0) + entry * entry;
    });
  }
  return squares.map(Math.sqrt);
}
