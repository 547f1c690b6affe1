/** Workbooks (.xlsx) to tables of cells, each cell in its true place and with the number that is stored, not shown. */
import { strFromU8, strToU8, zipSync } from "fflate";
import readXlsxFile from "read-excel-file/universal";
import type { Cell, CellTable } from "./contract.ts";
import { ExportRefused } from "./contract.ts";
import { completePackage, sheetNames } from "./workbook-package.ts";
import type { WorkbookParts } from "./workbook-parts.ts";
import {
  damaged,
  refuseForeignWorkbook,
  refuseOtherContent,
  tooLarge,
  unpackWorkbook,
} from "./workbook-parts.ts";
import { MAX_AREA, mendSheet } from "./workbook-sheet.ts";
import { readCellStyles } from "./workbook-styles.ts";

export interface Workbook {
  /** One a sheet, in the workbook's order, hidden ones too; row 1 and column 1 are the sheet's own. */
  readonly tables: readonly CellTable[];
  /** The program that saved it, with its version where it is stated; null when the workbook does not say. */
  readonly savedBy: string | null;
}

/**
 * Reads a workbook. A number keeps its stored precision, and its text is its shortest exact form; dates become ISO text
 * without a zone, times `hh:mm:ss`, percentages a text with their sign; a formula gives the value it had when it was
 * saved, or a text that says that it has none; truth values are `TRUE` and `FALSE`; an error cell gives its word, e.g.
 * `#N/A`. Of merged cells the first has the text. An empty cell is the empty text, never a number.
 * Throws ExportRefused: WORKBOOK_DAMAGED, WORKBOOK_LOCKED, WORKBOOK_TOO_OLD, WORKBOOK_TOO_LARGE, WORKBOOK_FORM_UNKNOWN.
 */
export async function readWorkbook(bytes: Uint8Array): Promise<Workbook> {
  refuseForeignWorkbook(bytes);
  const parts = unpackWorkbook(bytes);
  refuseOtherContent(parts);
  const complete = completePackage(parts);
  const sheets = await readSheets(mendSheets(complete));
  return { tables: sheets, savedBy: savingProgram(parts) };
}

async function readSheets(parts: WorkbookParts): Promise<CellTable[]> {
  const archive = zipSync(Object.fromEntries(parts), { level: 0 });
  try {
    const sheets = await readXlsxFile(new Blob([archive]), { trim: false });
    return sheets.map(({ sheet, data }) => ({
      name: sheet,
      rows: (data ?? []).map((row) => row.map(toCell)),
    }));
  } catch (cause) {
    if (cause instanceof ExportRefused) throw cause;
    throw damaged(`"${cause instanceof Error ? cause.message : String(cause)}"`);
  }
}

function mendSheets(parts: WorkbookParts): WorkbookParts {
  const styles = readCellStyles(textOf(parts, "xl/styles.xml"));
  const names = sheetNames(parts);
  const mended = new Map(parts);
  let area = 0;
  for (const [part, name] of names) {
    const sheet = mendSheet(textOf(parts, part), styles, name);
    area += sheet.area;
    if (area > MAX_AREA) throw tooLarge();
    mended.set(part, strToU8(sheet.xml));
  }
  return mended;
}

type StoredValue = string | number | boolean | Date | null;

function toCell(stored: unknown): Cell {
  const value = stored as StoredValue;
  if (value === null || value === undefined) return { text: "", number: null };
  if (typeof value === "number") return { text: String(value), number: value };
  if (typeof value === "boolean") return { text: value ? "TRUE" : "FALSE", number: null };
  if (value instanceof Date) return { text: clockText(value), number: null };
  return { text: value, number: null };
}

/** Serial dates count from 1900, so that a time of day without a date stands in the last days of 1899. */
const FIRST_DATE = Date.UTC(1900, 0, 1);

function clockText(date: Date): string {
  // The library rounds down to whole milliseconds, so that 09:43:07 may come as 09:43:06.999.
  const rounded = new Date(Math.round(date.getTime() / 1000) * 1000);
  const [day, time] = rounded.toISOString().slice(0, 19).split("T");
  if (rounded.getTime() < FIRST_DATE) return `${time}`;
  return time === "00:00:00" ? `${day}` : `${day} ${time}`;
}

/** Programs that write their own name where a person's name belongs; no other name is ever taken from there. */
const NAMED_AS_CREATOR =
  /<dc:creator>\s*(openpyxl|XlsxWriter|Apache POI|PhpSpreadsheet|EPPlus|ClosedXML)\b/i;

function savingProgram(parts: WorkbookParts): string | null {
  const core = textOf(parts, "docProps/core.xml");
  const creator = NAMED_AS_CREATOR.exec(core)?.[1];
  if (creator !== undefined) return creator;
  const properties = textOf(parts, "docProps/app.xml");
  const application = elementText(properties, "Application");
  const version = elementText(properties, "AppVersion");
  if (application === null) return null;
  return version === null ? application : `${application} ${version}`;
}

function elementText(xml: string, name: string): string | null {
  const match = new RegExp(`<(?:[\\w.-]+:)?${name}>([^<]*)<`).exec(xml);
  const text = match?.[1]?.trim() ?? "";
  return text === "" ? null : text;
}

function textOf(parts: WorkbookParts, name: string): string {
  const content = parts.get(name);
  return content === undefined ? "" : strFromU8(content);
}
