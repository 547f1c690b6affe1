/** Plate sections of a SoftMax Pro text: their positional first line, and where their values begin. */
import type { CellTable } from "../../src/instrument/exports/contract.ts";
import { cellText } from "./parts/plate-block.ts";
import { wavelengthsIn } from "./parts/wavelength.ts";

export interface PlateSection {
  readonly table: CellTable;
  /** Rows of the table, from 0: the `Plate:` line, and the line behind the section's last. */
  readonly top: number;
  readonly end: number;
  /** True when the section's end mark was there. */
  readonly closed: boolean;
  readonly name: string;
  readonly format: "plate" | "list";
  /** `Endpoint`, `Kinetic`, `Spectrum`, `Well Scan`. */
  readonly readType: string;
  /** `Absorbance`, `Fluorescence`, `Luminescence` … */
  readonly readMode: string;
  /** `Raw` or `Reduced`. */
  readonly dataType: string;
  readonly wavelengthsNm: readonly number[];
  /** Wells of the plate format as stated; null when the line does not say. */
  readonly wells: number | null;
  /** First row (from 0) and number of rows that were read, as stated; null when the line does not say. */
  readonly firstRow: number | null;
  readonly rowCount: number | null;
}

const FORMATS: readonly number[] = [6, 12, 24, 48, 96, 384, 1536];

/** The plate sections of a table, in their order. Notes, groups and other sections are passed over. */
export function plateSections(table: CellTable): readonly PlateSection[] {
  const starts = table.rows.flatMap((_, row) => (isPlateLine(table, row) ? [row] : []));
  return starts.map((top) => {
    const { end, closed } = findEnd(table, top);
    return { table, top, end, closed, ...readPlateLine(table, top) };
  });
}

/** The first text of the row; SoftMax Pro itself writes it in the first column. */
function firstText(table: CellTable, row: number): string {
  return (
    (table.rows[row] ?? [])
      .map((_, column) => cellText(table, row, column))
      .find((text) => text !== "") ?? ""
  );
}

function isPlateLine(table: CellTable, row: number): boolean {
  return /^plate:/i.test(firstText(table, row));
}

/** A section ends at its mark, or where another begins, or with the table. */
function findEnd(
  table: CellTable,
  top: number,
): { readonly end: number; readonly closed: boolean } {
  for (let row = top + 1; row < table.rows.length; row += 1) {
    const text = firstText(table, row);
    if (/^~\s*end/i.test(text)) return { end: row, closed: true };
    if (/^(?:plate|group|note|cuvette):/i.test(text)) return { end: row, closed: false };
    if (/^original filename/i.test(text)) return { end: row, closed: false };
  }
  return { end: table.rows.length, closed: false };
}

type LineFacts = Omit<PlateSection, "table" | "top" | "end" | "closed">;

/**
 * The line is positional, but fluorescence adds a field and some versions leave blanks, so it is read from three
 * anchors: the export format, the word Raw or Reduced, and the number of wells behind the wavelengths.
 */
function readPlateLine(table: CellTable, row: number): LineFacts {
  const all = (table.rows[row] ?? []).map((_, column) => cellText(table, row, column));
  const texts = all.slice(all.findIndex((text) => text !== ""));
  const inFirst = (texts[0] ?? "").replace(/^plate:\s*/i, "");
  const format = texts.findIndex((text) => /^(?:plate|time)format$/i.test(text));
  const data = texts.findIndex(
    (text, index) => index > format && /^(?:raw|reduced|both)$/i.test(text),
  );
  const name = inFirst === "" ? (texts[1] ?? "") : inFirst;
  const place = format < 0 ? -1 : findWells(texts, data);
  const firstRow = Number(texts[place + 1]);
  const rowCount = Number(texts[place + 2]);
  const hasRows = place >= 0 && firstRow >= 1 && rowCount >= 1;
  return {
    name,
    format: /^time/i.test(texts[format] ?? "") ? "list" : "plate",
    readType: texts[format + 1] ?? "",
    readMode: texts[format + 2] ?? "",
    dataType: texts[data] ?? "",
    wavelengthsNm: place < 0 ? [] : wavelengthsIn(texts[place - 3] ?? ""),
    wells: place < 0 ? null : Number(texts[place]),
    firstRow: hasRows ? firstRow - 1 : null,
    rowCount: hasRows ? rowCount : null,
  };
}

/** The field of the wells: a plate format behind first column and number of columns, and these behind wavelengths. */
function findWells(texts: readonly string[], data: number): number {
  return texts.findIndex(
    (text, index) =>
      index > data + 3 &&
      FORMATS.includes(Number(text)) &&
      /^\d+$/.test(texts[index - 1] ?? "") &&
      /^\d+$/.test(texts[index - 2] ?? "") &&
      wavelengthsIn(texts[index - 3] ?? "").length > 0,
  );
}
