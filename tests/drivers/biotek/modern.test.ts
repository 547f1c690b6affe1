import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseBlock, parseRow } from "../../../drivers/biotek/modern/data-block.ts";
import {
  absorbanceDefinition,
  isDefinitionAnswer,
  shakeDefinition,
} from "../../../drivers/biotek/modern/definition.ts";
import { biotekModern } from "../../../drivers/biotek/modern/driver.ts";
import { transcriptsOf } from "../../contract/transcripts.ts";

function received(name: string): string {
  const found = transcriptsOf(biotekModern).find((one) => one.name === `${name}.json`);
  return (found?.items ?? [])
    .filter((item) => item.dir === "rx")
    .map((item) => item.latin1)
    .join("");
}

/** The block of the worked example, without its status. */
function workedBlock(): string {
  const text = received("worked-example");
  const from = text.indexOf("01,1,\r");
  return text.slice(from, text.indexOf("0000\x03", from));
}

const WORKED = workedBlock();

describe("an absorbance definition", () => {
  test.each([
    [562, "004701010108120001200100001100100000106000080562113"],
    [570, "004701010108120001200100001100100000106000080570112"],
    [580, "004701010108120001200100001100100000106000080580113"],
    [650, "004701010108120001200100001100100000106000080650111"],
    [720, "004701010108120001200100001100100000106000080720109"],
  ])("at %d nm is %s", (wavelengthNm, definition) => {
    expect(absorbanceDefinition(wavelengthNm)).toBe(definition);
  });

  test.each([
    "035000000000000001000000000049030",
    "035000000000000001000000000003020",
    "035000000000000001000000000000017",
  ])("is answered by %s, as recorded", (answer) => {
    expect(isDefinitionAnswer(answer)).toBe(true);
  });

  test("is not answered by a spoilt answer", () => {
    expect(isDefinitionAnswer("035000000000000001000000000049031")).toBe(false);
    expect(isDefinitionAnswer("03500000000000000100000000004903")).toBe(false);
    expect(isDefinitionAnswer("")).toBe(false);
  });
});

/** Twelve triplets of row 2, from right to left. */
const ROW_B = `,${Array.from({ length: 12 }, (_, at) => `02,${String(12 - at).padStart(2, "0")},+0.${String(1200 - at * 100).padStart(4, "0")}`).join(",")}`;

describe("a line of triplets", () => {
  test("is placed by the row and columns it names", () => {
    const parsed = parseRow(ROW_B);
    expect(parsed?.row).toBe(1);
    expect(parsed?.values.map((value) => value.absorbance)).toEqual(
      Array.from({ length: 12 }, (_, column) => (column + 1) / 100),
    );
  });

  test("keeps asterisks and negative values", () => {
    const line = ROW_B.replace("+0.1200", "*******").replace("+0.0100", "-0.0100");
    const values = parseRow(line)?.values ?? [];
    expect(values[11]).toEqual({ absorbance: null, token: "*******", direction: "over-range" });
    expect(values[0]).toEqual({ absorbance: -0.01, token: "-0.0100" });
  });

  test.each([
    ["a well that is named twice", ROW_B.replace("02,11,", "02,12,")],
    ["a well of another row", ROW_B.replace("02,11,", "03,11,")],
    ["a column beyond the plate", ROW_B.replace("02,12,", "02,13,")],
    ["a row beyond the plate", ROW_B.replaceAll("02,", "09,")],
    ["eleven triplets", ROW_B.slice(0, -14)],
    ["a lost digit", ROW_B.replace("+0.1200", "+0.120")],
    ["a comma too many", `${ROW_B},`],
  ])("with %s is none", (_, line) => {
    expect(parseRow(line)).toBeNull();
  });
});

describe("the plate of the worked example", () => {
  test("is whole, its checksum right and its temperature 22.8 °C", () => {
    expect(parseBlock(WORKED)).toMatchObject({
      problems: [],
      checksumFlaw: null,
      temperatureC: 22.8,
    });
  });

  test("has its values at their places, also in the rows that run from right to left", () => {
    const values = parseBlock(WORKED).rows.map((row) => row?.map((value) => value.absorbance));
    const firstRow = [0.1, 0.18, 0.26, 0.34, 0.42, 0.5, 0.58, 0.66, 0.74, 0.82, 0.9, 0.98];
    expect(values[0]).toEqual(firstRow);
    expect(values[1]?.[0]).toBe(0.103);
    expect(values[1]?.[11]).toBe(0.983);
    expect(values[7]?.[0]).toBe(0.121);
    expect(values[7]?.[11]).toBeNull();
  });

  test("is doubted or refused when any one byte of it changes", () => {
    const change = fc.tuple(fc.nat(WORKED.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(change, ([at, by]) => {
        const bytes = Buffer.from(WORKED, "latin1");
        bytes.writeUInt8(((bytes[at] ?? 0) + by) % 256, at);
        const block = parseBlock(bytes.toString("latin1"));
        // The number in front of the first CR is not under the checksum and says nothing.
        if (at < 5 && block.problems.length === 0) return;
        expect([...block.problems, block.checksumFlaw].some((flaw) => flaw !== null)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("never throws, however it is cut off", () => {
    for (let end = 0; end < WORKED.length; end += 1) {
      expect(parseBlock(WORKED.slice(0, end)).problems).not.toEqual([]);
    }
  });
});

test("the worked example has the checksums 107 and 212", () => {
  const ends = received("worked-example").split("228\x1a").slice(1);
  expect(ends.map((end) => end.slice(0, 3))).toEqual(["107", "212"]);
});

test("the worked example sends what the reference text says", () => {
  const found = transcriptsOf(biotekModern).find((one) => one.name === "worked-example.json");
  const sent = (found?.items ?? []).filter((item) => item.dir === "tx").map((item) => item.latin1);
  const short = sent.map((text) => (text.length > 2 ? "…" : text));
  expect(short.join(" ")).toBe("e C & S0 J y … A D … O h D … O J");
});

test("a definition that shakes has its length and the checksum of what stands between", () => {
  const definition = shakeDefinition({ shakeSeconds: 5, shakeKind: "orbital", shakeSpeed: 3 });
  expect(definition).toMatch(/^0033010101010100002000000013005130\d{3}$/);
  const sum = [...definition.slice(4, -3)].reduce((total, digit) => total + digit.charCodeAt(0), 0);
  expect(definition.slice(-3)).toBe(String(sum % 256).padStart(3, "0"));
});
