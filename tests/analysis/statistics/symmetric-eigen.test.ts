import fc from "fast-check";
import { expect, test } from "vitest";
import { symmetricEigen } from "../../../src/analysis/statistics/symmetric-eigen.ts";

const entry = fc.integer({ min: -100, max: 100 }).map((each) => each / 8);
const symmetric = fc
  .integer({ min: 1, max: 7 })
  .chain((size) =>
    fc.array(fc.array(entry, { minLength: size, maxLength: size }), {
      minLength: size,
      maxLength: size,
    }),
  )
  .map((rows) => rows.map((row, i) => row.map((value, j) => value + (rows[j]?.[i] ?? 0))));

test("a matrix times a vector of its own is the value times the vector; values fall and add up to the trace", () => {
  fc.assert(
    fc.property(symmetric, (matrix) => {
      const pairs = symmetricEigen(matrix);
      for (const { value, vector } of pairs) {
        matrix.forEach((row, i) => {
          const product = row.reduce((sum, each, j) => sum + each * (vector[j] ?? 0), 0);
          expect(product).toBeCloseTo(value * (vector[i] ?? 0), 9);
        });
        expect(Math.hypot(...vector)).toBeCloseTo(1, 12);
      }
      const values = pairs.map((pair) => pair.value);
      expect(values).toEqual(values.toSorted((a, b) => b - a));
      const trace = matrix.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
      expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trace, 9);
    }),
  );
});

test("of nothing there are none, and of a diagonal its own entries", () => {
  expect(symmetricEigen([])).toEqual([]);
  expect(
    symmetricEigen([
      [2, 0],
      [0, 5],
    ]),
  ).toEqual([
    { value: 5, vector: [0, 1] },
    { value: 2, vector: [1, 0] },
  ]);
});
