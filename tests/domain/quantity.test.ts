import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  convertQuantity,
  formatQuantity,
  PREDNISOLONE_G_PER_MOL,
  parseQuantity,
  type Quantity,
  UNIT_NAMES,
} from "../../src/domain/quantity.ts";

function problemOf(text: string) {
  const result = parseQuantity(text);
  if (result.ok) throw new Error(`${text} was accepted`);
  return result.problem;
}

function quantityOf(text: string): Quantity {
  const result = parseQuantity(text);
  if (!result.ok) throw new Error(result.problem.message);
  return result.quantity;
}

describe("parseQuantity", () => {
  test.each([
    ["10 uM", 10, "uM"],
    ["10uM", 10, "uM"],
    ["2.5 \u00b5M", 2.5, "uM"],
    ["2.5 \u03bcM", 2.5, "uM"],
    ["0.06103515625 ug/mL", 0.06103515625, "ug/mL"],
    ["3.9 \u00b5g/mL", 3.9, "ug/mL"],
    ["2e-4 uM", 0.0002, "uM"],
    ["0 uM", 0, "uM"],
    ["0.1 % v/v", 0.1, "% v/v"],
    [" 5 U/mL ", 5, "U/mL"],
  ])("reads %j", (text, value, unit) => {
    expect(quantityOf(text)).toEqual({ value, unit });
  });

  test.each(["10", "250 ", "0"])("refuses the bare number %j", (text) => {
    expect(problemOf(text).message).toMatch(/never a bare number/);
  });

  test.each([
    ["3,9 ug/mL", "3.9 ug/mL"],
    [".5 uM", "0.5 uM"],
    ["250 ug/ml", "250 ug/mL"],
    ["250 mcg/mL", "250 ug/mL"],
    ["2.5 umol/L", "2.5 uM"],
    ["2.5 UM", "2.5 uM"],
    ["0.1 %", "0.1 % v/v"],
  ])("does not guess %j but says what was probably meant", (text, meant) => {
    expect(problemOf(text).remedy).toContain(meant);
  });

  test.each([
    "-1 uM",
    "1e999 uM",
    "uM",
    "",
    "ten uM",
    "1 2 uM",
    "1.2.3 uM",
    "NaN uM",
    "Infinity uM",
  ])("refuses %j", (text) => {
    expect(problemOf(text).message).not.toBe("");
  });

  test("points at the unit it does not know", () => {
    expect(problemOf("12.5 parsecs").offset).toBe(5);
  });

  test("never throws and points inside the text", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const result = parseQuantity(text);
        if (result.ok) return;
        expect(result.problem.offset).toBeGreaterThanOrEqual(0);
        expect(result.problem.offset).toBeLessThanOrEqual(text.length);
        expect(result.problem.remedy).not.toBe("");
      }),
    );
  });

  test("reads back to the last bit what it wrote", () => {
    const amounts = fc.double({ min: 0, max: 1e30, noNaN: true });
    fc.assert(
      fc.property(amounts, fc.constantFrom(...UNIT_NAMES), (value, unit) => {
        const read = quantityOf(formatQuantity({ value, unit }));
        expect(read.value === value && read.unit === unit).toBe(true);
      }),
    );
  });
});

describe("convertQuantity", () => {
  test.each([
    ["1 nM", "uM", 0.001],
    ["100 nM", "uM", 0.1],
    ["70 nM", "uM", 0.07],
    ["0.07 mM", "uM", 70],
    ["250 mg/L", "ug/mL", 250],
    ["0.25 mg/mL", "ug/mL", 250],
    ["61.03515625 ng/mL", "ug/mL", 0.06103515625],
  ] as const)("%s is exactly %s %d", (text, unit, expected) => {
    expect(convertQuantity(quantityOf(text), unit)).toBe(expected);
  });

  test("goes between mass and molar only with a molar mass", () => {
    const dose = quantityOf("3.90625 ug/mL");
    expect(convertQuantity(dose, "uM")).toBeNull();
    expect(convertQuantity(dose, "uM", PREDNISOLONE_G_PER_MOL)).toBeCloseTo(10.8374, 4);
    const molar = quantityOf("10 uM");
    expect(convertQuantity(molar, "ug/mL", PREDNISOLONE_G_PER_MOL)).toBeCloseTo(3.6044, 12);
  });

  test("never makes a concentration of activity or share", () => {
    expect(convertQuantity(quantityOf("5 U/mL"), "uM", 360)).toBeNull();
    expect(convertQuantity(quantityOf("5 % v/v"), "ug/mL", 360)).toBeNull();
  });

  test("there and back within one dimension gives the same decimal number", () => {
    const decimals = fc
      .tuple(fc.integer({ min: 0, max: 10 ** 9 }), fc.integer({ min: -6, max: 3 }))
      .map(([digits, power]) => Number(`${digits}e${power}`));
    const molar = fc.constantFrom("M", "mM", "uM", "nM", "pM" as const);
    fc.assert(
      fc.property(decimals, molar, molar, (value, from, to) => {
        const there = convertQuantity({ value, unit: from }, to) ?? -1;
        expect(convertQuantity({ value: there, unit: to }, from)).toBe(value);
      }),
    );
  });
});
