import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseColumn, parseDataSet } from "../../../drivers/spectramax/data-set.ts";
import { flaws, isPlate, toReading } from "../../../drivers/spectramax/judge-data-set.ts";

const MTT = { measurementNm: 570, referenceNm: 650 };

/** A data set whose value in row r and column c (both from 0) is what `token` says. */
function dataText(
  token: (row: number, column: number, block: number) => string,
  wavelengths: readonly number[] = [570, 650],
): string {
  const lines = ["5025.3\t25.1\t96-well", `L:\t${wavelengths.join("\t")}`];
  wavelengths.forEach((wavelength, block) => {
    lines.push(`L:\t${wavelength}`);
    for (let column = 0; column < 12; column += 1) {
      const tokens = Array.from({ length: 8 }, (_, row) => token(row, column, block));
      lines.push(`${column + 1}:\t${tokens.join("\t")}`);
    }
  });
  return lines.map((line) => `${line}\r\n`).join("");
}

const plain = dataText((row, column) => `0.${row}${String(column).padStart(2, "0")}`);

describe("a column", () => {
  test("has eight values, A to H, with their tokens", () => {
    const column = parseColumn("3:\t0.1\t-0.002\t1e-2\t.5\t2\t#SAT\t#LOW\t");
    expect(column).toEqual({
      index: 2,
      values: [
        { absorbance: 0.1, token: "0.1" },
        { absorbance: -0.002, token: "-0.002" },
        { absorbance: 0.01, token: "1e-2" },
        { absorbance: 0.5, token: ".5" },
        { absorbance: 2, token: "2" },
        { absorbance: null, token: "#SAT", direction: "over-range" },
        { absorbance: null, token: "#LOW", direction: "not-read" },
        { absorbance: null, token: "", direction: "not-read" },
      ],
    });
  });

  test("may end with a tab", () => {
    expect(parseColumn(`1:${"\t0.1".repeat(8)}\t`)?.values).toHaveLength(8);
  });

  test.each([
    ["seven values", `1:${"\t0.1".repeat(7)}`],
    ["nine values", `1:${"\t0.1".repeat(9)}`],
    ["sixteen values, of a plate of 384 wells", `1:${"\t0.1".repeat(16)}`],
    ["a garbled value", `1:\t0.1~3${"\t0.1".repeat(7)}`],
    ["a value that has lost its point", `1:\t0118${"\t0.1".repeat(7)}`],
    ["the number 0", `0:${"\t0.1".repeat(8)}`],
    ["the number 13", `13:${"\t0.1".repeat(8)}`],
    ["no number", "\t0.1".repeat(8)],
  ])("with %s is none", (_, line) => {
    expect(parseColumn(line)).toBeNull();
  });
});

describe("a data set", () => {
  test("is turned from columns into rows", () => {
    const reading = toReading(parseDataSet(plain, true), "SPECTRAMAX M5");
    reading.planes[0]?.values.forEach(({ token }, index) => {
      const [row, column] = [Math.floor(index / 12), index % 12];
      expect(token).toBe(`0.${row}${String(column).padStart(2, "0")}`);
    });
    expect(reading.planes.map((plane) => plane.values.length)).toEqual([96, 96]);
    expect(reading).toMatchObject({ readerClock: "5025.3", referenceSubtracted: false });
  });

  test("brings back whatever numbers were written, in every place", () => {
    const milli = fc.array(fc.integer({ min: -4000, max: 4000 }), {
      minLength: 192,
      maxLength: 192,
    });
    fc.assert(
      fc.property(milli, (values) => {
        const at = (row: number, column: number, block: number): number =>
          values[block * 96 + row * 12 + column] ?? 0;
        const text = dataText((row, column, block) => (at(row, column, block) / 1000).toFixed(3));
        const data = parseDataSet(text, true);
        expect(flaws(data, MTT)).toEqual([]);
        const back = toReading(data, "").planes.flatMap((plane) => plane.values);
        expect(
          back.map((value) => Math.round((value.absorbance ?? Number.NaN) * 1000) + 0),
        ).toEqual(values.map((value) => value + 0));
      }),
    );
  });

  test("is the same with LF alone between its lines", () => {
    expect(parseDataSet(plain.replaceAll("\r\n", "\n"), true)).toEqual(parseDataSet(plain, true));
  });

  test("that is cut off anywhere is never whole, and has no half number in it", () => {
    const whole = toReading(parseDataSet(plain, true), "");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: plain.length - 1 }), (length) => {
        const data = parseDataSet(plain.slice(0, length), false);
        expect(flaws(data, MTT)).not.toEqual([]);
        toReading(data, "").planes.forEach((plane, block) => {
          plane.values.forEach((value, well) => {
            if (value.absorbance !== null) expect(value).toEqual(whole.planes[block]?.values[well]);
          });
        });
      }),
    );
  });

  test.each([
    ["is of another wavelength", plain.replaceAll("570", "450"), "of 450 and 650 nm"],
    ["lacks a column", plain.replace(/7:.*\r\n/, ""), "column 7 is missing"],
    ["has a column twice", plain.replace(/7:/, "6:"), "cannot be read"],
    [
      "announces more than it brings",
      plain.replace("L:\t570\t650", "L:\t570\t595\t650"),
      "announces",
    ],
    ["lacks its wavelengths", plain.replace("L:\t570\t650\r\n", ""), "announces 570 nm"],
  ])("that %s says so", (_, text, words) => {
    expect(flaws(parseDataSet(text, true), MTT).join("; ")).toContain(words);
  });

  test("of one to six wavelengths is a plate, of more or without a column of eight it is none", () => {
    const isPlateOf = (wavelengthsNm: number[]) =>
      isPlate(
        parseDataSet(
          dataText(() => "0.1", wavelengthsNm),
          true,
        ),
      );
    expect(isPlateOf([570])).toBe(true);
    expect(isPlateOf([450, 490, 570, 595, 620, 650])).toBe(true);
    expect(isPlateOf([450, 490, 570, 595, 620, 650, 700])).toBe(false);
    expect(isPlate(parseDataSet("L:\t570\r\nL:\t570\r\n1:\t0.1\t0.2\r\n", true))).toBe(false);
  });

  test("with an unknown line before the values keeps it as a warning", () => {
    const data = parseDataSet(`Barcode 42\r\n${plain}`, true);
    expect(flaws(data, MTT)).toEqual([]);
    expect(toReading(data, "").warnings).toEqual([
      { code: "UNEXPECTED_TEXT", message: expect.stringContaining("Barcode 42") },
    ]);
  });

  test("of any text never throws", () => {
    const piece = fc.constantFrom("L:", "\t", "570", "1:", "0.1", "#SAT", "\r\n", "~", "12:", "-");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), fc.boolean(), (pieces, closed) => {
        const reading = toReading(parseDataSet(pieces.join(""), closed), "");
        for (const plane of reading.planes) expect(plane.values).toHaveLength(96);
      }),
    );
  });
});
