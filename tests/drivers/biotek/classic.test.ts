import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blockChecksum, parseRow } from "../../../drivers/biotek/classic/data-block.ts";
import { assayDefinition } from "../../../drivers/biotek/classic/definition.ts";
import { biotekClassic } from "../../../drivers/biotek/classic/driver.ts";
import { parseWavelengths } from "../../../drivers/biotek/classic/greet.ts";
import { replayDialogue } from "../../../src/instrument/replay-dialogue.ts";
import { type StoredTranscript, transcriptsOf } from "../../contract/transcripts.ts";

const MTT = { measurementNm: 570, referenceNm: 650 };
const STILL = { shakeSeconds: 0, shakeSpeed: "medium" } as const;
const ROW = ",+0121,+0201,-0281,+0361,+0441,+0521,+0601,+0681,+0761,+0841,+0921,*****\r\n";

function transcript(name: string): StoredTranscript {
  const found = transcriptsOf(biotekClassic).find((one) => one.name === `${name}.json`);
  if (found === undefined) throw new Error(`there is no transcript ${name}`);
  return found;
}

/** Bytes that are not zero, by their position in the manual, which counts from 1. */
function filled(table: Uint8Array): Record<number, number> {
  return Object.fromEntries([...table].flatMap((byte, at) => (byte === 0 ? [] : [[at + 1, byte]])));
}

describe("the assay definition", () => {
  test("of two wavelengths is the table of the worked example", () => {
    const table = Buffer.from(assayDefinition(MTT, STILL));
    expect(table).toHaveLength(170);
    expect(table[0]).toBe(0x29);
    expect(table.toString("latin1", 1, 7)).toBe("MTT570");
    expect([...table.subarray(29, 32)]).toEqual([0, 0, 1]);
    expect(table.toString("latin1", 49, 55)).toBe("000000");
    expect(table[55]).toBe(0);
    expect(table.toString("latin1", 66, 84)).toBe("570650000000000000");
    const elsewhere = Object.keys(filled(table)).map(Number);
    const used = (at: number) =>
      at <= 7 || at === 32 || (at >= 50 && at <= 55) || (at >= 67 && at <= 84);
    expect(elsewhere.filter((at) => !used(at))).toEqual([]);
  });

  test("of one wavelength names it as the measurement, and never asks for subtraction", () => {
    const table = Buffer.from(assayDefinition({ measurementNm: 595, referenceNm: null }, STILL));
    expect(table.toString("latin1", 49, 55)).toBe("595000");
    expect(table[29]).toBe(0);
    expect(table[66]).toBe(0);
  });

  test("says how to shake, low byte first", () => {
    const table = assayDefinition(MTT, { shakeSeconds: 300, shakeSpeed: "fast" });
    expect([table[30], table[162], table[163], table[164]]).toEqual([0x10, 300 - 256, 1, 2]);
  });

  test("begins with the sum of the rest modulo 256", () => {
    const wavelength = fc.integer({ min: 340, max: 900 });
    fc.assert(
      fc.property(
        wavelength,
        wavelength,
        fc.nat(999),
        (measurementNm, referenceNm, shakeSeconds) => {
          const options = { shakeSeconds, shakeSpeed: "medium" } as const;
          const [checksum = -1, ...rest] = assayDefinition({ measurementNm, referenceNm }, options);
          expect(rest.reduce((sum, byte) => sum + byte, 0) % 256).toBe(checksum);
        },
      ),
    );
  });
});

describe("a row", () => {
  test("is twelve values in thousandths, asterisks kept as they are", () => {
    const values = parseRow(ROW) ?? [];
    expect(values).toHaveLength(12);
    expect(values[0]).toEqual({ absorbance: 0.121, token: "+0121" });
    expect(values[2]).toEqual({ absorbance: -0.281, token: "-0281" });
    expect(values[11]).toEqual({ absorbance: null, token: "*****", direction: "over-range" });
  });

  test.each([
    ["a lost byte", ROW.replace("+0201", "+201")],
    ["a letter", ROW.replace("+0201", "+02x1")],
    ["four asterisks", ROW.replace("*****", "****")],
    ["no line feed", ROW.slice(0, -1)],
    ["thirteen cells", `,+0001${ROW}`],
    ["eleven cells", ROW.slice(6)],
  ])("with %s is none", (_, text) => {
    expect(parseRow(text)).toBeNull();
  });

  test("brings back whatever four digits were written", () => {
    const milli = fc.array(fc.integer({ min: -9999, max: 9999 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(milli, (values) => {
        const cells = values.map(
          (value) => `,${value < 0 ? "-" : "+"}${String(Math.abs(value)).padStart(4, "0")}`,
        );
        const row = parseRow(`${cells.join("")}\r\n`) ?? [];
        expect(row.map((value) => Math.round((value.absorbance ?? Number.NaN) * 1000) + 0)).toEqual(
          values,
        );
      }),
    );
  });

  test("changes its checksum with any one byte", () => {
    const change = fc.tuple(fc.nat(ROW.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(change, ([at, by]) => {
        const bytes = Buffer.from(ROW, "latin1");
        bytes.writeUInt8(((bytes[at] ?? 0) + by) % 256, at);
        expect(blockChecksum(bytes.toString("latin1"))).not.toBe(blockChecksum(ROW));
      }),
    );
  });
});

describe("the table of wavelengths", () => {
  test("has null for an empty place", () => {
    expect(parseWavelengths("405,450,000,570,630,650,")).toEqual([405, 450, null, 570, 630, 650]);
  });

  test.each(["", "405,450,490,570,630,650", "405,450,490,570,630,65x,", "405,450,490,570,"])(
    "%j is none",
    (text) => {
      expect(parseWavelengths(text)).toBeNull();
    },
  );
});

describe("the worked example", () => {
  const example = transcript("worked-example");

  function read() {
    const options = biotekClassic.options.parse(example.options);
    const dialogue = biotekClassic.dialogues.readPlate(MTT, options);
    const outcome = replayDialogue(dialogue, example.recorded, biotekClassic.framing);
    if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
    return outcome.result;
  }

  test("sends what the reference text says, letter by letter", () => {
    const sent = example.items.filter((item) => item.dir === "tx").map((item) => item.latin1);
    const short = sent.map((text) => (text.length === 170 ? "table" : text));
    expect(short.join(" ")).toBe("o e n 1 q 1 W J A V table S o J");
  });

  test("has the checksums 67 and C6", () => {
    const ends = example.items.flatMap(({ dir, latin1 }) =>
      dir === "rx" && latin1.startsWith("\x1a") ? [latin1.charCodeAt(1)] : [],
    );
    expect(ends.slice(0, 2)).toEqual([0x67, 0xc6]);
  });

  test("gives the values it was made of: 0.100 + 0.003 a row + 0.080 a column, and one over range", () => {
    const [measurement, reference] = read().planes;
    expect(measurement?.values).toHaveLength(96);
    measurement?.values.forEach((value, index) => {
      const [row, column] = [Math.floor(index / 12), index % 12];
      if (index === 95) expect(value).toMatchObject({ absorbance: null, direction: "over-range" });
      else expect(value.absorbance).toBeCloseTo(0.1 + 0.003 * row + 0.08 * column, 9);
      expect(reference?.values[index]?.absorbance).toBeCloseTo(0.04 + 0.001 * (row + column), 9);
    });
  });
});

test("the checksums of the temperature example are those of the reference text", () => {
  const ends = transcript("temperature").items.flatMap(({ dir, latin1 }) =>
    dir === "rx" && latin1.startsWith("253\x1a") ? [latin1.charCodeAt(4)] : [],
  );
  expect(ends).toEqual([0x01, 0x60]);
});

test.each([
  ["checksums-1a-and-10", [0x1a, 0x10]],
  ["checksums-0d-and-03", [0x0d, 0x03]],
])("%s has the raw bytes that it is named after", (name, expected) => {
  const ends = transcript(name).items.flatMap(({ dir, latin1 }) =>
    dir === "rx" && latin1.length === 2 && latin1.startsWith("\x1a") ? [latin1.charCodeAt(1)] : [],
  );
  expect(ends).toEqual(expected);
});
