import { finiteOrNull } from "./statistics/moments.ts";

/** Rows of equal length; null = missing or masked. */
export type Matrix = readonly (readonly (number | null)[])[];

/** The same shape with `compute` of every entry that is there; missing entries and undefined results are null. */
export function mapMatrix(matrix: Matrix, compute: (value: number) => number | null): Matrix {
  return matrix.map((row) =>
    row.map((value) => {
      const result = value === null ? null : compute(value);
      return result === null ? null : finiteOrNull(result);
    }),
  );
}

/** `rows` by `columns` entries; what is no finite number becomes null. */
export function makeMatrix(
  rows: number,
  columns: number,
  compute: (row: number, column: number) => number | null,
): Matrix {
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const value = compute(row, column);
      return value === null ? null : finiteOrNull(value);
    }),
  );
}

/** The entry at a row and column counted from zero; null where it is missing or outside. */
export function entryAt(matrix: Matrix, row: number, column: number): number | null {
  return matrix[row]?.[column] ?? null;
}

/** Every number of a matrix, row by row. */
export function presentValues(matrix: Matrix): number[] {
  return matrix.flatMap((row) => row.flatMap((value) => value ?? []));
}
