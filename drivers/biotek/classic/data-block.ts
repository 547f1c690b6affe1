/** The values of one wavelength as a classic reader sends them (ELx808 manual, appendix B, answer to `S`). */
import { missing, type WellValue } from "../../../src/domain/reading.ts";
import { COLUMN_COUNT } from "../../../src/domain/well.ts";

/** Twelve cells of six characters and CR LF. */
export const ROW_LENGTH = COLUMN_COUNT * 6 + 2;

/**
 * Reads one row of 74 characters: twelve times a comma, a sign and four digits, which are thousandths of an AU, then CR
 * LF. Five asterisks stand for a value over the range. The token is kept as sent, without its comma. Null unless the
 * row is exactly that.
 */
export function parseRow(text: string): WellValue[] | null {
  if (!/^(?:,(?:[+-]\d{4}|\*{5})){12}\r\n$/.test(text)) return null;
  const cells = text.slice(1, -2).split(",");
  return cells.map((token) =>
    token.startsWith("*")
      ? missing(token, "over-range")
      : { absorbance: Number(token) / 1000, token },
  );
}

/** Three digits, °C times 10; null when they are none. */
export function parseTemperatureC(digits: string): number | null {
  return /^\d{3}$/.test(digits) ? Number(digits) / 10 : null;
}

/**
 * The checksum of a block: the sum modulo 256 of everything after the first CR up to and including `<^Z>`. The manual
 * names the span and not the rule; the successors, which print the sum in digits, use this one.
 */
export function blockChecksum(body: string): number {
  let sum = 0;
  for (const character of body) sum += character.charCodeAt(0);
  return sum % 256;
}
