/** The values of one wavelength as a modern reader sends them: triplets of row, column and value, line by line. */
import { missing, type WellValue } from "../../../src/domain/reading.ts";
import { COLUMN_COUNT, ROW_COUNT } from "../../../src/domain/well.ts";
import { CTRL_Z } from "../conversation.ts";
import type { BlockCopy } from "../plate-copies.ts";
import { checksumDigits } from "./checksum.ts";

export interface ParsedRow {
  /** 0 to 7. */
  readonly row: number;
  /** In column order, whatever the order on the wire. */
  readonly values: readonly WellValue[];
}

/** In front of the first triplet: number, CR, elapsed time and temperature. */
const HEADER = /^\d\d,\d,\r\d{3}:\d\d:\d\d\.\d,\d{3},/;
const HEADER_LENGTH = 22;

/**
 * Reads one line without its CR LF: twelve triplets `rr,cc,+d.dddd` of one row, in AU, from left to right or from right to
 * left, placed by the row and column they name. Seven asterisks stand for a value over the range and are kept. Null unless
 * the line is exactly one whole row.
 */
export function parseRow(line: string): ParsedRow | null {
  if (!/^,?(?:\d\d,\d\d,(?:[+-]\d\.\d{4}|\*{7})(?:,|$)){12}$/.test(line) || line.endsWith(",")) {
    return null;
  }
  const words = line.replace(/^,/, "").split(",");
  const row = Number(words[0]) - 1;
  const byColumn = new Map<number, WellValue>();
  for (let at = 0; at < words.length; at += 3) {
    if (Number(words[at]) !== row + 1) return null;
    byColumn.set(Number(words[at + 1]) - 1, parseToken(words[at + 2] ?? ""));
  }
  const values = Array.from({ length: COLUMN_COUNT }, (_, column) => byColumn.get(column) ?? null);
  const whole = values.filter((value) => value !== null);
  const isOnPlate = row >= 0 && row < ROW_COUNT && whole.length === COLUMN_COUNT;
  return isOnPlate ? { row, values: whole } : null;
}

function parseToken(token: string): WellValue {
  if (token.startsWith("*")) return missing(token, "over-range");
  return { absorbance: Number(token), token };
}

/**
 * Reads the whole answer up to, and without, its status digits and `<ETX>`: header, eight lines, temperature, `<^Z>`, checksum,
 * `<^Z>`. Never throws: what is wrong stands in the copy, with the rows that are readable at their places. The checksum is
 * the sum modulo 256 of everything after the first CR up to and including the first `<^Z>`.
 */
export function parseBlock(text: string): BlockCopy {
  const problems: string[] = [];
  if (!HEADER.test(text)) problems.push("the header of a block cannot be read");
  const [body = "", checksum, ...rest] = text.split(CTRL_Z);
  const lines = linesOf(body);
  const temperature = lines.pop() ?? "";
  const rows = placeRows(lines);
  const lacking = rows.filter((row) => row === null).length;
  if (lacking > 0 || lines.length !== ROW_COUNT) {
    problems.push(`a block has ${ROW_COUNT - lacking} readable rows instead of ${ROW_COUNT}`);
  }
  const hasEnd = checksum !== undefined && rest.length === 1 && rest[0] === "";
  if (!hasEnd || !/^\d{3}$/.test(temperature)) problems.push("a block does not end as it should");
  const expected = checksumDigits(body.slice(body.indexOf("\r") + 1) + CTRL_Z);
  return {
    rows,
    problems,
    checksumFlaw:
      checksum === expected
        ? null
        : `the checksum is ${checksum ?? "missing"} and should be ${expected}`,
    temperatureC: /^\d{3}$/.test(temperature) ? Number(temperature) / 10 : null,
  };
}

/** The lines of the values; the header stands on the first, the temperature at the end alone on the last. */
function linesOf(body: string): string[] {
  return body.slice(HEADER_LENGTH).split("\r\n");
}

function placeRows(lines: readonly string[]): (readonly WellValue[] | null)[] {
  const rows: (readonly WellValue[] | null)[] = Array.from({ length: ROW_COUNT }, () => null);
  for (const line of lines) {
    const parsed = parseRow(line);
    if (parsed !== null) rows[parsed.row] = parsed.values;
  }
  return rows;
}

/** The newest row of an answer that is still arriving and has just got its line feed; null when it is none. */
export function newestRow(text: string): ParsedRow | null {
  return parseRow(linesOf(text).at(-2) ?? "");
}
