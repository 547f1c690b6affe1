import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { csvText, guardText } from "../../src/export/csv-text.ts";
import { numberColumn, tableOf, textColumn } from "../../src/export/table.ts";

/** Fields of a CSV by another reader than R. */
function fieldsOf(text: string): string[][] {
  return parse(text, { relax_column_count: true });
}

describe("CSV", () => {
  test("has lines that end with CR LF, and empty fields for what is missing", () => {
    const text = csvText(
      ["name", "n", "ok"],
      [
        ["a,b", 0.1, true],
        [null, null, false],
      ],
    );
    expect(text).toBe('name,n,ok\r\n"a,b",0.1,TRUE\r\n,,FALSE\r\n');
  });

  test("gives every number back to the last bit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const [, row] = fieldsOf(csvText(["x", "y"], [[value, 1]]));
        expect(Number(row?.[0])).toBe(value + 0);
      }),
    );
  });

  test("gives every text back once the mark against formulas is taken off", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: "binary" }), (text) => {
        const [, row] = fieldsOf(csvText(["x", "y"], [[text, 1]]));
        expect(row?.[0]?.replace(/^'/, "")).toBe(text);
      }),
    );
  });
});

describe("a text that a spreadsheet would run", () => {
  test.each(["=1+1", "+A1", "-A1", "@SUM(A1)", "\t=1", "＝1+1"])("is marked: %j", (text) => {
    expect(guardText(text)).toBe(`'${text}`);
  });

  test.each(["=", ">=", "-", "B-1", "3.4", ""])("is not this: %j", (text) => {
    expect(guardText(text)).toBe(text);
  });

  test("is given back by taking one mark off, also when it had one already", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("'", "=", "a", "-") }), (text) => {
        expect(guardText(text).replace(/^'/, "")).toBe(text);
      }),
    );
  });
});

describe("a table", () => {
  const columns = [
    numberColumn<number>("x", "", "", (value) => value),
    textColumn<number>("t", "", () => ""),
  ];

  test("has neither NaN nor infinity nor minus zero nor empty texts", () => {
    const { rows } = tableOf("t", columns, [Number.NaN, Number.POSITIVE_INFINITY, -0, 1]);
    expect(rows).toEqual([
      [null, null],
      [null, null],
      [0, null],
      [1, null],
    ]);
    expect(Object.is(rows[2]?.[0], -0)).toBe(false);
  });
});
