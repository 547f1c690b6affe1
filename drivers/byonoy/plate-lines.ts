/** The payload of a read: twelve lines, one a plate column, and a check line. */
import { missing, type WellValue } from "../../src/domain/reading.ts";
import { COLUMN_COUNT, ROW_COUNT } from "../../src/domain/well.ts";

export interface PlateLines {
  /** 96 values in reading order (A1 … H12), in AU. */
  readonly values: readonly WellValue[];
  /** Lines after the twelve, verbatim: a check line whose rule is not published. */
  readonly extra: readonly string[];
}

/**
 * Reads twelve lines of eight values: the first is A1 … H1, the second A2 … H2, and so on. Null unless there are twelve
 * such lines at the beginning.
 */
export function parsePlateLines(payload: readonly string[]): PlateLines | null {
  const columns = payload.slice(0, COLUMN_COUNT).map(parseColumn);
  const extra = payload.slice(COLUMN_COUNT);
  const whole = columns.filter((column) => column !== null);
  // A thirteenth column would say that one of the lines before it is none.
  if (whole.length !== COLUMN_COUNT || extra.some((line) => parseColumn(line) !== null))
    return null;
  return { values: transpose(whole), extra };
}

/**
 * One plate column, A to H, separated by blanks; null unless the whole line is eight values of three decimals or words
 * in their place. How the reader marks a value beyond its range is not published: words of that meaning are taken as
 * over-range, other words as not read.
 */
export function parseColumn(line: string): WellValue[] | null {
  const values = line.trim().split(/\s+/).map(parseValue);
  const whole = values.filter((value) => value !== null);
  return values.length === ROW_COUNT && whole.length === ROW_COUNT ? whole : null;
}

/** Null for a token that cannot be what the reader sent. */
function parseValue(token: string): WellValue | null {
  if (/^-?\d\.\d{3}$/.test(token)) return { absorbance: Number(token), token };
  if (/^-inf$/i.test(token)) return missing(token, "under-range");
  if (/^(?:\+?inf|over|ovr|ovfl|sat|\*+|\*\.\*+|#+)$/i.test(token)) {
    return missing(token, "over-range");
  }
  return /^(?:nan|n\/a|---+|none)$/i.test(token) ? missing(token, "not-read") : null;
}

/** Columns of eight to 96 values in reading order; a column that is not there is not read. */
export function transpose(columns: readonly (readonly WellValue[])[]): WellValue[] {
  return Array.from({ length: ROW_COUNT }, (_, row) =>
    Array.from(
      { length: COLUMN_COUNT },
      (_, column) => columns[column]?.[row] ?? missing("", "not-read"),
    ),
  ).flat();
}
