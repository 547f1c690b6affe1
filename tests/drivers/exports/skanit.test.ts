/** Thermo's SkanIt: the raw step among calculated ones, plates by their names, and what must not be read. */
import { describe, expect, test } from "vitest";
import { ALL_WELLS } from "../../../src/domain/well.ts";
import type { CellValue } from "../../instrument/exports/pack-workbook.ts";
import {
  expectedNumbers,
  grid,
  importSheets,
  importText,
  numbersOf,
  platesOf,
  type Rows,
  VALUES,
} from "./import-sheets.ts";

const SECOND = VALUES.map((value) => value / 2);
const SAMPLES = VALUES.map((_value, index) => `Un${1 + Math.floor(index / 3)}`);

function step(
  name: string,
  nm: number,
  corner: string,
  values: readonly CellValue[],
  plate = "ALL-12",
): Rows {
  return [
    ["Measurement results"],
    ["MTT.skax"],
    ["3/12/2026 2:22:07 PM"],
    [],
    [name],
    [`Wavelength: ${nm} nm`],
    [],
    [plate],
    [],
    ...grid(corner, values),
    [],
    ...grid("Sample", SAMPLES),
  ];
}

const FACTS: Readonly<Record<string, Rows>> = {
  "Layout definitions": [
    ["Layout definitions"],
    [],
    ["Plate template", null, "96-well"],
    ...grid(null, SAMPLES),
  ],
  "Session information": [
    ["Session information"],
    [],
    ["Session name", "MTT"],
    ["Execution time", "3/12/2026 2:22:07 PM"],
  ],
  "Instrument information": [
    ["Instrument information"],
    [],
    [null, "Name", null, null, "Multiskan SkyHigh"],
    [null, "Serial number", null, null, "1550-801"],
  ],
  "General information": [
    [null, "Report generated with SW version", null, null, "SkanIt Software 7.0 RE"],
  ],
  "Run log": [["Run log"], [], ["2:22:07 PM", "Session started"]],
};

describe("steps", () => {
  test("the raw step is found by its type, wherever it stands; what SkanIt calculated is its own", async () => {
    const [plate, another] = platesOf(
      await importSheets({
        ...FACTS,
        "Blank Subtraction 1_01": step("Blank Subtraction 1", 570, "Blank subtracted", SECOND),
        "Absorbance 1_01": step("Absorbance 1", 570, "Abs", VALUES),
      }),
    );
    expect(another).toBeUndefined();
    expect(plate).toMatchObject({
      label: "ALL-12",
      plateId: "ALL-12",
      readAtLocal: "3/12/2026 2:22:07 PM",
      readerModel: "Multiskan SkyHigh",
      readerSerial: "1550-801",
      vendorResults: ["Blank Subtraction 1"],
      bars: [],
    });
    expect(plate?.reads.map((read) => [read.label, read.wavelengthNm])).toEqual([
      ["Absorbance 1", 570],
    ]);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
  });

  test("two steps are two reads of one plate", async () => {
    const [plate] = platesOf(
      await importSheets({
        "Absorbance 1_01": step("Absorbance 1", 570, "Abs", VALUES),
        "Absorbance 2_01": step("Absorbance 2", 650, "Abs", SECOND),
      }),
    );
    expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([570, 650]);
    expect(numbersOf(plate, 1)).toEqual(expectedNumbers(SECOND));
  });

  test("two wavelengths and two plates of one step", async () => {
    const more = (nm: number | null, plate: string, values: readonly CellValue[]): Rows => [
      [],
      [],
      ...(nm === null ? [] : [[`Wavelength: ${nm} nm`], []]),
      [plate],
      [],
      ...grid("Abs", values),
    ];
    const sheet = [
      ...step("Absorbance 1", 570, "Abs", VALUES, "P-1"),
      ...more(null, "P-2", SECOND),
      ...more(650, "P-1", SECOND),
      ...more(null, "P-2", VALUES),
    ];
    const plates = platesOf(await importSheets({ "Absorbance 1_01": sheet }));
    expect(
      plates.map((plate) => [plate.label, plate.reads.map((read) => read.wavelengthNm)]),
    ).toEqual([
      ["P-1", [570, 650]],
      ["P-2", [570, 650]],
    ]);
    expect(numbersOf(plates[1], 0)).toEqual(expectedNumbers(SECOND));
  });

  test("one plate twice in one step is refused", async () => {
    const sheet = [
      ...step("Absorbance 1", 570, "Abs", VALUES),
      [],
      ["ALL-12"],
      [],
      ...grid("Abs", SECOND),
    ];
    expect(await importSheets({ "Absorbance 1_01": sheet })).toMatchObject({
      code: "DUPLICATE_PLATE",
    });
  });

  test("calculated steps alone, luminescence and sheets without results are refused", async () => {
    const calculated = {
      ...FACTS,
      "Blank Subtraction 1_01": step("Blank Subtraction 1", 570, "Abs", VALUES),
    };
    expect(await importSheets(calculated)).toMatchObject({ code: "REDUCED_ONLY" });
    const light = { ...FACTS, "Luminescence 1_01": step("Luminescence 1", 0, "RLU", VALUES) };
    expect(await importSheets(light)).toMatchObject({ code: "NOT_ABSORBANCE" });
    const { "Layout definitions": _layout, ...withoutLayout } = FACTS;
    expect(await importSheets(withoutLayout)).toMatchObject({ code: "NO_RESULTS" });
  });

  test("NaN is no number", async () => {
    const values: CellValue[] = [...VALUES];
    values[3] = "NaN";
    const [plate] = platesOf(
      await importSheets({ "Absorbance 1_01": step("Absorbance 1", 570, "Abs", values) }),
    );
    expect(plate?.reads[0]?.wells.A4).toMatchObject({ absorbance: null, token: "NaN" });
  });
});

test("a list of wells in place of the grid", async () => {
  const sheet: Rows = [
    ...step("Absorbance 1", 570, "Abs", VALUES).slice(0, 9),
    ["Well", "Sample", "Abs"],
    ...ALL_WELLS.map((well, index) => [well, SAMPLES[index] ?? null, VALUES[index] ?? null]),
    [],
    ["Autoloading range A1 - C110"],
  ];
  const [plate] = platesOf(await importSheets({ ...FACTS, "Absorbance 1_01": sheet }));
  expect(plate).toMatchObject({ plateId: "ALL-12" });
  expect(plate?.reads.map((read) => [read.label, read.wavelengthNm])).toEqual([
    ["Absorbance 1", 570],
  ]);
  expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
});

test("the French sheet of a Multiskan FC", async () => {
  const sheet: Rows = [
    ["SkanIt Software 6.1"],
    ["Session", "MTT"],
    ["Longueur d'onde", "570 nm"],
    [],
    ["Plaque 1"],
    [],
    ...grid("Abs"),
    [],
    ...grid("Échantillon", SAMPLES),
  ];
  const [plate] = platesOf(await importSheets({ Feuil1: sheet }));
  expect(plate).toMatchObject({ label: "Plaque 1", plateId: null });
  expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([570]);
  expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
});

test("the same step as a text, with tabs", async () => {
  const text = step("Absorbance 1", 570, "Abs", VALUES)
    .map((row) => row.join("\t"))
    .join("\r\n");
  const [plate] = platesOf(await importText(text));
  expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([570]);
  expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
});
