export interface EigenPair {
  readonly value: number;
  /** Of length one. */
  readonly vector: readonly number[];
}

/** Each sweep about squares what is left beside the diagonal; matrices here need six to ten. */
const MOST_SWEEPS = 60;

/**
 * Eigenvalues, largest first, with their vectors, of a symmetric matrix given row by row; the input is not changed.
 * Source: cyclic Jacobi rotations, Golub and Van Loan, Matrix Computations, 8.5.
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): EigenPair[] {
  const size = matrix.length;
  const a = matrix.map((row) => Float64Array.from(row));
  // Row i holds vector i.
  const vectors = matrix.map((_, i) => Float64Array.from(matrix, (_, j) => (i === j ? 1 : 0)));
  for (let sweep = 0; sweep < MOST_SWEEPS && hasOffDiagonal(a); sweep++) {
    for (let p = 0; p < size; p++) {
      for (let q = p + 1; q < size; q++) rotate(a, vectors, p, q);
    }
  }
  return a
    .map((row, i) => ({ value: row[i] ?? Number.NaN, vector: Array.from(vectors[i] ?? []) }))
    .sort((left, right) => right.value - left.value);
}

function hasOffDiagonal(a: readonly Float64Array[]): boolean {
  let beside = 0;
  let on = 0;
  a.forEach((row, i) => {
    row.forEach((value, j) => {
      if (i === j) on += value * value;
      else beside += value * value;
    });
  });
  return beside > on * Number.EPSILON ** 2;
}

/** Makes entry (p, q) zero. */
function rotate(a: Float64Array[], vectors: Float64Array[], p: number, q: number): void {
  const entry = a[p]?.[q] ?? 0;
  if (entry === 0) return;
  const ratio = ((a[q]?.[q] ?? 0) - (a[p]?.[p] ?? 0)) / (2 * entry);
  const tangent = Math.sign(ratio || 1) / (Math.abs(ratio) + Math.hypot(ratio, 1));
  const cosine = 1 / Math.hypot(tangent, 1);
  const sine = tangent * cosine;
  for (const row of a) turn(row, p, row, q, cosine, sine);
  turnRows(a[p], a[q], cosine, sine);
  turnRows(vectors[p], vectors[q], cosine, sine);
}

function turnRows(
  first: Float64Array | undefined,
  second: Float64Array | undefined,
  cosine: number,
  sine: number,
): void {
  if (first === undefined || second === undefined) return;
  for (let i = 0; i < first.length; i++) turn(first, i, second, i, cosine, sine);
}

function turn(
  first: Float64Array,
  i: number,
  second: Float64Array,
  j: number,
  cosine: number,
  sine: number,
): void {
  const x = first[i] ?? 0;
  const y = second[j] ?? 0;
  first[i] = cosine * x - sine * y;
  second[j] = sine * x + cosine * y;
}
