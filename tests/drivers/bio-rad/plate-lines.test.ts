import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseAnswer } from "../../../drivers/bio-rad/answer-line.ts";
import { parseFilters } from "../../../drivers/bio-rad/identify.ts";
import {
  checksumCandidates,
  parsePlateLine,
  parseRow,
} from "../../../drivers/bio-rad/plate-lines.ts";

/** The example row of the Model 680 manual. */
const MANUAL_ROW = " 0.101 0.102 0.103 0.104 0.105 0.106 0.107 0.108 0.109 0.110 0.111 *.***";

describe("an answer line", () => {
  test.each([
    ["ERE 0000", { code: "0000", isSuccess: true, data: "", before: "" }],
    ["ERE 8073", { code: "8073", isSuccess: false, data: "", before: "" }],
    ["ERE 0 Model 680", { code: "0", isSuccess: true, data: "Model 680", before: "" }],
    ["~xERE 0000 0550", { code: "0000", isSuccess: true, data: "0550", before: "~x" }],
  ])("%j is read", (line, answer) => {
    expect(parseAnswer(line)).toEqual(answer);
  });

  test.each(["", "ERE", "ERE x", "EIA.READER AQ", " 0.101 0.102"])("%j is none", (line) => {
    expect(parseAnswer(line)).toBeNull();
  });
});

describe("a row", () => {
  test("of the manual has eleven values and one over range", () => {
    const row = parseRow(MANUAL_ROW);
    expect(row?.map((value) => value.absorbance)).toEqual([
      0.101,
      0.102,
      0.103,
      0.104,
      0.105,
      0.106,
      0.107,
      0.108,
      0.109,
      0.11,
      0.111,
      null,
    ]);
    expect(row?.[11]).toEqual({ absorbance: null, token: "*.***", direction: "over-range" });
  });

  test("takes the minus sign for the separator of a negative value", () => {
    const row = parseRow(`-0.004${" 0.100".repeat(10)}-*.***`);
    expect(row?.[0]).toEqual({ absorbance: -0.004, token: "-0.004" });
    expect(row?.[11]).toEqual({ absorbance: null, token: "-*.***", direction: "under-range" });
  });

  test.each([
    ["eleven cells", MANUAL_ROW.slice(0, 66)],
    ["thirteen cells", `${MANUAL_ROW} 0.100`],
    ["a garbled cell", MANUAL_ROW.replace("0.105", "0.1~5")],
    ["a lost character", MANUAL_ROW.replace("0.105", "0.15")],
    ["half a mark of overflow", MANUAL_ROW.replace("*.***", "*.1**")],
    ["text before it", `x${MANUAL_ROW}`],
  ])("with %s is none", (_, line) => {
    expect(parseRow(line)).toBeNull();
  });

  test("brings back whatever three decimals were written", () => {
    const milli = fc.array(fc.integer({ min: -3500, max: 3500 }), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(milli, (values) => {
        const cells = values.map((value) => {
          const digits = String(Math.abs(value)).padStart(4, "0");
          return `${value < 0 ? "-" : " "}${digits[0]}.${digits.slice(1)}`;
        });
        const row = parseRow(cells.join("")) ?? [];
        expect(row.map((value) => Math.round((value.absorbance ?? Number.NaN) * 1000))).toEqual(
          values.map((value) => value + 0),
        );
      }),
    );
  });
});

describe("a line of a plate", () => {
  test.each([".begin", " begin", ". begin", "BEGIN"])("%j begins a block", (line) => {
    expect(parsePlateLine(line)).toEqual({ kind: "begin" });
  });

  test.each([".end", ". end", " end", ".END "])("%j ends a block", (line) => {
    expect(parsePlateLine(line)).toEqual({ kind: "end" });
  });

  test.each([
    ["BIO-RAD MODEL 550 READER", { kind: "header" }],
    ["14/03/2026 10:15:02", { kind: "clock", clock: "14/03/2026 10:15:02" }],
    ["Mes. filter:570", { kind: "filter", role: "measurement", token: "570" }],
    ["Ref. filter: 4", { kind: "filter", role: "reference", token: "4" }],
    [" 158", { kind: "checksum", sum: 158 }],
    ["  ", { kind: "blank" }],
    ["256", { kind: "other" }],
    ["Mes. filter:", { kind: "other" }],
    ["14/03/2026", { kind: "other" }],
  ])("%j is understood", (line, expected) => {
    expect(parsePlateLine(line)).toEqual(expected);
  });
});

describe("a checksum", () => {
  test("is the sum of the rows with and without their CR", () => {
    expect(checksumCandidates(["A", "B"])).toEqual([65 + 66 + 26, 65 + 66]);
  });

  test("changes with any one character", () => {
    const change = fc.tuple(fc.integer({ min: 0, max: 71 }), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(change, ([at, by]) => {
        const bytes = Buffer.from(MANUAL_ROW, "latin1");
        bytes.writeUInt8(((bytes[at] ?? 0) + by) % 256, at);
        const spoilt = checksumCandidates([bytes.toString("latin1")]);
        const [withCr, without] = checksumCandidates([MANUAL_ROW]);
        expect(spoilt[0]).not.toBe(withCr);
        expect(spoilt[1]).not.toBe(without);
      }),
    );
  });
});

describe("the list of filters", () => {
  test("has null for an empty position", () => {
    expect(parseFilters("405 450 *** 570")).toEqual([405, 450, null, 570]);
  });

  test.each(["", "405 45", "405 abc", "ERE 0000"])("%j is none", (text) => {
    expect(parseFilters(text)).toBeNull();
  });
});
