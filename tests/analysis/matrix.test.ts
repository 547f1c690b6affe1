import { expect, test } from "vitest";
import { entryAt, makeMatrix, mapMatrix, presentValues } from "../../src/analysis/matrix.ts";

const MATRIX = [
  [1, null],
  [0, 4],
];

test("a missing entry stays missing and is not asked about", () => {
  expect(mapMatrix(MATRIX, (value) => 2 * value)).toEqual([
    [2, null],
    [0, 8],
  ]);
});

test("what arithmetic cannot give is missing", () => {
  expect(mapMatrix(MATRIX, (value) => 1 / value)).toEqual([
    [1, null],
    [null, 0.25],
  ]);
  expect(makeMatrix(1, 2, (_, column) => (column === 0 ? Number.NaN : 3))).toEqual([[null, 3]]);
});

test("outside there is nothing", () => {
  expect(entryAt(MATRIX, 1, 1)).toBe(4);
  expect(entryAt(MATRIX, 0, 1)).toBeNull();
  expect(entryAt(MATRIX, -1, 0)).toBeNull();
  expect(entryAt(MATRIX, 5, 0)).toBeNull();
});

test("present values come row by row, zero among them", () => {
  expect(presentValues(MATRIX)).toEqual([1, 0, 4]);
});
