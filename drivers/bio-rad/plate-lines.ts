/** The lines of a plate, one by one: header, clock, filters, markers, rows, checksum. */
import { missing, type WellValue } from "../../src/domain/reading.ts";
import { COLUMN_COUNT } from "../../src/domain/well.ts";

export type PlateLine =
  | { readonly kind: "blank" }
  | { readonly kind: "header" }
  | { readonly kind: "clock"; readonly clock: string }
  | { readonly kind: "filter"; readonly role: "measurement" | "reference"; readonly token: string }
  | { readonly kind: "begin" }
  | { readonly kind: "end" }
  | { readonly kind: "row"; readonly values: readonly WellValue[] }
  | { readonly kind: "checksum"; readonly sum: number }
  | { readonly kind: "other" };

/** True for `BIO-RAD Model 680 Microplate READER` and its sisters. */
export function isHeader(text: string): boolean {
  return /^\s*BIO-RAD\b/i.test(text);
}

/**
 * Says what a line is; `other` when it fits nothing. The manuals print the markers with and without dot and space, so
 * both are taken.
 */
export function parsePlateLine(line: string): PlateLine {
  const text = line.trim();
  if (text === "") return { kind: "blank" };
  if (isHeader(text)) return { kind: "header" };
  if (/^\.?\s*begin$/i.test(text)) return { kind: "begin" };
  if (/^\.?\s*end$/i.test(text)) return { kind: "end" };
  if (/^\d\d?\/\d\d?\/\d{4} +\d\d?:\d\d:\d\d$/.test(text)) return { kind: "clock", clock: text };
  if (/^\d{1,3}$/.test(text) && Number(text) <= 255) return { kind: "checksum", sum: Number(text) };
  const filter = /^(Mes|Ref)\. *filter: *(\d+)$/i.exec(text);
  if (filter?.[2] !== undefined) {
    const role = filter[1]?.toLowerCase() === "mes" ? "measurement" : "reference";
    return { kind: "filter", role, token: filter[2] };
  }
  const values = parseRow(line);
  return values === null ? { kind: "other" } : { kind: "row", values };
}

/**
 * Reads one row: twelve cells in column order, each a separator and a value in AU. The separator is a space, or the
 * minus sign of a negative value. Asterisks stand for a value beyond the range (680: above 3.500, 550: above 3.000, with
 * a minus sign: below it); the token is kept as sent. Null unless the whole line is exactly twelve cells.
 */
export function parseRow(line: string): WellValue[] | null {
  if (!/^(?:[ -](?:\d\.\d{3}|\*[*.]*))+$/.test(line)) return null;
  const cells = line.match(/[ -][^ -]+/g) ?? [];
  return cells.length === COLUMN_COUNT ? cells.map(parseCell) : null;
}

function parseCell(cell: string): WellValue {
  const token = cell.trim();
  if (!token.includes("*")) return { absorbance: Number(token), token };
  return missing(token, token.startsWith("-") ? "under-range" : "over-range");
}

/**
 * The two sums modulo 256 that a block of rows may have: over its characters with the CR of each row, and without. The
 * manuals do not say which; rows are the lines as received.
 */
export function checksumCandidates(rows: readonly string[]): readonly [number, number] {
  let sum = 0;
  for (const row of rows) for (const character of row) sum += character.charCodeAt(0);
  return [(sum + 0x0d * rows.length) % 256, sum % 256];
}
