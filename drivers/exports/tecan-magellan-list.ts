/** Magellan's list: a line of headings with the well column among them, a line a well, then lines about the measurement. */
import type { WellName } from "../../src/domain/well.ts";
import { isNumberText } from "../../src/instrument/exports/cell-kinds.ts";
import type { CellTable } from "../../src/instrument/exports/contract.ts";
import { ExportRefused } from "../../src/instrument/exports/contract.ts";
import { cellText, isEmptyRow } from "./parts/plate-block.ts";
import { placeOf } from "./parts/refuse.ts";
import { type WellCell, wellOfText } from "./parts/well-cells.ts";

export interface MagellanColumn {
  /** The heading, in the file's own words. */
  readonly label: string;
  /** From 0. */
  readonly column: number;
}

export interface MagellanRow {
  readonly well: WellName;
  /** From 0. */
  readonly row: number;
  /** Empty where the file names no plate in this line. */
  readonly plate: string;
}

export interface MagellanList {
  readonly table: CellTable;
  readonly headerRow: number;
  /** Columns with something else than wells and plates. */
  readonly columns: readonly MagellanColumn[];
  readonly rows: readonly MagellanRow[];
}

/** One quantity of the file, before anything is known of what it is. */
export interface MagellanQuantity {
  readonly label: string;
  /** With the plate that the file names beside each. */
  readonly cells: readonly (WellCell & { readonly plate: string })[];
}

/** What Magellan calls the values it measured, where one measurement has no other label. */
export const RAW_DATA = "Raw data";

const WELL_HEADING =
  /^(well positions?|well-?positionen?|position des puits|positions? de puits)$/i;
const PLATE_HEADING = /^(plate|platte|plaque|plate id|barcode)$/i;
/** Headings of columns that describe a well; their numbers are no values. */
const DESCRIBING =
  /^(layout|sample|samples|sample ?id.*|sample name|id.*|identifier|replicate.*|repl.*|experimental group|group|dilution.*|name|type|well.*|row|column|col)$/i;
const FIRST_AFTER = /^(date of measurement|messdatum|date de mesure)/i;

/** True when the table has the first of the lines about the measurement. */
export function hasMagellanNotes(table: CellTable): boolean {
  return table.rows.some((row) => row.some((cell) => FIRST_AFTER.test(cell.text.trim())));
}

/** The list of the table; null when it has no well column with a well below it. */
export function findMagellanList(table: CellTable): MagellanList | null {
  for (const [headerRow, row] of table.rows.entries()) {
    const wellColumn = row.findIndex((cell) => WELL_HEADING.test(cell.text.trim()));
    if (wellColumn < 0) continue;
    const plateColumn = row.findIndex((cell) => PLATE_HEADING.test(cell.text.trim()));
    const rows = wellRows(table, headerRow, wellColumn, plateColumn);
    if (rows.length === 0) continue;
    const columns = row.flatMap((cell, column) => {
      const label = cell.text.trim();
      const isOther = label !== "" && column !== wellColumn && column !== plateColumn;
      return isOther ? [{ label, column }] : [];
    });
    return { table, headerRow, columns, rows };
  }
  return findBareList(table);
}

/**
 * The list of an .asc text, which has no headings: the wells in one column of every line down to the lines about the
 * measurement, numbers in others. With one column of numbers that is the raw data; of several, those that are no counts.
 */
function findBareList(table: CellTable): MagellanList | null {
  const end = table.rows.findIndex((row) => row.some((cell) => FIRST_AFTER.test(cell.text.trim())));
  const first = table.rows.findIndex((_row, index) => !isEmptyRow(table, index));
  const wellColumn = (table.rows[first] ?? []).findIndex((cell) =>
    /^[A-H]0?1?\d$/i.test(cell.text.trim()),
  );
  if (end < 0 || wellColumn < 0) return null;
  const rows = wellRows(table, first - 1, wellColumn, -1);
  const width = Math.max(0, ...rows.map(({ row }) => table.rows[row]?.length ?? 0));
  const numeric = Array.from({ length: width }, (_, column) => column).filter(
    (column) =>
      column !== wellColumn && rows.some(({ row }) => isNumberText(cellText(table, row, column))),
  );
  const decimal = numeric.filter((column) =>
    rows.some(({ row }) => /[.,]/.test(cellText(table, row, column))),
  );
  const chosen = numeric.length > 1 ? decimal : numeric;
  const columns = chosen.map((column, index) => ({
    label: chosen.length === 1 ? RAW_DATA : `${RAW_DATA} ${index + 1}`,
    column,
  }));
  return rows.length === 0 || columns.length === 0
    ? null
    : { table, headerRow: first - 1, columns, rows };
}

/** True when the column has numbers and its heading does not say that it describes the wells. */
export function holdsNumbers(list: MagellanList, { label, column }: MagellanColumn): boolean {
  if (DESCRIBING.test(label)) return false;
  return list.rows.some(({ row }) => isNumberText(cellText(list.table, row, column)));
}

function wellRows(
  table: CellTable,
  headerRow: number,
  wellColumn: number,
  plateColumn: number,
): MagellanRow[] {
  const rows: MagellanRow[] = [];
  for (let row = headerRow + 1; row < table.rows.length; row++) {
    if (table.rows[row]?.some((cell) => FIRST_AFTER.test(cell.text.trim()))) break;
    const name = cellText(table, row, wellColumn);
    if (name === "") continue;
    const well = wellOfText(name, placeOf(table.name, row));
    if (well === null) throw unknownWell(name, placeOf(table.name, row, wellColumn));
    rows.push({ well, row, plate: plateColumn < 0 ? "" : cellText(table, row, plateColumn) });
  }
  return rows;
}

function unknownWell(name: string, where: string): ExportRefused {
  return new ExportRefused(
    "UNKNOWN_WELL",
    `“${name}” stands where a well should stand (${where}): export the list again.`,
  );
}
