/** Runs of lines that each name a well, wherever they stand in a table. */
import { parseWellName, type WellName } from "../../../src/domain/well.ts";
import { isNumberText, isWellText } from "../../../src/instrument/exports/cell-kinds.ts";
import type { CellTable } from "../../../src/instrument/exports/contract.ts";
import { cellText, columnIndexOf, isEmptyRow, rowIndexOf } from "./plate-block.ts";
import { placeOf, truncatedGrid, wrongFormat } from "./refuse.ts";
import { rowText } from "./titles.ts";

/** Fewer lines are no list of wells. */
const MIN_ROWS = 3;

const WELL_HEAD =
  /^(?:wells?|positions?|pos\.?|row|cell|coordinates?|well\s*(?:id|name|position|row))$/i;

const MAX_TITLES = 12;

/** The texts above the run, nearest first, back to row `from` (included). */
export function titlesAbove(table: CellTable, run: WellRun, from: number): readonly string[] {
  const titles: string[] = [];
  const end = run.head ?? run.rows[0]?.row ?? 0;
  for (let row = end - 1; row >= from && titles.length < MAX_TITLES; row -= 1) {
    const text = rowText(table, row);
    if (text !== "") titles.push(text);
  }
  return titles;
}

export interface WellRun {
  readonly rows: readonly { readonly row: number; readonly well: WellName }[];
  /** The columns that name the well. */
  readonly columns: readonly number[];
  readonly head: number | null;
  /** First column that belongs to the list, and the one behind its last. */
  readonly from: number;
  readonly to: number;
}

/** A list that begins in this row; null when none does. Throws PLATE_FORMAT for wells beyond H12. */
export function wellRun(table: CellTable, start: number): WellRun | null {
  const width = table.rows[start]?.length ?? 0;
  for (let column = 0; column < width; column += 1) {
    if (!isWellText(cellText(table, start, column))) continue;
    const rows = runOf(table, start, (row) => wellAtCell(table, row, column));
    if (rows.length >= MIN_ROWS) {
      const head = headOf(table, start);
      return { rows: knownWells(table, rows), columns: [column], head, from: 0, to: Infinity };
    }
  }
  return splitRun(table, start);
}

/** Lists side by side: wells under the same heading as the first ones, each with values behind them. */
export function partsOf(table: CellTable, run: WellRun): readonly WellRun[] {
  const [first, second] = run.columns;
  const start = run.rows[0]?.row ?? 0;
  if (first === undefined || second !== undefined) return [run];
  const headAt = (column: number) => (run.head === null ? "" : cellText(table, run.head, column));
  const width = table.rows[start]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) => column).filter(
    (column) =>
      column >= first &&
      parseWellName(wellAtCell(table, start, column) ?? "") !== null &&
      headAt(column) === headAt(first) &&
      (headAt(column) !== "" || isNumberText(cellText(table, start, column + 1))),
  );
  if (columns.length < 2 || columns[0] !== first) return [run];
  const parts = columns.map((column, index) => {
    const rows = runOf(table, start, (row) => wellAtCell(table, row, column));
    const to = columns[index + 1] ?? Infinity;
    return { rows: knownWells(table, rows), columns: [column], head: run.head, from: column, to };
  });
  refuseBroken(table, parts);
  return parts;
}

/** Something that is no well ends one of the lists while others go on: its line got a cell too many or too few. */
function refuseBroken(table: CellTable, parts: readonly WellRun[]): void {
  const end = Math.max(...parts.map(({ rows }) => rows.at(-1)?.row ?? 0));
  for (const { rows, columns } of parts) {
    const next = (rows.at(-1)?.row ?? end) + 1;
    if (next <= end && cellText(table, next, columns[0] ?? 0) !== "") {
      throw truncatedGrid(
        "A line of the lists side by side has other cells",
        placeOf(table.name, next),
      );
    }
  }
}

/** A row letter and a column number in two columns, under headings that say so. */
function splitRun(table: CellTable, start: number): WellRun | null {
  const head = headOf(table, start);
  if (head === null) return null;
  const heads = (table.rows[head] ?? []).map((_, column) => cellText(table, head, column));
  const letters = heads.findIndex((text) => /^(?:row|well\s*row|plate\s*row)$/i.test(text));
  const numbers = heads.findIndex((text) =>
    /^(?:col|column|well\s*col(?:umn)?|plate\s*col(?:umn)?)$/i.test(text),
  );
  if (letters < 0 || numbers < 0) return null;
  const rows = runOf(table, start, (row) => {
    const text = cellText(table, row, letters);
    const number = columnIndexOf(cellText(table, row, numbers));
    const letter = rowIndexOf(text) ?? columnIndexOf(text);
    if (letter === null || number === null) return null;
    return `${String.fromCharCode(65 + letter)}${number + 1}`;
  });
  return rows.length >= MIN_ROWS
    ? { rows: knownWells(table, rows), columns: [letters, numbers], head, from: 0, to: Infinity }
    : null;
}

function runOf(
  table: CellTable,
  start: number,
  nameOf: (row: number) => string | null,
): readonly { readonly row: number; readonly name: string }[] {
  const rows: { row: number; name: string }[] = [];
  for (let row = start; row < table.rows.length; row += 1) {
    const name = nameOf(row);
    if (name === null) break;
    rows.push({ row, name });
  }
  return rows;
}

function wellAtCell(table: CellTable, row: number, column: number): string | null {
  const text = cellText(table, row, column);
  return isWellText(text) ? text.replace(/[ \-_]/g, "") : null;
}

/** The wells of the run by their names on a plate of 96. Throws PLATE_FORMAT when there are others. */
function knownWells(
  table: CellTable,
  rows: readonly { readonly row: number; readonly name: string }[],
): WellRun["rows"] {
  return rows.map(({ row, name }) => {
    const well = parseWellName(name);
    if (well === null)
      throw wrongFormat(`more than 96 wells: there is a well ${name}`, placeOf(table.name, row));
    return { row, well };
  });
}

/** The row of headings above the list; over an empty row it must speak of wells, or it is a remark. */
function headOf(table: CellTable, start: number): number | null {
  for (let row = start - 1; row >= Math.max(0, start - 2); row -= 1) {
    if (isEmptyRow(table, row)) continue;
    const texts = (table.rows[row] ?? []).map((_, column) => cellText(table, row, column));
    const isBeside = row === start - 1 || texts.some((text) => WELL_HEAD.test(text));
    return isBeside && texts.filter((text) => text !== "").length >= 2 ? row : null;
  }
  return null;
}
