/** However a plate is written down, the same wells come back; and nothing but a plate makes a plate. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exportDialects, SHIPPED_EXPORT_PROFILES } from "../../../drivers/exports/index.ts";
import { ALL_WELLS } from "../../../src/domain/well.ts";
import type { ImportOutcome } from "../../../src/instrument/exports/contract.ts";
import { loadExportProfiles } from "../../../src/instrument/exports/load-export-profile.ts";
import { readExport } from "../../../src/instrument/exports/read-export.ts";
import { numbersOf, platesOf } from "./import-sheets.ts";

const DIALECTS = exportDialects(loadExportProfiles(SHIPPED_EXPORT_PROFILES));

const ENCODERS: Readonly<Record<string, (text: string) => Uint8Array>> = {
  "utf-8": (text) => new TextEncoder().encode(text),
  "utf-8 with mark": (text) => new TextEncoder().encode(`\uFEFF${text}`),
  "utf-16le with mark": (text) => wide(`\uFEFF${text}`, "le"),
  "utf-16le": (text) => wide(text, "le"),
  "utf-16be with mark": (text) => wide(`\uFEFF${text}`, "be"),
  "utf-16be": (text) => wide(text, "be"),
  "windows-1252": (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0)),
};

function wide(text: string, order: "le" | "be"): Uint8Array {
  const bytes = Buffer.from(text, "utf16le");
  return order === "le" ? bytes : bytes.swap16();
}

function read(bytes: Uint8Array): Promise<ImportOutcome> {
  return readExport(DIALECTS, { name: "plate.txt", bytes });
}

const absorbances = fc.array(fc.integer({ min: -500, max: 45_000 }), {
  minLength: 96,
  maxLength: 96,
});

const writing = fc.record({
  encoding: fc.constantFrom(...Object.keys(ENCODERS)),
  lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  shape: fc.constantFrom("grid", "bare", "list", "transposed"),
  separation: fc.constantFrom(
    ["\t", "."],
    ["\t", ","],
    [";", "."],
    [";", ","],
    [",", "."],
    ["  ", "."],
    ["  ", ","],
  ),
  minus: fc.constantFrom("-", "\u2212"),
  note: fc.constantFrom("", "Übung, 23 °C; read by hand"),
});

function write(
  values: readonly number[],
  style: typeof writing extends fc.Arbitrary<infer T> ? T : never,
): Uint8Array {
  const [separator = "\t", decimal = "."] = style.separation;
  const minus = style.encoding === "windows-1252" ? "-" : style.minus;
  const texts = values.map((value) =>
    (value / 10_000).toFixed(4).replace(".", decimal).replace("-", minus),
  );
  const lines = style.note === "" ? [] : [style.note, ""];
  const row = (cells: readonly (string | number | undefined)[]) =>
    lines.push(cells.join(separator));
  if (style.shape === "list")
    for (const [index, well] of ALL_WELLS.entries()) row([well, texts[index]]);
  if (style.shape === "grid") row(["", ...Array.from({ length: 12 }, (_, index) => index + 1)]);
  if (style.shape === "transposed") row(["", ..."ABCDEFGH"]);
  for (let index = 0; index < 8 && (style.shape === "grid" || style.shape === "bare"); index += 1) {
    const cells = texts.slice(index * 12, index * 12 + 12);
    row(style.shape === "grid" ? ["ABCDEFGH"[index], ...cells] : cells);
  }
  for (let index = 0; index < 12 && style.shape === "transposed"; index += 1) {
    row([index + 1, ...Array.from({ length: 8 }, (_, letter) => texts[letter * 12 + index])]);
  }
  return ENCODERS[style.encoding]?.([...lines, ""].join(style.lineEnd)) ?? new Uint8Array();
}

describe("properties", () => {
  test("encoding, line end, shape, separator and decimal sign do not change the wells", async () => {
    await fc.assert(
      fc.asyncProperty(absorbances, writing, async (values, style) => {
        const plates = platesOf(await read(write(values, style)));
        expect(plates).toHaveLength(1);
        expect(numbersOf(plates[0], 0)).toEqual(
          Object.fromEntries(
            ALL_WELLS.map((well, index) => [well, (values[index] ?? 0) / 10_000 + 0]),
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  test("any bytes end in plates of known wells or in a refusal with a sentence", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), async (bytes) =>
        isSound(await read(bytes)),
      ),
      { numRuns: 300 },
    );
  });

  test("any table of odd cells ends so as well", async () => {
    const cell = fc.constantFrom(
      "",
      "A",
      "B",
      "H",
      "1",
      "2",
      "12",
      "A1",
      "B2",
      "0.5",
      "0,5",
      "1,234",
      "OVER",
      "570 nm",
      "Plate:",
      "~End",
      "Results",
      "##BLOCKS= 1",
      "Test name: x",
      "Raw Data (570)",
      '"',
      '="x"',
      "*0.2*",
      "<>",
      "Well",
    );
    const table = fc.array(fc.array(cell, { maxLength: 14 }), { maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(table, fc.constantFrom("\t", ",", ";", " "), async (rows, separator) => {
        const text = rows.map((row) => row.join(separator)).join("\n");
        isSound(await read(new TextEncoder().encode(text)));
      }),
      { numRuns: 500 },
    );
  });

  test("a value or a line that is taken out never moves another value to a wrong well unseen", async () => {
    const style = fc.record({
      shape: fc.constantFrom("grid", "bare"),
      separator: fc.constantFrom("\t", ",", ";"),
    });
    await fc.assert(
      fc.asyncProperty(
        absorbances,
        style,
        fc.nat(),
        fc.boolean(),
        async (values, { shape, separator }, at, isLine) => {
          const bytes = write(values, {
            encoding: "utf-8",
            lineEnd: "\n",
            shape,
            separation: [separator, "."],
            minus: "-",
            note: "",
          });
          const lines = new TextDecoder().decode(bytes).split("\n").slice(0, -1);
          const first = shape === "grid" ? 1 : 0;
          const row = first + (at % 8);
          const cells = (lines[row] ?? "").split(separator);
          const damaged = isLine
            ? lines.toSpliced(row, 1)
            : lines.with(row, cells.toSpliced(first + (at % 12), 1).join(separator));
          expect(await read(new TextEncoder().encode(`${damaged.join("\n")}\n`))).toMatchObject({
            kind: "refused",
          });
        },
      ),
      { numRuns: 200 },
    );
  });
});

function isSound(outcome: ImportOutcome): void {
  if (outcome.kind === "refused") {
    expect(outcome.code).toMatch(/^[A-Z0-9_]+$/);
    expect(outcome.sentence.length).toBeGreaterThan(10);
    return;
  }
  for (const plate of outcome.plates) {
    expect([plate.rows, plate.columns]).toEqual([8, 12]);
    for (const read of plate.reads) {
      for (const [well, value] of Object.entries(read.wells)) {
        expect(ALL_WELLS).toContain(well);
        expect(
          value.absorbance === null ? value.remark : Number.isFinite(value.absorbance),
        ).toBeTruthy();
      }
    }
  }
}

test("a thousand empty lines behind a plate take no time", async () => {
  const values = ALL_WELLS.map((_, index) => index * 10);
  const bytes = write(values, {
    encoding: "utf-8",
    lineEnd: "\n",
    shape: "grid",
    separation: [",", "."],
    minus: "-",
    note: "",
  });
  const empty = `${",".repeat(32)}\n`.repeat(1000);
  const [plate] = platesOf(await read(Buffer.concat([bytes, Buffer.from(empty)])));
  expect(numbersOf(plate, 0).H12).toBe(0.095);
}, 3000);
