/**
 * Mends the XML of one sheet so that read-excel-file gives every cell in its place. The library takes what Excel
 * writes; other writers leave out addresses or styles, at which it throws, it gives no text for an error cell (`#N/A`),
 * and it fills every row up to the farthest cell, so that one cell in the last corner of a sheet takes all memory.
 */
import { ExportRefused } from "./contract.ts";
import { damaged } from "./workbook-parts.ts";
import type { CellStyles } from "./workbook-styles.ts";

/** Rows times columns that the filled cells of all sheets of a workbook may span; an export has some thousands. */
export const MAX_AREA = 250_000;

/** A sheet has no more (ECMA-376 part 1, 18.3.1.73 and 18.3.1.4). */
const ROWS_OF_A_SHEET = 1_048_576;
const COLUMNS_OF_A_SHEET = 16_384;

const TAG = /<((?:[\w.-]+:)?)(row|c)(\s[^>]*?)?(\/?)>/g;
/** A cell with something in it, after each has an address. */
const FILLED_CELL = /<((?:[\w.-]+:)?)c(\s[^>]*[^/>])>([\s\S]*?)<\/\1c>/g;

/** Address, style and type of a cell; the address of a row. */
const ATTRIBUTES = {
  r: /(?:^|\s)r\s*=\s*["']([^"']*)["']/,
  s: /(?:^|\s)s\s*=\s*["']([^"']*)["']/,
  t: /(?:^|\s)t\s*=\s*["']([^"']*)["']/,
} as const;

type Attribute = keyof typeof ATTRIBUTES;

interface Cursor {
  row: number;
  column: number;
  /** Of cells that are not empty. */
  lastRow: number;
  lastColumn: number;
}

export interface MendedSheet {
  readonly xml: string;
  /** Rows times columns from the first cell of the sheet to the last that is not empty. */
  readonly area: number;
}

/**
 * The XML with an address on every cell, error cells as texts, and without comments, CDATA sections and styles that are
 * not defined. A percentage becomes a text with its sign, and a formula that was never calculated a text that says so:
 * neither may be taken for an absorbance or for an empty well. A sheet of another kind (a chart) becomes an empty one.
 * Throws ExportRefused: WORKBOOK_TOO_LARGE when the sheet spans more than MAX_AREA, WORKBOOK_DAMAGED for impossible places.
 */
export function mendSheet(xml: string, styles: CellStyles, sheetName: string): MendedSheet {
  if (!/<(?:[\w.-]+:)?sheetData[\s/>]/.test(xml)) return { xml: EMPTY_SHEET, area: 0 };
  const cursor: Cursor = { row: 0, column: 0, lastRow: 0, lastColumn: 0 };
  const addressed = plainText(xml).replace(
    TAG,
    (tag, prefix: string, name: string, attributes: string | undefined, closing: string) => {
      if (name === "row") return beginRow(tag, attributes ?? "", cursor);
      const mended = mendCell(attributes ?? "", cursor, styles);
      if (closing === "") noteFilled(cursor);
      return `<${prefix}c${mended}${closing}>`;
    },
  );
  const area = cursor.lastRow * cursor.lastColumn;
  if (area > MAX_AREA) throw tooFar(cursor, sheetName);
  const mended = addressed.replace(
    FILLED_CELL,
    (cell, prefix: string, cellAttributes: string, body: string) =>
      mendValue(cell, prefix, cellAttributes, body, styles),
  );
  return { xml: mended, area };
}

const EMPTY_SHEET = "<worksheet><sheetData/></worksheet>";

function noteFilled(cursor: Cursor): void {
  cursor.lastRow = Math.max(cursor.lastRow, cursor.row);
  cursor.lastColumn = Math.max(cursor.lastColumn, cursor.column);
}

function plainText(xml: string): string {
  const bare = replaceBetween(xml, "<!--", "-->", () => "");
  return replaceBetween(bare, "<![CDATA[", "]]>", (text) =>
    text.replaceAll("&", "&amp;").replaceAll("<", "&lt;"),
  );
}

/** Not a regular expression: it would search the rest of the sheet again for each mark that has no end. */
function replaceBetween(
  xml: string,
  start: string,
  end: string,
  replace: (text: string) => string,
): string {
  const [first = "", ...rest] = xml.split(start);
  return rest.reduce((mended, part) => {
    const at = part.indexOf(end);
    if (at < 0) throw damaged(`a sheet has "${start}" without its end`);
    return mended + replace(part.slice(0, at)) + part.slice(at + end.length);
  }, first);
}

/** A row needs no address: the library takes it from the row's first cell. */
function beginRow(tag: string, attributes: string, cursor: Cursor): string {
  const stated = attribute(attributes, "r");
  cursor.row = stated === null ? cursor.row + 1 : Number(stated);
  cursor.column = 0;
  if (!(cursor.row >= 1 && cursor.row <= ROWS_OF_A_SHEET)) throw damaged(`it has a row ${stated}`);
  return tag;
}

function mendCell(attributes: string, cursor: Cursor, styles: CellStyles): string {
  const stated = attribute(attributes, "r");
  if (stated === null) cursor.column += 1;
  else Object.assign(cursor, placeOf(stated));
  const own = `${columnLetters(cursor.column)}${cursor.row}`;
  const addressed = stated === null ? ` r="${own}"${attributes}` : attributes;
  const style = attribute(attributes, "s");
  const styled =
    style === null || Number(style) < styles.count ? addressed : without(addressed, "s");
  return attribute(attributes, "t") === "e" ? asText(styled) : styled;
}

/** Error cells are texts already; formulas of texts may well give the empty text. */
function mendValue(
  cell: string,
  prefix: string,
  attributes: string,
  body: string,
  styles: CellStyles,
): string {
  const kind = attribute(attributes, "t") ?? "n";
  const stored = /<(?:[\w.-]+:)?v(?:\s[^>]*)?>([^<]*)</.exec(body)?.[1]?.trim() ?? "";
  if (kind !== "n") return cell;
  const textCell = (text: string) =>
    `<${prefix}c${asText(attributes)}><${prefix}v>${text}</${prefix}v></${prefix}c>`;
  const formulaText = stored === "" ? textOfFormula(body) : null;
  if (formulaText !== null) return textCell(formulaText);
  const isPercentage = styles.percentages.has(Number(attribute(attributes, "s") ?? "0"));
  return isPercentage && stored !== "" ? textCell(`${Number(stored) * 100} %`) : cell;
}

/** Of `="text"`, as in a pasted text, what it says; of any other formula without a value that it has none; null without. */
function textOfFormula(body: string): string | null {
  const formula = /<(?:[\w.-]+:)?f(?:\s[^>]*)?(?:\/>|>([^<]*)<)/.exec(body);
  if (formula === null) return null;
  const constant = /^\s*(?:"|&quot;)([^"&]*)(?:"|&quot;)\s*$/.exec(formula[1] ?? "");
  return constant === null ? NOT_CALCULATED : (constant[1] ?? "");
}

/** What stands for the value of a formula in a file that no spreadsheet program has calculated yet. */
const NOT_CALCULATED = "= (not calculated)";

function asText(attributes: string): string {
  return `${without(attributes, "t")} t="str"`;
}

function without(attributes: string, name: Attribute): string {
  return attributes.replace(ATTRIBUTES[name], "");
}

function attribute(attributes: string, name: Attribute): string | null {
  return ATTRIBUTES[name].exec(attributes)?.[1] ?? null;
}

function placeOf(address: string): { row: number; column: number } {
  const [, letters, row] = /^([A-Z]{1,3})([0-9]{1,7})$/.exec(address.toUpperCase()) ?? [];
  if (letters === undefined) throw damaged(`a cell has the address "${address}"`);
  const column = [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
  if (Number(row) > ROWS_OF_A_SHEET || column > COLUMNS_OF_A_SHEET) {
    throw damaged(`a cell has the address "${address}"`);
  }
  return { row: Number(row), column };
}

function columnLetters(column: number): string {
  const before = Math.floor((column - 1) / 26);
  const letter = String.fromCharCode(65 + ((column - 1) % 26));
  return before === 0 ? letter : columnLetters(before) + letter;
}

function tooFar({ lastRow, lastColumn }: Cursor, sheetName: string): ExportRefused {
  return new ExportRefused(
    "WORKBOOK_TOO_LARGE",
    `The sheet "${sheetName}" reaches to cell ${columnLetters(lastColumn)}${lastRow}, farther than a reader's export does. Delete the cells beyond the results, or export the results alone.`,
  );
}
