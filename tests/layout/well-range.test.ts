import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALL_WELLS, type WellName } from "../../src/domain/well.ts";
import { formatWells, parseWells, wellsOf } from "../../src/layout/well-range.ts";

function read(text: string): WellName[] {
  const result = parseWells(text);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join());
  return result.grids.flatMap(wellsOf);
}

function problemsOf(text: string) {
  const result = parseWells(text);
  if (result.ok) throw new Error(`${text} was accepted`);
  return result.problems;
}

describe("parseWells", () => {
  test.each([
    ["A1", ["A1"]],
    ["a01", ["A1"]],
    ["A1:A3", ["A1", "A2", "A3"]],
    ["B2:C3", ["B2", "B3", "C2", "C3"]],
    ["A1, C3:C4", ["A1", "C3", "C4"]],
    ["A2,A4,...,B6", ["A2", "A4", "A6", "B2", "B4", "B6"]],
    ["A1,C1,...,E1", ["A1", "C1", "E1"]],
    ["A1,C3,…,E5", ["A1", "A3", "A5", "C1", "C3", "C5", "E1", "E3", "E5"]],
  ])("%s", (text, wells) => {
    expect(read(text)).toEqual(wells);
  });

  test.each([
    ["P24", /384-well plate; this plate has 96/],
    ["A13", /384-well plate/],
    ["A0", /"A0" is no well/],
    ["1A", /"1A" is no well/],
    ["A1:", /missing/],
    ["A1,,B1", /missing/],
    ["H3:A1", /runs backwards/],
    ["A1-A12", /no well/],
    ["A1,A2,...", /no stepped range/],
    ["A1,A1,...,A5", /do not lead/],
    ["A1,A3,...,A6", /do not lead/],
    ["A5,A3,...,A1", /do not lead/],
    ["", /missing/],
  ])("refuses %j", (text, message) => {
    expect(problemsOf(text)[0]?.message).toMatch(message);
  });

  test("says how to mend what can be guessed", () => {
    expect(problemsOf("12E")[0]?.remedy).toContain('"E12"');
    expect(problemsOf("H3:A1")[0]?.remedy).toContain('"A1:H3"');
    expect(problemsOf("A1-A12")[0]?.remedy).toContain('"A1:A12"');
  });

  test("names every bad well of a list with its place", () => {
    expect(problemsOf("A1, Z9, B2, Q1").map((problem) => problem.offset)).toEqual([4, 12]);
  });

  test("never throws", () => {
    const likely = fc.stringMatching(/^[A-Ia-i0-9:,. -]{0,20}$/);
    fc.assert(fc.property(fc.oneof(fc.string(), likely), (text) => void parseWells(text)));
  });

  test("a rectangle holds every well between its corners, once", () => {
    const row = fc.integer({ min: 0, max: 7 });
    const column = fc.integer({ min: 0, max: 11 });
    fc.assert(
      fc.property(row, row, column, column, (r1, r2, c1, c2) => {
        const [top, bottom] = [Math.min(r1, r2), Math.max(r1, r2)];
        const [left, right] = [Math.min(c1, c2), Math.max(c1, c2)];
        const wells = read(`${ALL_WELLS[top * 12 + left]}:${ALL_WELLS[bottom * 12 + right]}`);
        expect(wells).toHaveLength((bottom - top + 1) * (right - left + 1));
        expect(new Set(wells).size).toBe(wells.length);
      }),
    );
  });
});

test("formatWells and parseWells are each other's inverse for any set of wells", () => {
  fc.assert(
    fc.property(fc.subarray([...ALL_WELLS], { minLength: 1 }), (wells) => {
      const again = read(formatWells(wells));
      expect(again).toHaveLength(wells.length);
      expect(new Set(again)).toEqual(new Set(wells));
    }),
  );
});

test("formatWells joins full rectangles", () => {
  expect(formatWells(ALL_WELLS)).toBe("A1:H12");
  expect(formatWells(["B2", "A1", "A2", "B1", "H12"])).toBe("A1:B2, H12");
});
