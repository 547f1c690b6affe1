/** Grids with column numbers above and row letters at the left, wherever they stand in a table. */

import { isNumberText } from "../../../src/instrument/exports/cell-kinds.ts";
import type { CellTable } from "../../../src/instrument/exports/contract.ts";
import {
  type BlockLine,
  cellText,
  columnIndexOf,
  isEmptyRow,
  type PlateBlock,
  rowIndexOf,
} from "./plate-block.ts";
import { findUneven } from "./uneven-rows.ts";

/** Column numbers that stand side by side in one row of a table. */
export interface HeaderRun {
  readonly row: number;
  readonly start: number;
  readonly plateColumns: readonly number[];
}

/** Blank lines between the rows of one grid; more of them separate grids. */
const MAX_GAP = 2;

/** Runs of column numbers of one row, left to right. A number that comes twice stays in its run, which is then no plate. */
export function headerRuns(table: CellTable, row: number): readonly HeaderRun[] {
  const runs: { start: number; plateColumns: number[] }[] = [];
  const width = table.rows[row]?.length ?? 0;
  let open = false;
  for (let column = 0; column < width; column += 1) {
    const number = columnIndexOf(cellText(table, row, column));
    const run = runs.at(-1);
    const last = run?.plateColumns.at(-1) ?? -1;
    const first = run?.plateColumns[0] ?? -1;
    if (number === null) open = false;
    else if (open && run !== undefined && (number > last || number > first))
      run.plateColumns.push(number);
    else {
      runs.push({ start: column, plateColumns: [number] });
      open = true;
    }
  }
  return runs.map((run) => ({ row, ...run }));
}

/** The grids whose header is in this row of the table; several when plates stand side by side. */
export function gridsAt(table: CellTable, row: number): readonly PlateBlock[] {
  const found: PlateBlock[] = [];
  let sharedLetters: number | null = null;
  for (const run of headerRuns(table, row)) {
    const place = lettersOf(table, run, sharedLetters);
    if (place === null) continue;
    const block = readGrid(table, run, place.letters, place.start);
    if (block === null) continue;
    sharedLetters = place.letters;
    found.push(block);
  }
  return found;
}

/** The column of the letters, and the one where values begin: a header whose corner is missing stands one too far left. */
function lettersOf(
  table: CellTable,
  run: HeaderRun,
  shared: number | null,
): { readonly letters: number; readonly start: number } | null {
  const first = nextFilledRow(table, run.row + 1);
  if (first === null) return null;
  const isLetter = (column: number) =>
    rowIndexOf(cellText(table, first, column)) !== null &&
    rowIndexOf(cellText(table, first, column + 1)) === null;
  for (const letters of [run.start - 1, run.start - 2]) {
    if (letters >= 0 && isLetter(letters) && !isCornerTaken(table, run.row, letters)) {
      return { letters, start: run.start };
    }
  }
  if (isLetter(run.start) && cellText(table, first, run.start + 1) !== "") {
    return { letters: run.start, start: run.start + 1 };
  }
  return shared === null ? null : { letters: shared, start: run.start };
}

/** A row letter over the letters means that the "header" is itself a line of values, as in a list of wells. */
function isCornerTaken(table: CellTable, row: number, column: number): boolean {
  return rowIndexOf(cellText(table, row, column)) !== null;
}

function nextFilledRow(table: CellTable, from: number): number | null {
  for (let row = from; row <= from + MAX_GAP && row < table.rows.length; row += 1) {
    if (!isEmptyRow(table, row)) return row;
  }
  return null;
}

function readGrid(
  table: CellTable,
  run: HeaderRun,
  letters: number,
  start: number,
): PlateBlock | null {
  const lines = gridLines(table, run, letters, start);
  if (lines.length === 0) return null;
  const end = start + run.plateColumns.length;
  const long = lines.filter((line) => hasNumberBeyond(table, line.tableRow, run.row, end));
  if (run.plateColumns.length < 12 && long.length * 2 > lines.length) return null;
  const uneven = findUneven(
    table,
    lines.map(({ tableRow }) => tableRow),
    end,
  );
  const isStump =
    table.name === null && lines.length === 1 && (table.rows[run.row + 1]?.length ?? 0) < end;
  return {
    form: "grid",
    table,
    top: run.row,
    bottom: lines.at(-1)?.tableRow ?? run.row,
    left: letters,
    right: end - 1,
    plateColumns: run.plateColumns,
    lines,
    corner: cellText(table, run.row, letters),
    shortRow: isStump ? (lines[0]?.tableRow ?? null) : uneven.shortRow,
    longRow: long[0]?.tableRow ?? uneven.longRow,
  };
}

function gridLines(
  table: CellTable,
  run: HeaderRun,
  letters: number,
  start: number,
): readonly BlockLine[] {
  const lines: BlockLine[] = [];
  const width = run.plateColumns.length;
  let row = run.row + 1;
  while (row < table.rows.length) {
    const last = lines.at(-1)?.plateRow ?? -1;
    const letter = rowIndexOf(cellText(table, row, letters));
    const goesOn =
      letter !== null
        ? letter > 0 || last < 0
        : lines.at(-1)?.tableRow === row - 1 && isFurtherLine(table, row, letters, start, width);
    if (goesOn) {
      lines.push(lineAt(table, row, letter ?? last, start, width));
      row += 1;
      continue;
    }
    const next = letter === null && isEmptyRow(table, row) ? nextFilledRow(table, row) : null;
    const nextLetter = next === null ? null : rowIndexOf(cellText(table, next, letters));
    if (next === null || nextLetter === null || nextLetter <= last) break;
    row = next;
  }
  return lines;
}

/** A line without a letter under one with a letter: a further quantity of the same plate row. */
function isFurtherLine(
  table: CellTable,
  row: number,
  letters: number,
  start: number,
  width: number,
): boolean {
  if (cellText(table, row, letters) !== "") return false;
  if (headerRuns(table, row).some((run) => run.plateColumns.length > 2)) return false;
  for (let column = start; column < start + width; column += 1) {
    if (cellText(table, row, column) !== "") return true;
  }
  return cellText(table, row, start + width) !== "";
}

function lineAt(
  table: CellTable,
  row: number,
  plateRow: number,
  start: number,
  width: number,
): BlockLine {
  const cells = Array.from({ length: width }, (_, index) => ({
    cell: table.rows[row]?.[start + index],
    tableRow: row,
    tableColumn: start + index,
  }));
  const text = cellText(table, row, start + width);
  const label = rowIndexOf(text) === plateRow ? "" : text;
  return { plateRow, tableRow: row, cells, label: isLabel(label) ? label : null };
}

/** Gen5 writes a bare wavelength as a label, so a number of three digits without decimals is one. */
function isLabel(text: string): boolean {
  return text !== "" && (!isNumberText(text) || /^\d{3,4}$/.test(text));
}

/** A number right of the grid under no heading of its own: the line has more cells than the header. */
function hasNumberBeyond(table: CellTable, row: number, headerRow: number, end: number): boolean {
  for (let column = end; column < (table.rows[row]?.length ?? 0); column += 1) {
    if (cellText(table, headerRow, column) !== "") return false;
    const text = cellText(table, row, column);
    if (isNumberText(text) && !(column === end && isLabel(text))) return true;
  }
  return false;
}
