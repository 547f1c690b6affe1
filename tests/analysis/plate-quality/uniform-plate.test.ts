import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeUniformPlate } from "../../../src/analysis/plate-quality/uniform-plate.ts";
import { matrices, plateOf } from "./matrices.ts";

const isRim = (row: number, column: number) =>
  row === 0 || row === 7 || column === 0 || column === 11;
/** A little unevenness without a trend in either direction. */
const grain = (row: number, column: number) => 0.001 * (((row * 5 + column * 7) % 3) - 1);

describe("a uniform plate", () => {
  test("a slope along the columns is told in percent of the mean across the plate", () => {
    // 0.7 + 0.01 a column: the mean is 0.7 + 0.01 * 5.5 = 0.755, the drift 0.11 / 0.755.
    const found = describeUniformPlate(plateOf((_, column) => 0.7 + 0.01 * column));
    expect(found.mean).toBeCloseTo(0.755, 12);
    expect(found.columnDriftPercent).toBeCloseTo(11 / 0.755, 9);
    expect(found.rowDriftPercent).toBeCloseTo(0, 9);
  });

  test("a brighter rim is told as a ratio with its P", () => {
    const found = describeUniformPlate(
      plateOf((row, column) => (isRim(row, column) ? 0.84 : 0.7) + grain(row, column)),
    );
    expect(found.edgeRatio).toBeCloseTo(1.2, 2);
    expect(found.edgeMedianRatio).toBeCloseTo(1.2, 12);
    expect(found.edgeWelchP).toBeLessThan(1e-50);
    expect(found.cvPercent).toBeGreaterThan(5);
  });

  test("missing wells are left out", () => {
    const found = describeUniformPlate(
      plateOf((row, column) => (row === 0 ? null : 0.7 + grain(row, column))),
    );
    expect(found.n).toBe(84);
    expect(found.edgeRatio).toBeCloseTo(1, 2);
  });

  test("a plate without any spread has no P, and no drift", () => {
    const found = describeUniformPlate(plateOf(() => 0.7));
    expect(found).toMatchObject({
      sd: 0,
      edgeRatio: 1,
      edgeWelchP: null,
      rowDriftPercent: 0,
      rowDriftP: null,
      columnDriftP: null,
    });
  });

  test("one row tells nothing about rows or rim, no well nothing at all", () => {
    const line = describeUniformPlate([[0.7, 0.71, 0.72, 0.7]]);
    expect(line.rowDriftPercent).toBeNull();
    expect(line.edgeRatio).toBeNull();
    expect(line.columnDriftPercent).not.toBeNull();
    const empty = describeUniformPlate(plateOf(() => null));
    expect(Object.values(empty)).toEqual([0, ...new Array(10).fill(null)]);
  });
});

describe("properties", () => {
  test("every number is one or null", () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        for (const value of Object.values(describeUniformPlate(matrix))) {
          expect(value === null || Number.isFinite(value)).toBe(true);
        }
      }),
    );
  });

  test("a plate put in backwards drifts the other way and is as even", () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const found = describeUniformPlate(matrix);
        const turned = describeUniformPlate([...matrix].reverse().map((row) => [...row].reverse()));
        expect(turned.n).toBe(found.n);
        expect(turned.cvPercent ?? -1).toBeCloseTo(found.cvPercent ?? -1, 8);
        expect(turned.edgeRatio ?? -1).toBeCloseTo(found.edgeRatio ?? -1, 8);
        expect(turned.rowDriftPercent ?? 0).toBeCloseTo(-(found.rowDriftPercent ?? 0), 6);
        expect(turned.columnDriftP ?? -1).toBeCloseTo(found.columnDriftP ?? -1, 6);
      }),
    );
  });

  test("rows and columns exchange their drifts when the plate is transposed", () => {
    fc.assert(
      fc.property(matrices, (matrix) => {
        const columns = matrix[0]?.map((_, column) => matrix.map((row) => row[column] ?? null));
        const found = describeUniformPlate(matrix);
        const transposed = describeUniformPlate(columns ?? []);
        expect(transposed.rowDriftPercent ?? -1).toBeCloseTo(found.columnDriftPercent ?? -1, 6);
        expect(transposed.columnDriftP ?? -1).toBeCloseTo(found.rowDriftP ?? -1, 6);
      }),
    );
  });
});
