/** Gen5: labels decide what is a reading, and what the file says of itself bars the plate. */
import { describe, expect, test } from "vitest";
import { expectedNumbers, importText, numbersOf, platesOf, VALUES } from "./import-sheets.ts";
import { gen5Head, gridLines, OTHER_VALUES, valueTexts } from "./plate-texts.ts";

function gen5(lines: readonly string[], head = gen5Head("Plate 1")): string {
  return [...head, ...lines, ""].join("\r\n");
}

/** A grid with several lines a plate row; the labels of each row in the order given for it. */
function stackedGrid(
  quantities: Readonly<Record<string, readonly number[]>>,
  orderOfRow: (row: number) => readonly string[] = () => Object.keys(quantities),
): string[] {
  const rows = Array.from("ABCDEFGH", (letter, row) =>
    orderOfRow(row).map((label, index) => {
      const texts = valueTexts(quantities[label] ?? []).slice(row * 12, row * 12 + 12);
      return [index === 0 ? letter : "", ...texts, label].join("\t");
    }),
  );
  return [["", ...Array.from({ length: 12 }, (_, index) => index + 1)].join("\t"), ...rows.flat()];
}

describe("Gen5 text", () => {
  test("one read with its wavelength, time, reader and temperature", async () => {
    const [plate] = platesOf(await importText(gen5(gridLines(VALUES, { label: "MTT:570" }))));
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(plate).toMatchObject({
      label: "Plate 1",
      plateId: null,
      readAtLocal: "3/12/2026 2:22:07 PM",
      readerModel: "Synergy H1",
      readerSerial: "18051421",
      temperatureC: 23.4,
      bars: [],
      warnings: [],
    });
    expect(plate?.reads).toMatchObject([{ label: "MTT:570", wavelengthNm: 570 }]);
    expect(plate?.reads[0]?.wells.A1?.source).toEqual({ table: null, row: 27, column: 2 });
  });

  test("the label of each line counts, whatever its place in the row", async () => {
    const quantities = { "570": VALUES, "650": OTHER_VALUES, "Blank 570": VALUES };
    const order = (row: number) =>
      row % 2 === 0 ? ["570", "650", "Blank 570"] : ["Blank 570", "650", "570"];
    const [plate] = platesOf(await importText(gen5(stackedGrid(quantities, order))));
    expect(plate?.reads.map((read) => read.wavelengthNm)).toEqual([570, 650]);
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(numbersOf(plate, 1)).toEqual(expectedNumbers(OTHER_VALUES));
    expect(plate?.vendorResults).toEqual(["Blank 570"]);
  });

  test("a titled block a quantity", async () => {
    const lines = [
      "660",
      ...gridLines(VALUES, { label: "660" }),
      "",
      "Conc",
      ...gridLines(OTHER_VALUES, { label: "Conc" }),
    ];
    const [plate] = platesOf(await importText(gen5(lines, gen5Head("Plate 1").slice(0, -1))));
    expect(plate?.reads).toMatchObject([{ label: "660", wavelengthNm: 660 }]);
    expect(plate?.vendorResults).toEqual(["Conc"]);
  });

  test("tokens have no number; a masked value that is shown keeps it", async () => {
    const instead = { 0: "OVRFLW", 1: "MISSED", 2: "*0.356*", 3: "?????", 4: ">4.000" };
    const [plate] = platesOf(await importText(gen5(gridLines(VALUES, { label: "570", instead }))));
    const wells = plate?.reads[0]?.wells;
    expect(wells?.A1).toMatchObject({
      absorbance: null,
      token: "OVRFLW",
      remark: { direction: "over-range" },
    });
    expect(wells?.A2).toMatchObject({ absorbance: null, remark: { direction: "not-read" } });
    expect(wells?.A3).toMatchObject({
      absorbance: 0.356,
      token: "*0.356*",
      remark: { direction: "masked" },
    });
    expect(wells?.A4).toMatchObject({ absorbance: null, remark: { direction: "not-computable" } });
    expect(wells?.A5).toMatchObject({ absorbance: null, remark: { direction: "over-range" } });
  });

  test.each([
    ["Simulation", "SIMULATION"],
    ["Manual", "MANUAL_ENTRY"],
    ["File", "FROM_FILE"],
  ])("reading type %s bars the plate", async (type, code) => {
    const text = gen5(gridLines(VALUES, { label: "570" }), gen5Head("Plate 1", type));
    const [plate] = platesOf(await importText(text));
    expect(plate?.bars.map((bar) => bar.code)).toEqual([code]);
  });

  test.each([
    { number: "Plate 1", candidates: [] },
    { number: "BNCH2345883", candidates: ["BNCH2345883"] },
  ])("the plate number $number may be a barcode: $candidates", async ({ number, candidates }) => {
    const text = gen5(gridLines(VALUES, { label: "570" }), gen5Head(number));
    const [plate] = platesOf(await importText(text, "240411_172731_ALL-2_abs450.txt"));
    expect(plate?.barcodeCandidates).toEqual(candidates);
  });

  test("several plates in one file, each with its own head", async () => {
    const one = gen5(gridLines(VALUES, { label: "570" }));
    const two = gen5(gridLines(OTHER_VALUES, { label: "570" }), gen5Head("Plate 2"));
    const plates = platesOf(await importText(`${one}${two}`));
    expect(plates.map((plate) => plate.label)).toEqual(["Plate 1", "Plate 2"]);
    expect(numbersOf(plates[1], 0)).toEqual(expectedNumbers(OTHER_VALUES));
  });

  test.each<[string, string, readonly string[]]>([
    ["REDUCED_ONLY", "only calculated values", gridLines(VALUES, { label: "Blank 570" })],
    [
      "NO_RESULTS",
      "headings alone",
      gridLines(VALUES, { label: "570" })
        .map((line) => line.replace(/\t[\d.]+/g, "\t"))
        .map((line, row) => (row === 0 ? (gridLines()[0] ?? "") : line)),
    ],
    ["NO_RESULTS", "nothing", []],
    ["TRUNCATED_GRID", "three rows", gridLines(VALUES, { label: "570" }).slice(0, 4)],
    [
      "TRUNCATED_GRID",
      "a line without its label",
      gridLines(VALUES, { label: "570" }).map((line, row) =>
        row === 3 ? line.replace(/\t570$/, "") : line,
      ),
    ],
    [
      "DUPLICATE_PLATE",
      "the same read twice",
      stackedGrid({ "570": VALUES, " 570": OTHER_VALUES }),
    ],
  ])("refuses with %s: %s", async (code, _what, lines) => {
    const outcome = await importText(gen5(lines));
    expect(outcome).toMatchObject({ kind: "refused", code });
  });

  test("two plates of one name are refused", async () => {
    const text = gen5(gridLines(VALUES, { label: "570" }));
    expect(await importText(`${text}${text}`)).toMatchObject({ code: "DUPLICATE_PLATE" });
  });

  test("saved with another separator it is read, and barred as saved again", async () => {
    const text = gen5(gridLines(VALUES, { label: "MTT:570" })).replaceAll("\t", ";");
    const [plate] = platesOf(await importText(text, "copy.csv"));
    expect(numbersOf(plate, 0)).toEqual(expectedNumbers());
    expect(plate?.bars.map((bar) => bar.code)).toEqual(["SAVED_AGAIN"]);
  });
});
