import { describe, expect, test } from "vitest";
import {
  type CompoundKind,
  mayPrecipitate,
  questionConcentration,
} from "../../src/domain/plausible-concentration.ts";
import { parseQuantity } from "../../src/domain/quantity.ts";

function question(text: string, kind: CompoundKind, molarMass: number | null = null) {
  const result = parseQuantity(text);
  if (!result.ok) throw new Error(result.problem.message);
  return questionConcentration(result.quantity, kind, molarMass);
}

describe("concentrations with a lost micro sign", () => {
  test.each([
    ["250 mg/mL", "prednisolone", "250 µg/mL"],
    ["3.9 mg/mL", "prednisolone", "3.9 µg/mL"],
    ["3.9 g/L", "prednisolone", "3.9 µg/mL"],
    ["10.8 mM", "prednisolone", "10.8 µM"],
    ["2.5 mM", "inhibitor", "2.5 µM"],
    ["1 mM", "inhibitor", "1 µM"],
    ["5 M", "inhibitor", "5 µM"],
  ] as const)("%s of %s is refused: did you mean %s?", (text, kind, meant) => {
    expect(question(text, kind)?.remedy).toContain(`Did you mean ${meant}`);
  });

  test.each([
    ["250 ug/mL", "prednisolone"],
    ["1 mg/mL", "prednisolone"],
    ["0.25 mg/mL", "prednisolone"],
    ["10 uM", "prednisolone"],
    ["0 mg/mL", "prednisolone"],
    ["20 uM", "inhibitor"],
    ["999 uM", "inhibitor"],
    ["0.0002 uM", "inhibitor"],
    ["0.1 % v/v", "solvent"],
  ] as const)("%s of %s is believed", (text, kind) => {
    expect(question(text, kind)).toBeNull();
  });
});

test("a high dose in the right unit is refused without a suggestion that changes nothing", () => {
  expect(question("3900 ug/mL", "prednisolone")?.remedy).not.toContain("Did you mean");
});

test("units of another kind are refused", () => {
  expect(question("5 U/mL", "prednisolone")?.message).toContain("does not measure");
  expect(question("5 % v/v", "inhibitor")?.message).toContain("does not measure");
  expect(question("5 uM", "solvent")?.message).toContain("no share");
  expect(question("101 % v/v", "solvent")?.message).toContain("more than the whole well");
});

test("an inhibitor by mass needs its molar mass, and is judged by it", () => {
  expect(question("1.5 ug/mL", "inhibitor")?.remedy).toContain("molar_mass_g_per_mol");
  expect(question("1.5 ug/mL", "inhibitor", 615.4)).toBeNull();
  expect(question("1.5 mg/mL", "inhibitor", 615.4)?.remedy).toContain("1.5 µg/mL");
});

test("prednisolone above the field's top dose may precipitate", () => {
  expect(mayPrecipitate(250)).toBe(false);
  expect(mayPrecipitate(250.1)).toBe(true);
});
