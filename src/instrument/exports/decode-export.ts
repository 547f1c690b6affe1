/** Bytes of a vendor's export file to tables of cells, whatever it was saved as. */
import { type CellTable, type ExportDocument, ExportRefused } from "./contract.ts";
import { decodeText } from "./decode-text.ts";
import { isHtmlTable, textOfHtml } from "./html-table.ts";
import { findSeparator, type Separator, splitText } from "./split-text.ts";
import { readWorkbook } from "./workbook.ts";
import { isXmlSpreadsheet, textOfXmlSpreadsheet } from "./xml-spreadsheet.ts";

/** No export of endpoint absorbance comes near; more is a film of kinetics or no export. */
const MAX_TEXT_BYTES = 20 * 1024 * 1024;

/** Two hundred plates as lists of wells have a fifth of that. */
const MAX_LINES = 100_000;

function tooLarge(): ExportRefused {
  return new ExportRefused(
    "TOO_LARGE",
    "The file is far larger than any export of endpoint absorbance.",
  );
}

interface Foreign {
  readonly magic: readonly number[];
  readonly code: string;
  readonly sentence: string;
}

const FOREIGN: readonly Foreign[] = [
  {
    magic: [0xd0, 0xcf, 0x11, 0xe0],
    code: "OLD_WORKBOOK",
    sentence:
      "This is a workbook of the old kind (.xls), or one locked with a password: open it and save it as .xlsx without a password, or let the reader's program export text.",
  },
  {
    magic: [0x25, 0x50, 0x44, 0x46],
    code: "NOT_AN_EXPORT",
    sentence:
      "This is a PDF report: let the reader's program export the raw data as text, CSV or .xlsx.",
  },
  {
    magic: [0x89, 0x50, 0x4e, 0x47],
    code: "NOT_AN_EXPORT",
    sentence: "This is a picture: export the raw data as text, CSV or .xlsx.",
  },
  {
    magic: [0xff, 0xd8, 0xff],
    code: "NOT_AN_EXPORT",
    sentence: "This is a picture: export the raw data as text, CSV or .xlsx.",
  },
];

const NO_TEXT =
  "This file is neither text nor a workbook, perhaps a program's own data file: let the reader's program export the raw data as text, CSV or .xlsx.";

/**
 * Tables of the file: one for a text, one a sheet for a workbook.
 * Throws ExportRefused for empty files and for kinds of files that hold no readable cells.
 */
export async function decodeExport(fileName: string, bytes: Uint8Array): Promise<ExportDocument> {
  if (bytes.length === 0) throw new ExportRefused("NO_RESULTS", "The file is empty.");
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return decodeWorkbook(fileName, bytes);
  const foreign = FOREIGN.find(({ magic }) => startsWith(bytes, magic));
  if (foreign !== undefined) throw new ExportRefused(foreign.code, foreign.sentence);
  return decodeTextFile(fileName, bytes);
}

async function decodeWorkbook(fileName: string, bytes: Uint8Array): Promise<ExportDocument> {
  const { tables, savedBy } = await readWorkbook(bytes);
  const cut = tables.map(cutOneColumn);
  const separator = cut.find((one) => one.separator !== null)?.separator ?? null;
  return {
    fileName,
    container: "workbook",
    encoding: null,
    separator,
    tables: cut.map(({ table }) => table),
    savedBy,
  };
}

function decodeTextFile(fileName: string, bytes: Uint8Array): ExportDocument {
  if (bytes.length > MAX_TEXT_BYTES) {
    throw tooLarge();
  }
  const decoded = decodeText(bytes);
  if (decoded === null) throw new ExportRefused("NOT_AN_EXPORT", NO_TEXT);
  const text = plainText(decoded.text);
  const { table, separator } = splitText(text);
  if (table.rows.length > MAX_LINES) throw tooLarge();
  const cut = cutOneColumn(table);
  return {
    fileName,
    container: "text",
    encoding: decoded.encoding,
    separator: cut.separator ?? separator,
    tables: [cut.table],
    savedBy: null,
  };
}

function plainText(text: string): string {
  if (isXmlSpreadsheet(text)) return textOfXmlSpreadsheet(text);
  return isHtmlTable(text) ? textOfHtml(text) : text;
}

/**
 * A text that was pasted into a sheet, or opened with the wrong separator, stands in one column, a line a cell. Such a
 * table is cut at the separator of the text; any other stays as it is.
 */
function cutOneColumn(table: CellTable): { table: CellTable; separator: Separator | null } {
  const lines = table.rows.map((row) => row.map((cell) => cell.text).filter((text) => text !== ""));
  const filled = lines.filter((line) => line.length > 0);
  const single = filled.filter((line) => line.length === 1);
  if (filled.length === 0 || single.length !== filled.length) return { table, separator: null };
  const texts = lines.map((line) => line[0] ?? "");
  const separator = findSeparator(texts);
  if (separator === null) return { table, separator: null };
  const { table: cut } = splitText(texts.map((text) => text.replace(/[\r\n]+/g, " ")).join("\n"));
  return { table: { name: table.name, rows: cut.rows }, separator };
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[index] === byte);
}
