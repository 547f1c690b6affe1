import { stringify } from "csv-stringify/sync";
import type { Cell, Table } from "./table.ts";

/**
 * What a spreadsheet takes for a formula, also in full width: a sign with something behind it (a lone `=` is a
 * relation). And our own mark, so that it can be undone.
 */
const RISKY = /^(?:[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20].|')/su;

/** A text that a spreadsheet could run gets one `'` in front; taking one leading `'` off gives the text back. */
export function guardText(text: string): string {
  return RISKY.test(text) ? `'${text}` : text;
}

function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "string") return guardText(cell);
  if (typeof cell === "boolean") return cell ? "TRUE" : "FALSE";
  // The shortest text that reads back to the same number.
  return String(cell);
}

/**
 * CSV of RFC 4180: commas, lines end with CR LF, quotes only where needed, UTF-8 without a byte-order mark. Numbers
 * have a decimal point and all their digits, truth is TRUE or FALSE, a missing cell is an empty field.
 */
export function csvText(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [head.map(guardText), ...rows.map((row) => row.map(field))];
  return stringify(lines, { record_delimiter: "\r\n", quoted_match: /[\r\n]/ });
}

export function tableCsv(table: Table): string {
  return csvText(
    table.columns.map((column) => column.name),
    table.rows,
  );
}
