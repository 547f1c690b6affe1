/** Arbitrary plates with missing wells. */
import fc from "fast-check";
import type { Matrix } from "../../../src/analysis/matrix.ts";

const well = fc.option(
  fc.integer({ min: 1, max: 3000 }).map((value) => value / 1000),
  { freq: 8, nil: null },
);

export const matrices: fc.Arbitrary<Matrix> = fc
  .tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 12 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(well, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  );

export function plateOf(compute: (row: number, column: number) => number | null): Matrix {
  return Array.from({ length: 8 }, (_, row) =>
    Array.from({ length: 12 }, (_, column) => compute(row, column)),
  );
}
