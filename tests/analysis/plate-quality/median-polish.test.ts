import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { presentValues } from "../../../src/analysis/matrix.ts";
import {
  FULL_CONVERGENCE,
  polishByMedians,
  R_STOP,
} from "../../../src/analysis/plate-quality/median-polish.ts";
import { matrices, plateOf } from "./matrices.ts";

const stops = fc.constantFrom(R_STOP, FULL_CONVERGENCE);

describe("median polish", () => {
  test("takes rows and columns that add up out completely", () => {
    const found = polishByMedians(
      [
        [11, 12, 15],
        [21, 22, 25],
        [41, 42, 45],
      ],
      R_STOP,
    );
    expect(found?.overall).toBe(22);
    expect(found?.row).toEqual([-10, 0, 20]);
    expect(found?.column).toEqual([-1, 0, 3]);
    expect(found?.residuals.flat()).toEqual(new Array(9).fill(0));
  });

  test("leaves what is particular to one well in that well", () => {
    const found = polishByMedians(
      plateOf(
        (row, column) => 1 + 0.01 * row + 0.02 * column + (row === 3 && column === 5 ? 0.5 : 0),
      ),
      FULL_CONVERGENCE,
    );
    expect(found?.residuals[3]?.[5]).toBeCloseTo(0.5, 10);
    expect(found?.residuals[3]?.[6]).toBeCloseTo(0, 10);
  });

  test("scores against 1.4826 MAD of the residuals, null without spread and in missing wells", () => {
    const found = polishByMedians(
      plateOf((row, column) =>
        row === 0 && column === 0 ? null : 1 + ((row * 31 + column * 17) % 7) / 100,
      ),
      FULL_CONVERGENCE,
    );
    const mad = found?.madOfResiduals ?? 0;
    expect(mad).toBeGreaterThan(0);
    expect(found?.bScore[0]?.[0]).toBeNull();
    expect(found?.bScore[2]?.[3]).toBeCloseTo((found?.residuals[2]?.[3] ?? 0) / mad, 12);
    const even = polishByMedians(
      plateOf(() => 0.7),
      R_STOP,
    );
    expect(presentValues(even?.bScore ?? [[1]])).toEqual([]);
  });

  test("a row without a well has no effect, and a matrix without one no result", () => {
    const found = polishByMedians(
      [
        [null, null],
        [1, 2],
        [3, 4],
      ],
      R_STOP,
    );
    expect(found?.row[0]).toBeNull();
    expect(found?.row[1]).not.toBeNull();
    expect(polishByMedians([[null], [null]], R_STOP)).toBeNull();
    expect(polishByMedians([], R_STOP)).toBeNull();
  });

  test("R's stop and full convergence differ where a few sweeps do not do", () => {
    const plate = plateOf((row, column) => Math.sin(7 * row + 3 * column * column));
    expect(polishByMedians(plate, R_STOP)?.overall).not.toBe(
      polishByMedians(plate, FULL_CONVERGENCE)?.overall,
    );
  });
});

describe("properties", () => {
  test("overall, row, column and residual add up to every well", () => {
    fc.assert(
      fc.property(matrices, stops, (matrix, stop) => {
        const found = polishByMedians(matrix, stop);
        matrix.forEach((line, row) => {
          line.forEach((value, column) => {
            const residual = found?.residuals[row]?.[column] ?? null;
            expect(residual === null).toBe(value === null);
            if (value === null || residual === null) return;
            const fitted =
              (found?.overall ?? 0) + (found?.row[row] ?? 0) + (found?.column[column] ?? 0);
            expect(fitted + residual).toBeCloseTo(value, 10);
          });
        });
      }),
    );
  });

  test("an offset goes into the overall value, and a gain into all, B-scores stay", () => {
    fc.assert(
      fc.property(matrices, stops, (matrix, stop) => {
        const found = polishByMedians(matrix, stop);
        const doubled = polishByMedians(
          matrix.map((row) => row.map((value) => (value === null ? null : 2 * value))),
          stop,
        );
        expect(doubled?.bScore).toEqual(found?.bScore);
        expect(doubled?.overall).toBe(found === null ? undefined : 2 * found.overall);
      }),
    );
  });
});
