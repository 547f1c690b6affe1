import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { byonoy } from "../../../drivers/byonoy/driver.ts";
import { parseFilters, slotOf } from "../../../drivers/byonoy/identify.ts";
import { parseColumn, parsePlateLines } from "../../../drivers/byonoy/plate-lines.ts";
import { replayDialogue } from "../../../src/instrument/replay-dialogue.ts";
import { transcriptsOf } from "../../contract/transcripts.ts";

/** The first lines of the example in the maker's description. */
const FIRST_LINES = [
  "0.115 0.125 0.147 0.120 0.127 0.175 0.146 0.133",
  "0.084 0.104 0.108 0.115 0.096 0.194 0.162 0.198",
  "0.062 0.072 0.080 0.097 0.070 0.119 0.132 0.106",
];
const TWELVE_LINES = Array.from({ length: 12 }, (_, index) => FIRST_LINES[index % 3] ?? "");

describe("a line", () => {
  test("is eight values, and words in place of numbers", () => {
    expect(parseColumn("0.115 -0.002 inf -inf nan OVER *.*** 1.000")).toEqual([
      { absorbance: 0.115, token: "0.115" },
      { absorbance: -0.002, token: "-0.002" },
      { absorbance: null, token: "inf", direction: "over-range" },
      { absorbance: null, token: "-inf", direction: "under-range" },
      { absorbance: null, token: "nan", direction: "not-read" },
      { absorbance: null, token: "OVER", direction: "over-range" },
      { absorbance: null, token: "*.***", direction: "over-range" },
      { absorbance: 1, token: "1.000" },
    ]);
  });

  test.each([
    ["seven values", "0.115 0.125 0.147 0.120 0.127 0.175 0.146"],
    ["nine values", `${FIRST_LINES[0]} 0.100`],
    ["a garbled value", FIRST_LINES[0]?.replace("0.125", "0.1~5") ?? ""],
    ["a lost digit", FIRST_LINES[0]?.replace("0.125", "0.12") ?? ""],
    ["a lost point", FIRST_LINES[0]?.replace("0.125", "0125") ?? ""],
    ["a check line", "CRC: 3F2A"],
  ])("with %s is none", (_, line) => {
    expect(parseColumn(line)).toBeNull();
  });
});

describe("a plate", () => {
  test("has A1 to H1 in its first line, A2 to H2 in its second", () => {
    const tokens = parsePlateLines(TWELVE_LINES)?.values.map((value) => value.token) ?? [];
    expect(tokens.slice(0, 3)).toEqual(["0.115", "0.084", "0.062"]);
    expect([tokens[12], tokens[84], tokens[85]]).toEqual(["0.125", "0.133", "0.198"]);
  });

  test("keeps what comes after its twelve lines", () => {
    expect(parsePlateLines([...TWELVE_LINES, "CRC: 3F2A"])?.extra).toEqual(["CRC: 3F2A"]);
  });

  test("of eleven or thirteen lines is none", () => {
    expect(parsePlateLines(TWELVE_LINES.slice(1))).toBeNull();
    expect(parsePlateLines([...TWELVE_LINES, FIRST_LINES[0] ?? ""])).toBeNull();
    expect(parsePlateLines(["CRC: 3F2A", ...TWELVE_LINES.slice(1)])).toBeNull();
  });

  test("brings back whatever three decimals were written, in every place", () => {
    const milli = fc.array(fc.integer({ min: -9999, max: 9999 }), { minLength: 96, maxLength: 96 });
    fc.assert(
      fc.property(milli, (values) => {
        const lines = Array.from({ length: 12 }, (_, column) =>
          Array.from({ length: 8 }, (_unused, row) =>
            ((values[row * 12 + column] ?? 0) / 1000).toFixed(3),
          ).join(" "),
        );
        const back = parsePlateLines(lines)?.values ?? [];
        expect(
          back.map((value) => Math.round((value.absorbance ?? Number.NaN) * 1000) + 0),
        ).toEqual(values.map((value) => value + 0));
      }),
    );
  });
});

describe("the list of filters", () => {
  test.each([
    ["0=405,1=450,2=492,3=620", [405, 450, 492, 620]],
    ["1=570, 3=650", [null, 570, null, 650]],
    ["2=492,0=405", [405, null, 492]],
  ])("%j is read by slot", (text, filters) => {
    expect(parseFilters(text)).toEqual(filters);
  });

  test.each(["", "405,450", "0=405,0=450", "0=40", "99=405", "0=405;1=450"])(
    "%j is none",
    (text) => {
      expect(parseFilters(text)).toBeNull();
    },
  );

  test("says which are there when the wanted one is not", () => {
    expect(slotOf(570, [405, 570])).toBe(1);
    expect(() => slotOf(562, [405, null, 620])).toThrow("405, 620 nm");
  });
});

test("the worked example has the maker's values in columns 1 to 3, and keeps its check line", () => {
  const example = transcriptsOf(byonoy).find(({ name }) => name.includes("worked-example"));
  const request = { measurementNm: 405, referenceNm: null };
  const dialogue = byonoy.dialogues.readPlate(request, byonoy.options.parse({}));
  const outcome = replayDialogue(dialogue, example?.recorded ?? [], byonoy.framing);
  if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
  const tokens = outcome.result.planes[0]?.values.map((value) => value.token) ?? [];
  FIRST_LINES.forEach((line, column) => {
    expect(Array.from({ length: 8 }, (_, row) => tokens[row * 12 + column]).join(" ")).toBe(line);
  });
  expect(outcome.result.warnings).toEqual([
    { code: "CHECK_LINE", message: expect.stringContaining("CRC: 3F2A") },
  ]);
});
