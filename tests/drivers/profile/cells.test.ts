/** How lines are cut into cells, and cells become values of wells. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { wellOfCell } from "../../../drivers/profile/cells.ts";
import {
  driverOf,
  faultOf,
  plateOf,
  play,
  rowLines,
  tokensOf,
  USUAL_TOKENS,
  usualToken,
} from "./play-profile.ts";

/** What the listener makes of a plate in these lines. */
function hear(plate: string, lines: readonly string[], more = "") {
  const driver = driverOf(more, plate);
  return play(driver.dialogues.listen({}), `${["PLATE", ...lines].join("\r")}\r`);
}

const byColumns = (separator: string, label = (_: number) => "") =>
  Array.from({ length: 12 }, (_, column) => {
    const cells = Array.from({ length: 8 }, (_, row) => usualToken(row, column));
    return label(column) + cells.join(separator);
  });

describe("orders", () => {
  test.each(["row-major", "column-major", "row-serpentine", "column-serpentine"] as const)(
    "%s comes to every well once",
    (order) => {
      const wells = Array.from({ length: 96 }, (_, n) => wellOfCell(order, n));
      expect(wells.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 96 }, (_, n) => n));
    },
  );

  test("rows of twelve, blanks between", () => {
    expect(tokensOf(plateOf(hear("", rowLines())))).toEqual(USUAL_TOKENS);
  });

  test("columns of eight", () => {
    const heard = hear('order = "column-major"\nseparator = ";"', byColumns(";"));
    expect(tokensOf(plateOf(heard))).toEqual(USUAL_TOKENS);
  });

  test("there and back again", () => {
    const lines = USUAL_TOKENS.map((row, index) =>
      (index % 2 === 0 ? row : row.toReversed()).join(" "),
    );
    expect(tokensOf(plateOf(hear('order = "row-serpentine"', lines)))).toEqual(USUAL_TOKENS);
  });

  test("labels place their lines, whatever the order they come in", () => {
    const plate = "label = '^(?P<row>[A-H]): '";
    const lines = rowLines().map((line, row) => `${"ABCDEFGH".charAt(row)}: ${line}`);
    expect(tokensOf(plateOf(hear(plate, lines.toReversed())))).toEqual(USUAL_TOKENS);
  });

  test("a line that comes twice spoils the plate, and the first one stays", () => {
    const plate = "label = '^(?P<row>[A-H]): '";
    const lines = rowLines().map((line, row) => `${"ABCDEFGH".charAt(row)}: ${line}`);
    const heard = hear(plate, [...lines.slice(0, 7), lines[0]?.replace("0.000", "0.999") ?? ""]);
    expect(faultOf(heard)).toBe("DAMAGED_TRANSFER");
    expect(tokensOf(plateOf(heard))[0]).toEqual(USUAL_TOKENS[0]);
    expect(tokensOf(plateOf(heard))[7]).toEqual(Array.from({ length: 12 }, () => ""));
  });

  test("a lost line leaves no value in a wrong well", () => {
    const lines = rowLines();
    const heard = hear("end = '^END'", [...lines.slice(0, 3), ...lines.slice(4), "END"]);
    expect(faultOf(heard)).toBe("DAMAGED_TRANSFER");
    expect(
      tokensOf(plateOf(heard))
        .flat()
        .every((token) => token === ""),
    ).toBe(true);
  });

  test("what breaks off is kept in its wells", () => {
    const heard = hear("", rowLines().slice(0, 3));
    expect(faultOf(heard)).toBe("DAMAGED_TRANSFER");
    expect(tokensOf(plateOf(heard)).slice(0, 3)).toEqual(USUAL_TOKENS.slice(0, 3));
  });

  test("a first row of unknown words is a row", () => {
    const lines = rowLines((row, column) => (row === 0 ? "FULL" : usualToken(row, column)));
    const reading = plateOf(hear("", lines));
    expect(tokensOf(reading)[1]).toEqual(USUAL_TOKENS[1]);
    expect(reading.planes[0]?.values[0]).toEqual({
      absorbance: null,
      token: "FULL",
      direction: "not-read",
    });
  });

  test("one value a line", () => {
    const lines = USUAL_TOKENS.flat();
    expect(tokensOf(plateOf(hear("cells_per_line = 1", lines)))).toEqual(USUAL_TOKENS);
  });

  test("wells that name themselves, of two wavelengths mixed", () => {
    const plate = [
      'order = "triplets"',
      'tie = "header"',
      String.raw`triplet = '^(?P<row>[A-H])(?P<column>\d+) (?P<filter>\d+) (?P<value>\S+)$'`,
    ].join("\n");
    const lines = USUAL_TOKENS.flatMap((row, r) =>
      row.flatMap((token, c) => {
        const well = `${"ABCDEFGH".charAt(r)}${c + 1}`;
        return [`${well} 570 ${token}`, `${well} 650 0.04${c % 10}`];
      }),
    );
    const reading = plateOf(hear(plate, lines));
    expect(reading.planes.map(({ role, wavelengthNm }) => [role, wavelengthNm])).toEqual([
      ["measurement", 570],
      ["reference", 650],
    ]);
    expect(tokensOf(reading)).toEqual(USUAL_TOKENS);
  });
});

describe("cells", () => {
  const values = (plate: string, cell: (row: number, column: number) => string, join = " ") => {
    const lines = Array.from({ length: 8 }, (_, row) =>
      Array.from({ length: 12 }, (_, column) => cell(row, column)).join(join),
    );
    return plateOf(hear(plate, lines)).planes[0]?.values.slice(0, 2);
  };

  test("a decimal comma", () => {
    expect(values('decimal = ","', () => "1,25")?.[0]).toEqual({ absorbance: 1.25, token: "1,25" });
  });

  test("a point is no number where the comma is the decimal mark", () => {
    const [value] = values('decimal = ","', () => "1.25") ?? [];
    expect(value).toEqual({ absorbance: null, token: "1.25", direction: "not-read" });
  });

  test("implied decimals", () => {
    expect(values("implied_decimals = 3", () => "-0123")?.[0]).toEqual({
      absorbance: -0.123,
      token: "-0123",
    });
  });

  test("a sign in place of a blank", () => {
    const lines = rowLines(() => "0.100").map((line) => line.replaceAll(" ", "-"));
    const reading = plateOf(hear("sign_separates = true", lines));
    const [first, second] = reading.planes[0]?.values ?? [];
    expect([first?.absorbance, second?.absorbance]).toEqual([0.1, -0.1]);
  });

  test("fixed widths", () => {
    expect(values("cell_width = 6", () => " 0.250", "")?.[1]).toEqual({
      absorbance: 0.25,
      token: "0.250",
    });
  });

  test("markers have the meaning the profile gives them; the first that fits counts", () => {
    const plate = [
      "markers = [",
      String.raw`  { pattern = '-\*+', means = "under-range" },`,
      String.raw`  { pattern = '.*\*+', means = "over-range" },`,
      "]",
    ].join("\n");
    expect(values(plate, (_, column) => (column === 0 ? "***" : "-**"))).toEqual([
      { absorbance: null, token: "***", direction: "over-range" },
      { absorbance: null, token: "-**", direction: "under-range" },
    ]);
  });

  test("an unknown token stays, has no number, and is warned of", () => {
    const lines = rowLines((row, column) => (row + column === 0 ? "0.1x0" : "0.200"));
    const reading = plateOf(hear("", lines));
    expect(reading.planes[0]?.values[0]).toEqual({
      absorbance: null,
      token: "0.1x0",
      direction: "not-read",
    });
    expect(reading.warnings.map(({ code }) => code)).toEqual(["UNKNOWN_TOKEN"]);
  });

  test("what is above any absorbance is no number", () => {
    expect(values("", () => "1234")?.[0]).toEqual({
      absorbance: null,
      token: "1234",
      direction: "not-read",
    });
  });

  test("every number comes out as it was written", () => {
    const number = fc.integer({ min: -3500, max: 9999 });
    fc.assert(
      fc.property(fc.array(number, { minLength: 96, maxLength: 96 }), (numbers) => {
        const tokens = numbers.map((one) => (one / 1000).toFixed(3));
        const lines = Array.from({ length: 8 }, (_, row) =>
          tokens.slice(row * 12, row * 12 + 12).join(" "),
        );
        const heard = plateOf(hear("", lines)).planes[0]?.values ?? [];
        expect(heard.map((value) => value.absorbance)).toEqual(tokens.map(Number));
      }),
      { numRuns: 30 },
    );
  });
});
