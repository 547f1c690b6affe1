import { describe, expect, test } from "vitest";
import { parsePlateCsv, readSimulatedPlate } from "../../src/bench-tools/simulated-plate.ts";
import { codeOf } from "../store/fresh-store.ts";

const ROW = Array.from({ length: 12 }, (_, column) => (0.1 * (column + 1)).toFixed(1));
const GRID = Array.from({ length: 8 }, () => ROW.join(",")).join("\n");

describe("a plate for a simulated reader", () => {
  test("is eight rows of twelve", () => {
    const plate = parsePlateCsv(GRID, "a.csv");
    expect(plate.measurement).toHaveLength(8);
    expect(plate.measurement[7]?.[11]).toBe(1.2);
    expect(plate.reference).toBeNull();
  });

  test("may have letters, numbers above, semicolons and a reference below", () => {
    const head = `;${Array.from({ length: 12 }, (_, column) => column + 1).join(";")}`;
    const rows = [..."ABCDEFGH"].map((letter) => `${letter};${ROW.join(";")}`);
    const plate = parsePlateCsv([head, ...rows, "", head, ...rows, ""].join("\r\n"), "a.csv");
    expect(plate.reference).toEqual(plate.measurement);
  });

  test("has no number where a word or nothing stands: such a well is beyond the range", () => {
    const plate = parsePlateCsv(GRID.replace("0.1", "OVER").replace("0.2", ""), "a.csv");
    expect(plate.measurement[0]?.slice(0, 3)).toEqual([null, null, 0.3]);
  });

  test.each([
    ["a row too few", GRID.split("\n").slice(1).join("\n"), "7 rows"],
    ["a value too few", GRID.replace("0.1,", ""), "row 1 has 11 values"],
    ["nothing", "", "0 rows"],
  ])("with %s is refused", (_, text, words) => {
    expect(() => parsePlateCsv(text, "a.csv")).toThrow(words);
  });

  test("the example tells every well from the others", () => {
    const values = readSimulatedPlate("example").measurement.flat();
    expect(new Set(values).size).toBe(96);
  });

  test("of a file that is not there is an error", () => {
    expect(codeOf(() => readSimulatedPlate("/no/such.csv"))).toBe("FILE_UNREADABLE");
  });
});
