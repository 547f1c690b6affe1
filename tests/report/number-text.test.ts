import { expect, test } from "vitest";
import {
  absorbanceText,
  momentText,
  numberText,
  percentText,
  plusMinus,
  withUnit,
} from "../../src/report/number-text.ts";

test("a missing number is a dash, never a zero and never with a unit", () => {
  for (const write of [numberText, absorbanceText, percentText]) expect(write(null)).toBe("–");
  expect(withUnit(null, "AU")).toBe("–");
  expect(plusMinus(null, 3)).toBe("–");
});

test("a number is rounded for reading, with a true minus sign", () => {
  expect(numberText(-0.0610351)).toBe("−0.061");
  expect(numberText(0.0000000123)).toBe("1.2e−8");
  expect(absorbanceText(-0.0126)).toBe("−0.013");
  expect(percentText(61.249)).toBe("61.2");
  expect(withUnit(3.90625, "µg/mL")).toBe("3.91 µg/mL");
  expect(withUnit(0.5, "")).toBe("0.5");
  expect(plusMinus(61.2, 3.44)).toBe("61.2 ± 3.4");
  expect(plusMinus(61.2, null)).toBe("61.2");
});

test("what rounds to zero has no sign", () => {
  expect(absorbanceText(-0.0004)).toBe("0.000");
  expect(percentText(-0.04)).toBe("0.0");
});

test("times are in UTC and say so", () => {
  expect(momentText("2026-03-06T15:00:12.345Z")).toBe("2026-03-06 15:00:12 UTC");
  expect(momentText("06/03/2026 15:00")).toBe("06/03/2026 15:00");
});
