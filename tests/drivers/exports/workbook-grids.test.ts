/** Plates that people paste into workbooks by hand, in whatever place and company. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CellValue } from "../../instrument/exports/pack-workbook.ts";
import {
  expectedNumbers,
  grid,
  importSheets,
  numbersOf,
  platesOf,
  VALUES,
} from "./import-sheets.ts";

const SECOND = VALUES.map((value) => value / 2);

function beside(left: CellValue[][], right: CellValue[][], gap: number): CellValue[][] {
  return left.map((row, index) => [
    ...row,
    ...Array.from({ length: gap }, () => null),
    ...(right[index] ?? []),
  ]);
}

test("a plate at any place of a sheet comes back the same", async () => {
  const absorbance = fc.integer({ min: -100, max: 4500 }).map((value) => value / 1000);
  const place = fc.record({
    rowsBefore: fc.nat(12),
    columnsBefore: fc.nat(9),
    headerAsText: fc.boolean(),
    valuesAsText: fc.boolean(),
    values: fc.array(absorbance, { minLength: 96, maxLength: 96 }),
  });
  await fc.assert(
    fc.asyncProperty(
      place,
      async ({ rowsBefore, columnsBefore, headerAsText, valuesAsText, values }) => {
        const asText = (cells: CellValue[]) =>
          cells.map((cell) => (cell === null ? null : String(cell)));
        const rows = grid(null, values).map((row, index) =>
          (index === 0 && headerAsText) || (index > 0 && valuesAsText) ? asText(row) : row,
        );
        const moved = [
          ...Array.from({ length: rowsBefore }, () => []),
          ...rows.map((row) => [...Array.from({ length: columnsBefore }, () => null), ...row]),
        ];
        const [plate] = platesOf(await importSheets({ Sheet1: moved }));
        expect(numbersOf(plate, 0)).toEqual(expectedNumbers(values));
        expect(plate?.reads[0]?.wells.H12?.source).toEqual({
          table: "Sheet1",
          row: rowsBefore + 9,
          column: columnsBefore + 13,
        });
      },
    ),
    { numRuns: 40 },
  );
});

describe("wavelengths and plates", () => {
  test("a title above the grid gives the wavelength", async () => {
    const [plate] = platesOf(await importSheets({ Sheet1: [["OD 570 nm"], ...grid(null)] }));
    expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([570]);
    expect(plate?.bars.map((bar) => bar.code)).toEqual(["NO_SIGNATURE"]);
  });

  test.each([1, 2, 3])(
    "570 and 650 side by side, %i columns between, are two reads of one plate",
    async (gap) => {
      const head = ["570 nm", ...Array.from({ length: 12 + gap }, () => null), "650 nm"];
      const plates = platesOf(
        await importSheets({ Sheet1: [head, ...beside(grid(null), grid(null, SECOND), gap)] }),
      );
      expect(plates.map((plate) => plate.reads.map((read) => read.wavelengthNm))).toEqual([
        [570, 650],
      ]);
      expect(numbersOf(plates[0], 1)).toEqual(expectedNumbers(SECOND));
    },
  );

  test("570 above 650 are two reads of one plate", async () => {
    const rows = [["A570"], ...grid(null), [], ["A650"], ...grid(null, SECOND)];
    const plates = platesOf(await importSheets({ Sheet1: rows }));
    expect(plates.map((plate) => plate.reads.map((read) => read.wavelengthNm))).toEqual([
      [570, 650],
    ]);
  });

  test("two plates one above the other, each under its name", async () => {
    const rows = [["Plate: ALL-1"], ...grid(null), [], ["Plate: ALL-2"], ...grid(null, SECOND)];
    const plates = platesOf(await importSheets({ Sheet1: rows }));
    expect(plates).toHaveLength(2);
    expect(numbersOf(plates[1], 0)).toEqual(expectedNumbers(SECOND));
  });

  test("one plate a sheet, with a sheet of notes before", async () => {
    const plates = platesOf(
      await importSheets({
        Notes: [["MTT of Monday"], ["plates 1 and 2, 570 nm"]],
        "Plate 1": grid(null),
        "Plate 2": grid(null, SECOND),
      }),
    );
    expect(plates).toHaveLength(2);
    expect(numbersOf(plates[1], 0)).toEqual(expectedNumbers(SECOND));
  });

  test("a layout of names beside the values is no read", async () => {
    const names = VALUES.map((_value, index) =>
      index % 12 === 11 ? "blank" : `drug ${index % 12}`,
    );
    const plates = platesOf(await importSheets({ Layout: grid(null, names), Values: grid(null) }));
    expect(plates.map((plate) => plate.reads.length)).toEqual([1]);
    expect(numbersOf(plates[0], 0)).toEqual(expectedNumbers());
  });

  test("a part of a plate keeps its true letters and numbers", async () => {
    const part = [
      [null, 3, 4, 5],
      ["C", 0.1, 0.2, 0.3],
      ["D", 0.4, 0.5, 0.6],
    ];
    const [plate] = platesOf(await importSheets({ Sheet1: part }));
    expect(numbersOf(plate, 0)).toEqual({ C3: 0.1, C4: 0.2, C5: 0.3, D3: 0.4, D4: 0.5, D5: 0.6 });
  });

  test("a number that a spreadsheet program took for a date is not made a number again", async () => {
    const values: CellValue[] = [...VALUES];
    values[5] = "1. Mai";
    const outcome = await importSheets({ Sheet1: grid(null, values) });
    expect(outcome).toMatchObject({ kind: "refused", code: "UNKNOWN_TOKEN" });
  });
});
