/** Tecan's programs: i-control, SparkControl and Magellan, as workbooks and as texts. */
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

const HEAD: Rows = [
  ["Application: Tecan i-control", null, null, null, "Tecan i-control , 2.0.10.0"],
  ["Device: infinite 200Pro", null, null, null, "Serial number: 1409002252"],
  [],
  ["Date:", "2026-03-12"],
  ["Time:", "14:22:07"],
  ["Plate", null, null, null, "Greiner 96 Flat Transparent [GRE96ft.pdfx]"],
  ["Plate-ID (Stacker)", null, null, null, "ALL-7"],
  [],
];

function label(name: string, nm: number, values: readonly CellValue[], mode = "Absorbance"): Rows {
  return [
    [`Label: ${name}`],
    ["Mode", null, null, null, mode],
    ["Measurement Wavelength", null, null, null, nm, "nm"],
    ["Start Time:", "2026-03-12 14:22:31"],
    [],
    [null, "Temperature: 37.1 °C"],
    ...grid("<>", values),
    [],
  ];
}

const END: Rows = [["End Time:", "2026-03-12 14:23:02"]];

describe("i-control", () => {
  test("each label is a read of the plate that the head describes", async () => {
    const sheet = [
      ...HEAD,
      ...label("Label1", 570, VALUES),
      ...label("Label2", 650, SECOND),
      ...END,
    ];
    const [plate, another] = platesOf(await importSheets({ Sheet2: sheet }, "Microsoft Excel"));
    expect(another).toBeUndefined();
    expect(plate).toMatchObject({
      plateId: "ALL-7",
      readAtLocal: "2026-03-12 14:22:31",
      readerModel: "infinite 200Pro",
      readerSerial: "1409002252",
      temperatureC: 37.1,
      bars: [],
    });
    expect(plate?.reads.map((read) => [read.label, read.wavelengthNm])).toEqual([
      ["Label1", 570],
      ["Label2", 650],
    ]);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(numbersOf(plate, 1)).toEqual(expectedNumbers(SECOND));
    expect(plate?.reads[0]?.wells.A1?.source).toEqual({ table: "Sheet2", row: 16, column: 2 });
  });

  test("OVER and INVALID are no numbers and keep their direction", async () => {
    const values: CellValue[] = [...VALUES];
    values[0] = "OVER";
    values[13] = "INVALID";
    const [plate] = platesOf(
      await importSheets({ S: [...HEAD, ...label("Label1", 570, values), ...END] }),
    );
    expect(plate?.reads[0]?.wells.A1).toMatchObject({
      absorbance: null,
      token: "OVER",
      remark: { direction: "over-range" },
    });
    expect(plate?.reads[0]?.wells.B2).toMatchObject({
      absorbance: null,
      token: "INVALID",
      remark: { direction: "not-computable" },
    });
  });

  test("a part of a plate keeps its letters and numbers; one that lacks stated wells is refused", async () => {
    const part = (stated: string): Rows => [
      ...HEAD,
      ["Label: Label1"],
      ["Mode", null, null, null, "Absorbance"],
      ["Measurement Wavelength", null, null, null, 570, "nm"],
      ["Part of Plate", null, null, null, stated],
      ["<>", 3, 4],
      ["C", 0.1, 0.2],
      ["D", 0.3, 0.4],
      ...END,
    ];
    const [plate] = platesOf(await importSheets({ S: part("C3-D4") }));
    expect(numbersOf(plate, 0)).toEqual({ C3: 0.1, C4: 0.2, D3: 0.3, D4: 0.4 });
    expect(await importSheets({ S: part("C3-F4") })).toMatchObject({
      kind: "refused",
      code: "TRUNCATED_GRID",
      sentence: expect.stringContaining("E3"),
    });
  });

  test("a grid that ends early without an end time was cut off", async () => {
    const cut = [...HEAD, ...label("Label1", 570, VALUES)].slice(0, -4);
    expect(await importSheets({ S: cut })).toMatchObject({
      kind: "refused",
      code: "TRUNCATED_GRID",
    });
  });

  test("each sheet with a head is a plate; two with one id are refused", async () => {
    const sheet = [...HEAD, ...label("Label1", 570, VALUES), ...END];
    const other = sheet.map((row) => row.map((cell) => (cell === "ALL-7" ? "ALL-8" : cell)));
    const plates = platesOf(await importSheets({ one: sheet, empty: [], two: other }));
    expect(plates.map((plate) => plate.plateId)).toEqual(["ALL-7", "ALL-8"]);
    expect(await importSheets({ one: sheet, two: sheet })).toMatchObject({
      code: "DUPLICATE_PLATE",
    });
  });

  test("sheets that somebody added beside the program's are no plates", async () => {
    const sheet = [...HEAD, ...label("Label1", 570, VALUES), ...END];
    const [plate, another] = platesOf(
      await importSheets({ Raw: sheet, Survival: grid("<>", SECOND) }),
    );
    expect(another).toBeUndefined();
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(plate?.warnings.map((warning) => warning.code)).toEqual(["SHEETS_LEFT_OUT"]);
  });

  test("other modes are left out, and refused when there is nothing else", async () => {
    const mixed = [
      ...HEAD,
      ...label(
        "Dye",
        570,
        [...VALUES].map((value) => value * 20000),
        "Fluorescence Top Reading",
      ),
      ...label("MTT", 570, VALUES),
      ...END,
    ];
    const [plate] = platesOf(await importSheets({ S: mixed }));
    expect(plate?.reads.map((read) => read.label)).toEqual(["MTT"]);
    expect(plate?.warnings.map((warning) => warning.code)).toEqual(["NOT_ABSORBANCE"]);
    const only = [...HEAD, ...label("Dye", 570, VALUES, "Luminescence"), ...END];
    expect(await importSheets({ S: only })).toMatchObject({ code: "NOT_ABSORBANCE" });
  });

  test("an empty grid has no results", async () => {
    const empty = VALUES.map(() => null);
    expect(
      await importSheets({ S: [...HEAD, ...label("Label1", 570, empty), ...END] }),
    ).toMatchObject({
      kind: "refused",
      code: "NO_RESULTS",
    });
  });

  test("with several reads a well the mean is the read", async () => {
    const list = ALL_WELLS.map((well, index) => [well, VALUES[index] ?? null, 0.002, 0.1, 0.2]);
    const sheet: Rows = [
      ...HEAD,
      ["Label: Label1"],
      ["Mode", null, null, null, "Absorbance"],
      ["Wavelength", null, null, null, 570, "nm"],
      ["Well", "Mean", "StDev", "0;1", "1;0"],
      ...list,
      ...END,
    ];
    const [plate] = platesOf(await importSheets({ S: sheet }));
    expect(plate?.reads[0]?.wavelengthNm).toBe(570);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
  });

  test("LibreOffice means saved again; Excel does not, for the program lets Excel write", async () => {
    const sheet = [...HEAD, ...label("Label1", 570, VALUES), ...END];
    const barsOf = async (program: string) =>
      platesOf(await importSheets({ S: sheet }, program))[0]?.bars.map((bar) => bar.code);
    expect(await barsOf("Microsoft Excel")).toEqual([]);
    expect(await barsOf("LibreOffice/7.4")).toEqual(["SAVED_AGAIN"]);
  });

  test("the German text with decimal commas", async () => {
    const german = VALUES.map((value) => value.toFixed(3).replace(".", ","));
    const rows = [
      ["Programm: Tecan i-control", "", "", "", "Tecan i-control , 1.12.4.0"],
      ["Gerät: infinite 200Pro", "", "", "", "Seriennummer: 16100"],
      ["Datum:", "12.03.2026"],
      ["Label: Label1"],
      ["Modus", "", "", "", "Absorption"],
      ["Messwellenlänge", "", "", "", "570", "nm"],
      ["Startzeit:", "12.03.2026 14:22:31"],
      ...grid("<>", german),
      ["Endzeit:", "12.03.2026 14:23:02"],
    ];
    const [plate] = platesOf(await importText(rows.map((row) => row.join(";")).join("\r\n")));
    expect(plate).toMatchObject({ readerSerial: "16100", readAtLocal: "12.03.2026 14:22:31" });
    expect(plate?.reads[0]?.wavelengthNm).toBe(570);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
  });
});

const SPARK: Rows = [
  ["Method name: MTT"],
  ["Application: SparkControl", null, null, null, "V3.1 SP1"],
  ["Device: Spark", null, null, null, "Serial number: 2106004216"],
  [],
  ["Plate", null, null, null, "[GRE96ft] - Greiner 96 Flat Transparent"],
  ["Name", null, null, null, "GRE96ft"],
  ["Plate area", null, null, null, "A1-H12"],
  [],
];

describe("SparkControl", () => {
  test("a measurement with a reference gives two reads; the difference is the program's", async () => {
    const sheet: Rows = [
      ...SPARK,
      ["Mode", "Absorbance"],
      ["Name", "MTT"],
      ["Measurement wavelength [nm]", null, null, null, 570],
      ["Reference wavelength [nm]", null, null, null, 650],
      ["Part of Plate", null, null, null, "A1-H12"],
      [],
      ["Start Time", null, null, null, "2026-03-12 14:22:31"],
      ["Temperature [°C]", null, null, null, 25.6],
      [],
      ["MTT"],
      ...grid("<>"),
      [],
      ["Reference"],
      ...grid("<>", SECOND),
      [],
      ["Difference"],
      ...grid("<>", SECOND),
      [],
      ["End Time", null, null, null, "2026-03-12 14:23:02"],
    ];
    const [plate] = platesOf(await importSheets({ "Result sheet": sheet }, "Microsoft Excel"));
    expect(plate?.reads.map((read) => [read.wavelengthNm, read.referenceSubtracted])).toEqual([
      [570, false],
      [650, false],
    ]);
    expect(numbersOf(plate, 1)).toEqual(expectedNumbers(SECOND));
    expect(plate).toMatchObject({
      vendorResults: ["Difference"],
      temperatureC: 25.6,
      readerModel: "Spark",
    });
  });

  test("groups that all stand before the lists are given to them by name", async () => {
    const rows: Rows = [
      ...SPARK,
      ["Mode", "Absorbance"],
      ["Name", "OD570"],
      ["Measurement wavelength", null, null, null, 570, "nm"],
      [],
      ["Mode", "Absorbance"],
      ["Name", "OD650"],
      ["Measurement wavelength", null, null, null, 650, "nm"],
      [],
      ["OD650"],
      ["<>", "Value", "Time [ms]"],
      ...ALL_WELLS.map((well, index) => [well, SECOND[index] ?? null, index * 200]),
      [],
      ["OD570"],
      ["<>", "Value", "Time [ms]"],
      ...ALL_WELLS.map((well, index) => [well, VALUES[index] ?? null, index * 200]),
    ];
    const [plate] = platesOf(await importSheets({ S: rows }));
    expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([650, 570]);
    expect(numbersOf(plate, 1)).toEqual(expectedNumbers());
  });

  test("a reference without results of its own may have been taken off", async () => {
    const sheet: Rows = [
      ...SPARK,
      ["Mode", "Absorbance"],
      ["Measurement wavelength [nm]", null, null, null, 570],
      ["Reference wavelength [nm]", null, null, null, 650],
      ...grid("<>"),
    ];
    const [plate] = platesOf(await importSheets({ S: sheet }));
    expect(plate?.reads.map((read) => read.referenceSubtracted)).toEqual([true]);
  });
});

const NOTES: Rows = [
  [],
  ["Date of measurement: 2026-03-12/Time of measurement: 14:22:07"],
  ["MTT.mth"],
  ["infinite F50"],
  ["Instrument serial number: 1409002252"],
  ["Measurement 1:"],
  ["Measurement mode: Absorbance"],
  ["Measurement wavelength: 570 nm"],
  ["Unit: OD"],
  ["Measurement 2:"],
  ["Measurement mode: Absorbance"],
  ["Measurement wavelength: 650 nm"],
  ["Unit: OD"],
  ["Meas. temperature: Label1: 24.8 °C"],
  ["Meas. temperature: Label2: 24.9 °C"],
];

describe("Magellan", () => {
  const columnMajor = Array.from(
    { length: 96 },
    (_, index) => (index % 8) * 12 + Math.floor(index / 8),
  );

  test("a list in any order, with what was calculated and what describes the wells set aside", async () => {
    const rows = columnMajor.map((index) => [
      "SM1",
      VALUES[index] ?? null,
      SECOND[index] ?? null,
      0.001,
      1000 + index,
      ALL_WELLS[index] ?? null,
      index === 0 ? "ALL-9" : null,
    ]);
    const sheet = [
      [
        "Layout",
        "Label1",
        "Label2",
        "Blank reduced absorbance",
        "Sample ID",
        "Well positions",
        "Plate",
      ],
      ...rows,
      ...NOTES,
    ];
    const [plate, another] = platesOf(
      await importSheets({ "Magellan Sheet 1": sheet }, "wijmo.xlsx"),
    );
    expect(another).toBeUndefined();
    expect(plate).toMatchObject({
      plateId: "ALL-9",
      readAtLocal: "2026-03-12 14:22:07",
      readerModel: "infinite F50",
      readerSerial: "1409002252",
      temperatureC: 24.8,
      vendorResults: ["Blank reduced absorbance"],
      bars: [],
    });
    expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([570, 650]);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(numbersOf(plate, 1)).toEqual(expectedNumbers(SECOND));
  });

  test("several plates in one list are told apart by the plate column", async () => {
    const rows = ["P-1", "P-2"].flatMap((name, plate) =>
      ALL_WELLS.map((well, index) => [(plate === 0 ? VALUES : SECOND)[index] ?? null, well, name]),
    );
    const plates = platesOf(
      await importSheets({
        S: [["Raw data", "Well positions", "Plate"], ...rows, ...NOTES.slice(0, 5)],
      }),
    );
    expect(plates.map((plate) => plate.plateId)).toEqual(["P-1", "P-2"]);
    expect(numbersOf(plates[1], 0)).toEqual(expectedNumbers(SECOND));
  });

  test("the short form of the lines below", async () => {
    const rows = ALL_WELLS.map((well, index) => [VALUES[index] ?? null, well]);
    const notes: Rows = [
      ["Date of measurement: 2026-01-01/Time of measurement: 10:00:00"],
      ["Unknown user"],
      ["infinite F50"],
      ["Instrument serial number: 123456789"],
      ["Absorbance"],
      ["Measurement wavelength: 492 nm"],
      ["Plate Description: [SUNRISE_Standard] - Greiner 96 Flat"],
      ["Range: A1:H12"],
    ];
    const [plate] = platesOf(
      await importSheets({ S: [["Label1", "Well positions"], ...rows, ...notes] }),
    );
    expect(plate?.reads.map((read) => [read.label, read.wavelengthNm])).toEqual([["Label1", 492]]);
    expect(plate?.plateId).toBeNull();
    const cut = [["Label1", "Well positions"], ...rows.slice(0, 90), ...notes];
    expect(await importSheets({ S: cut })).toMatchObject({
      kind: "refused",
      code: "TRUNCATED_GRID",
    });
  });

  test("the .asc text without headings, with the barcode that the method asked for", async () => {
    const rows = columnMajor.map((index) => `SM${index}\t${ALL_WELLS[index]}\t${VALUES[index]}`);
    const notes = [
      "Date of measurement: 2026-07-23/Time of measurement: 15:29:06",
      "MTT.mth",
      "570nm",
      "Scan Barcode: ALL-31",
      "infinite 200Pro",
      "Instrument serial number: 2106010740",
      "Plate",
      "Plate Description: [COS96ft] - Costar 96 Flat Transparent",
      "Barcode: No",
      "  Part of Plate",
      "  Range: A1:H12",
      "    Absorbance",
      "    Wavelength: 570 nm",
      "    Bandwidth: 9 nm",
      "    Label: MTT",
      "Meas. temperature: Raw data: 20.5 °C",
    ];
    const [plate] = platesOf(await importText([...rows, ...notes].join("\r\n"), "MTT.asc"));
    expect(plate).toMatchObject({
      plateId: "ALL-31",
      readerSerial: "2106010740",
      temperatureC: 20.5,
    });
    expect(plate?.reads.map((read) => [read.label, read.wavelengthNm])).toEqual([
      ["Raw data", 570],
    ]);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    const dye = notes.map((line) => line.replace("    Absorbance", "    Fluorescence Intensity"));
    expect(await importText([...rows, ...dye].join("\r\n"))).toMatchObject({
      code: "NOT_ABSORBANCE",
    });
  });

  test("calculated columns alone are refused", async () => {
    const rows = ALL_WELLS.map((well, index) => [VALUES[index] ?? null, well]);
    const sheet = [["Difference data", "Well positions"], ...rows, ...NOTES.slice(0, 5)];
    expect(await importSheets({ S: sheet })).toMatchObject({ code: "REDUCED_ONLY" });
  });

  test("the grid form", async () => {
    const [plate] = platesOf(
      await importSheets({ S: [["Raw data"], ...grid("<>"), ...NOTES.slice(0, 9)] }),
    );
    expect(plate?.reads.map((read) => [read.label, read.wavelengthNm])).toEqual([
      ["Raw data", 570],
    ]);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
  });
});
