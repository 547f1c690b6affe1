import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { opcuaLads } from "../../../drivers/opcua-lads/driver.ts";
import type { PlateReading } from "../../../src/domain/reading.ts";
import { ALL_WELLS, wellAt } from "../../../src/domain/well.ts";
import { ReaderFault } from "../../../src/instrument/contract.ts";
import type { RecordedVariable } from "../../../src/instrument/opcua/result-record.ts";
import { bytesOf, file, plane, REFERENCE, ROW_BY_ROW, sample, variable } from "./record-builder.ts";

const BOTH = [plane(570, [...ROW_BY_ROW]), plane(650, [...REFERENCE])];

function read(bytes: Uint8Array, options: Record<string, unknown> = {}): PlateReading {
  const given = opcuaLads.options.parse({ anonymous: true, ...options });
  const [reading, ...others] = opcuaLads.readRecord(bytes, given);
  if (reading === undefined || others.length > 0) throw new Error("not one plate");
  return reading;
}

function faultOf(bytes: Uint8Array, options: Record<string, unknown> = {}): string {
  try {
    read(bytes, options);
  } catch (error) {
    if (error instanceof ReaderFault) return `${error.fault}: ${error.message}`;
    throw error;
  }
  throw new Error("it was read");
}

function numbers(reading: PlateReading, index = 0): (number | null)[] {
  return (reading.planes[index]?.values ?? []).map((value) => value.absorbance);
}

describe("values in variables", () => {
  test("two arrays are measurement and reference, by the numbers in the program's name", () => {
    const reading = read(bytesOf(BOTH));
    expect(reading.planes.map((one) => [one.role, one.wavelengthNm, one.filterToken])).toEqual([
      ["measurement", 570, "570"],
      ["reference", 650, "650"],
    ]);
    expect(numbers(reading)).toEqual(ROW_BY_ROW);
    expect(numbers(reading, 1)).toEqual(REFERENCE);
    expect(reading).toMatchObject({
      readerModel: "Maker M1 7",
      readerClock: "2026-11-23T10:01:00.000Z",
      referenceSubtracted: false,
    });
  });

  test("the order of the names decides the roles, not the size of the numbers", () => {
    const reading = read(bytesOf(BOTH, [], "Dual650/570"));
    expect(reading.planes[0]).toMatchObject({ role: "measurement", wavelengthNm: 650 });
  });

  test("a further wavelength is kept as another plane", () => {
    const reading = read(bytesOf([...BOTH, plane(405, [...REFERENCE])]));
    expect(reading.planes.map((one) => one.role)).toEqual(["measurement", "reference", "other"]);
  });

  test("options name the wavelengths when nothing else does", () => {
    const bytes = bytesOf(
      [
        variable(["VariableSet", "Filter A"], [...ROW_BY_ROW]),
        variable(["VariableSet", "Filter B"], [...REFERENCE]),
      ],
      [],
      "MTT",
    );
    expect(faultOf(bytes)).toMatch(/^WAVELENGTHS_UNCLEAR: Filter A, Filter B/);
    const reading = read(bytes, {
      variables: { "Filter A": 570, "Filter B": 650 },
      programs: [{ template: "MTT", measurementNm: 570, referenceNm: 650 }],
    });
    expect(reading.planes.map((one) => one.wavelengthNm)).toEqual([570, 650]);
  });

  test("a plate without its reference is no plate of a program of two wavelengths", () => {
    expect(faultOf(bytesOf(BOTH.slice(0, 1)))).toMatch(/^WAVELENGTHS_UNCLEAR: .*650 nm/);
  });

  test("two sets of one wavelength are not chosen between", () => {
    const raw = variable(["VariableSet", "Raw 570 nm"], [...ROW_BY_ROW]);
    expect(faultOf(bytesOf([...BOTH, raw]))).toMatch(/^WAVELENGTHS_UNCLEAR: .*same wavelength/);
  });

  test("another variable of 96 numbers without a wavelength is left out", () => {
    const temperatures = variable(
      ["VariableSet", "Temperature"],
      ROW_BY_ROW.map(() => 37),
    );
    expect(read(bytesOf([...BOTH, temperatures])).planes).toHaveLength(2);
  });

  test("a matrix is row by row, turned it is column by column", () => {
    const turned = plane(570, [...ROW_BY_ROW]);
    const straight = read(bytesOf([{ ...turned, dimensions: [8, 12] }], [], "Single570"));
    expect(numbers(straight)).toEqual(ROW_BY_ROW);
    const reading = read(bytesOf([{ ...turned, dimensions: [12, 8] }], [], "Single570"));
    expect(numbers(reading)[ALL_WELLS.indexOf("B1")]).toBe(ROW_BY_ROW[1]);
  });

  test("values of a kinetic read are refused", () => {
    const kinetic = plane(570, [...ROW_BY_ROW, ...ROW_BY_ROW]);
    expect(faultOf(bytesOf([kinetic]))).toMatch(/^NOT_AN_ENDPOINT_READ/);
  });

  test("values marked as bad, and an unknown unit, are refused; mAU is not", () => {
    const bad = { ...plane(570, [...ROW_BY_ROW]), status: "BadSensorFailure" };
    expect(faultOf(bytesOf([bad], [], "Single570"))).toMatch(/^BAD_VALUES.*BadSensorFailure/);
    const unit = (name: string): RecordedVariable =>
      variable(["VariableSet", "Absorbance 570 nm", "EngineeringUnits"], { displayName: name });
    const single = plane(
      570,
      ROW_BY_ROW.map((value) => value * 1000),
    );
    expect(faultOf(bytesOf([single, unit("RLU")], [], "Single570"))).toMatch(/^UNIT_UNKNOWN.*RLU/);
    expect(numbers(read(bytesOf([single, unit("mAU")], [], "S570")))[95]).toBeCloseTo(0.95, 12);
  });

  test("a result of nothing says so", () => {
    expect(faultOf(bytesOf([]))).toMatch(/^NO_VALUES: result Run-1/);
    expect(faultOf(new TextEncoder().encode("{}"))).toMatch(/^NOT_A_RESULT/);
  });
});

describe("which well a value is of", () => {
  const byColumn = ALL_WELLS.map((_, index) => wellAt(index % 8, Math.floor(index / 8)));
  const wells = (order: readonly string[]): RecordedVariable =>
    variable(
      ["Samples"],
      order.map((well) => sample("P1", well)),
    );

  test("the reader's own list of wells counts", () => {
    const reading = read(bytesOf([...BOTH, wells(byColumn)]));
    expect(numbers(reading)[ALL_WELLS.indexOf("B1")]).toBe(ROW_BY_ROW[1]);
  });

  test("options that contradict it are a fault", () => {
    const bytes = bytesOf([...BOTH, wells(byColumn)]);
    expect(faultOf(bytes, { wellOrder: "row-major" })).toMatch(/^WELLS_UNCLEAR.*A2.*B1/);
    expect(read(bytes, { wellOrder: "column-major" }).planes).toHaveLength(2);
  });

  test("one variable a well is found by the well in its path, or by the position beside it", () => {
    const inPath = ALL_WELLS.map((well, index) =>
      variable(["VariableSet", well, "Absorbance 570 nm"], index),
    );
    expect(numbers(read(bytesOf(inPath, [], "S570")))).toEqual(ALL_WELLS.map((_, index) => index));
    const beside = ALL_WELLS.flatMap((well, index) => [
      variable(["VariableSet", `Sample ${index}`, "Absorbance 570 nm"], index),
      variable(["VariableSet", `Sample ${index}`, "Position"], well, { dataType: "String" }),
    ]);
    expect(numbers(read(bytesOf(beside, [], "S570")))).toEqual(ALL_WELLS.map((_, index) => index));
  });

  test("wells without a variable were not read; a bad one says why", () => {
    const some = ALL_WELLS.slice(0, 24).map((well) =>
      variable(["VariableSet", well, "Absorbance 570 nm"], 1, {
        status: well === "A2" ? "BadOutOfRange" : "Good",
      }),
    );
    const values = read(bytesOf(some, [], "S570")).planes[0]?.values ?? [];
    expect(values[0]).toEqual({ absorbance: 1, token: "1" });
    expect(values[1]).toMatchObject({ absorbance: null, direction: "over-range" });
    expect(values[95]).toMatchObject({ absorbance: null, direction: "not-read" });
  });
});

describe("a well without a number", () => {
  function first(value: number | string, options = {}) {
    const values = ROW_BY_ROW.map((one, index) => (index === 0 ? value : one));
    return read(bytesOf([plane(570, values)], [], "S570"), options).planes[0]?.values[0];
  }

  test("has a direction and its token, and is never zero", () => {
    expect(first("NaN")).toEqual({ absorbance: null, token: "NaN", direction: "over-range" });
    expect(first("NaN", { nan: "not-read" })).toMatchObject({ direction: "not-read" });
    expect(first("Infinity")).toMatchObject({ absorbance: null, direction: "over-range" });
    expect(first("-Infinity")).toMatchObject({ absorbance: null, direction: "under-range" });
    expect(first(9.999, { overflowValue: 9.999 })).toMatchObject({ direction: "over-range" });
    expect(first(9.999)).toEqual({ absorbance: 9.999, token: "9.999" });
  });

  test("property: a finite number stays itself, bit by bit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(first(value)?.absorbance).toBe(value === 0 ? 0 : value);
      }),
    );
  });
});

describe("values in files", () => {
  const list = ALL_WELLS.map((well, index) => `P1,${well},${index / 100},${index / 1000}`);
  const csv = ["Plate,Well,Absorbance 570 nm [AU],Absorbance 650 nm [AU]", ...list].join("\r\n");

  test("a list of wells", () => {
    const reading = read(bytesOf([], [file("r.csv", "text/csv", csv)]));
    expect(numbers(reading)).toEqual(ROW_BY_ROW);
    expect(reading.planes.map((one) => one.wavelengthNm)).toEqual([570, 650]);
  });

  test("decimal commas behind semicolons, and words in place of numbers", () => {
    const text = csv
      .replaceAll(",", ";")
      .replaceAll(".", ",")
      .replace(";A2;0,01;", ";A2;OVRFLW;")
      .replace(";A3;0,02;", ";A3;;");
    const values = read(bytesOf([], [file("r.csv", null, text)])).planes[0]?.values ?? [];
    expect(values[1]).toEqual({ absorbance: null, token: "OVRFLW", direction: "over-range" });
    expect(values[2]).toEqual({ absorbance: null, token: "", direction: "not-read" });
    expect(values[95]?.absorbance).toBe(0.95);
  });

  test("grids under a title", () => {
    const grid = (nm: number): string =>
      [
        `Absorbance ${nm} nm`,
        `,${Array.from({ length: 12 }, (_, column) => column + 1).join(",")}`,
        ..."ABCDEFGH"
          .split("")
          .map(
            (letter, row) =>
              `${letter},${Array.from({ length: 12 }, (_, column) => row * 12 + column).join(",")}`,
          ),
      ].join("\n");
    const reading = read(bytesOf([], [file("g.txt", null, `${grid(650)}\n\n${grid(570)}\n`)]));
    expect(reading.planes.map((one) => one.wavelengthNm)).toEqual([570, 650]);
    expect(numbers(reading)[13]).toBe(13);
  });

  test("an Allotrope document, in its own unit; it counts before the table", () => {
    const document = {
      "measurement aggregate document": {
        "measurement document": ALL_WELLS.flatMap((well, index) =>
          [570, 650].map((nm) => ({
            "device control": [
              { "detection type": "Absorbance", "detector wavelength setting": { value: nm } },
            ],
            "sample document": { "location identifier": well },
            ...(index === 95
              ? { "error document": [{ error: "saturated" }] }
              : { absorbance: { value: index * 10, unit: "mAU" } }),
          })),
        ),
      },
    };
    const asm = file("r.json", "application/json", JSON.stringify(document));
    const reading = read(
      bytesOf([], [file("r.csv", "text/csv", csv.replaceAll("0.01", "9")), asm]),
    );
    expect(numbers(reading)[1]).toBeCloseTo(0.01, 12);
    expect(reading.planes[0]?.values[95]).toMatchObject({
      token: "saturated",
      direction: "over-range",
    });
  });

  test("a file of another kind is named", () => {
    const pdf = file("report.pdf", "application/pdf", "%PDF");
    expect(faultOf(bytesOf([], [pdf]))).toMatch(/^FILE_NOT_UNDERSTOOD: report.pdf/);
    expect(faultOf(bytesOf([], [file("r.csv", "text/csv", null)]))).toMatch(/not handed over/);
    expect(faultOf(bytesOf([], [file("r.csv", "text/csv", '"Well')]))).toMatch(/r.csv/);
  });

  test("property: any text is read or refused with a fault of the table", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 300 }), fc.boolean(), (text, isJson) => {
        const one = isJson ? file("f.json", "application/json", text) : file("f.csv", null, text);
        expect(() => faultOf(bytesOf([], [one]))).not.toThrow();
      }),
    );
  });
});

describe("the barcode", () => {
  test("is the container of the samples", () => {
    expect(read(bytesOf([...BOTH, variable(["Samples"], [sample("ALL-1")])])).plateBarcode).toBe(
      "ALL-1",
    );
    expect(read(bytesOf(BOTH)).plateBarcode).toBeUndefined();
  });

  test("of several containers none is certain", () => {
    const reading = read(bytesOf([...BOTH, variable(["Samples"], [sample("A"), sample("B")])]));
    expect(reading.plateBarcode).toBeUndefined();
    expect(reading.barcodeCandidates).toEqual(["A", "B"]);
    expect(reading.warnings).toMatchObject([{ code: "SEVERAL_BARCODES" }]);
  });
});

describe("options", () => {
  const faults = (options: Record<string, unknown>): string[] =>
    (opcuaLads.options.safeParse(options).error?.issues ?? []).map((issue) => issue.path.join("."));

  test("a login is either a user with a password outside the configuration, or openly none", () => {
    expect(faults({})).toEqual(["user"]);
    expect(faults({ user: "lab" })).toEqual(["passwordFile"]);
    expect(faults({ user: "lab", passwordFile: "p", anonymous: true })).toEqual(["anonymous"]);
    expect(faults({ user: "lab", passwordFile: "p" })).toEqual([]);
    expect(faults({ anonymous: true })).toEqual([]);
    expect(opcuaLads.options.safeParse({ user: "lab", password: "x" }).success).toBe(false);
  });

  test("take their own output", () => {
    const once = opcuaLads.options.parse({ anonymous: true, variables: { A: 570 } });
    expect(opcuaLads.options.parse(once)).toEqual(once);
  });
});
