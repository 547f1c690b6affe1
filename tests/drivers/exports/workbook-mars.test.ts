/** Workbooks of BMG's MARS and SMART Control, with the grids, with the table, and with both. */
import { describe, expect, test } from "vitest";
import { ALL_WELLS } from "../../../src/domain/well.ts";
import type { CellValue } from "../../instrument/exports/pack-workbook.ts";
import {
  expectedNumbers,
  grid,
  importSheets,
  numbersOf,
  platesOf,
  type Rows,
  VALUES,
} from "./import-sheets.ts";

const SECOND = VALUES.map((value) => value / 2);

const FACTS: Rows = [
  [],
  [],
  ["User: USER"],
  ["Path: C:\\Program Files (x86)\\BMG\\CLARIOstar\\User\\Data"],
  ["Test ID: 118"],
  ["Test Name: MTT"],
  ["Date: 12.03.2026"],
  ["Time: 14:22:07"],
  ["ID1: ALL-21"],
  ["Absorbance"],
  [],
];

function titled(title: string, values: readonly CellValue[]): Rows {
  return [[null, title], ...grid(null, values), []];
}

const MICROPLATE: Rows = [
  ...FACTS,
  ...titled("1. Raw Data (570)", VALUES),
  ...titled("2. Raw Data (650)", SECOND),
  ...titled(
    "3. Blank corrected based on Raw Data (570)",
    VALUES.map(() => null),
  ),
];

const TABLE: Rows = [
  ...FACTS,
  ["Well", "Content", "Raw Data (570)", "Blank corrected based on Raw Data (570)"],
  ...ALL_WELLS.map((well, index) => [
    well.replace(/^(.)(\d)$/, "$10$2"),
    `Sample X${index + 1}`,
    VALUES[index] ?? null,
    0.001,
  ]),
];

const PROTOCOL: Rows = [["Measurement type: Absorbance"], ["Microplate name: GREINER 96 F-BOTTOM"]];

describe("MARS and SMART Control", () => {
  test("the raw grids are the reads; the corrected ones, empty here, are the program's", async () => {
    const sheets = { "Microplate End point": MICROPLATE, "Protocol Information": PROTOCOL };
    const [plate, another] = platesOf(await importSheets(sheets, "Microsoft Excel"));
    expect(another).toBeUndefined();
    expect(plate).toMatchObject({ plateId: "ALL-21", bars: [] });
    expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([570, 650]);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(numbersOf(plate, 1)).toEqual(expectedNumbers(SECOND));
    expect(plate?.vendorResults.join()).toContain("Blank corrected");
  });

  test("the table alone gives the same numbers", async () => {
    const [plate] = platesOf(await importSheets({ "Table End point": TABLE }));
    expect(plate).toMatchObject({ plateId: "ALL-21", readAtLocal: "12.03.2026 14:22:07" });
    expect(plate?.reads.map((read) => [read.label, read.wavelengthNm])).toEqual([
      ["Raw Data", 570],
    ]);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(plate?.vendorResults).toEqual(["Blank corrected based on Raw Data (570)"]);
  });

  test("grids and table of one measurement are one plate", async () => {
    const plates = platesOf(
      await importSheets({
        "Protocol Information": PROTOCOL,
        "Table End point": TABLE,
        "Microplate End point": MICROPLATE,
      }),
    );
    expect(plates).toHaveLength(1);
    expect(plates[0]?.reads).toHaveLength(2);
  });

  test("a table of a spectrum or of times is refused", async () => {
    const spectrum: Rows = [
      ...FACTS,
      ["Well", "Content", "Raw Data (Abs Spectrum)", "Raw Data (Abs Spectrum)"],
      [null, "Wavelength [nm]", 300, 301],
      ...ALL_WELLS.map((well) => [well, "Sample", 0.1, 0.2]),
    ];
    expect(await importSheets({ "Table End point": spectrum })).toMatchObject({
      kind: "refused",
      code: "NOT_ABSORBANCE",
    });
  });

  test("a sheet that the program does not name was made by hand", async () => {
    const [plate] = platesOf(await importSheets({ Monday: MICROPLATE }, "Microsoft Excel"));
    expect(plate?.bars.map((bar) => bar.code)).toEqual(["SAVED_AGAIN"]);
  });
});
