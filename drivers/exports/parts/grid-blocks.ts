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
  /** Of each number the column of the table where it stands; some are left out where a plate is parted by a gap. */
  readonly tableColumns: readonly number[];
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
  return runs.map((run) => ({
    row,
    ...run,
    tableColumns: run.plateColumns.map((_, index) => run.start + index),
  }));
}

/** The grids whose header is in this row of the table; several when plates stand side by side. */
export function gridsAt(table: CellTable, row: number): readonly PlateBlock[] {
  const found: PlateBlock[] = [];
  let sharedLetters: number | null = null;
  for (const run of joinParts(table, headerRuns(table, row))) {
    const place = lettersOf(table, run, sharedLetters);
    if (place === null) continue;
    const block = readGrid(table, run, place.letters, place.start);
    if (block === null) continue;
    sharedLetters = place.letters;
    found.push(block);
  }
  // Several blocks of one column under one heading line are a plate whose columns are parted by something else.
  const slivers = found.filter(({ plateColumns }) => plateColumns.length === 1);
  return slivers.length > 1 || found.some((block) => isOtherPart(block, found)) ? [] : found;
}

/** Blocks beside the same row letters hold the same columns of the plate, or a heading between them is damaged. */
function isOtherPart(block: PlateBlock, found: readonly PlateBlock[]): boolean {
  const columns = block.plateColumns.join();
  return found.some((one) => one.left === block.left && one.plateColumns.join() !== columns);
}

/** Empty columns between the parts of one plate, as people leave them between columns 6 and 7. */
const MAX_COLUMN_GAP = 2;

/** Runs that go on counting behind a small gap, over no letters and no values of their own, are one plate. */
function joinParts(table: CellTable, runs: readonly HeaderRun[]): readonly HeaderRun[] {
  const joined: HeaderRun[] = [];
  for (const run of runs) {
    const before = joined.at(-1);
    if (before === undefined || !goesOn(table, before, run)) joined.push(run);
    else joined[joined.length - 1] = joinTwo(before, run);
  }
  return joined;
}

function joinTwo(before: HeaderRun, run: HeaderRun): HeaderRun {
  return {
    ...before,
    plateColumns: [...before.plateColumns, ...run.plateColumns],
    tableColumns: [...before.tableColumns, ...run.tableColumns],
  };
}

function goesOn(table: CellTable, before: HeaderRun, run: HeaderRun): boolean {
  const end = (before.tableColumns.at(-1) ?? 0) + 1;
  const isNext = run.plateColumns[0] === (before.plateColumns.at(-1) ?? 0) + 1;
  if (!isNext || run.start - end > MAX_COLUMN_GAP) return false;
  const first = nextFilledRow(table, run.row + 1);
  return [run.row, first ?? run.row].every((row) =>
    Array.from({ length: run.start - end }, (_, index) => end + index).every(
      (column) => cellText(table, row, column) === "",
    ),
  );
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
  const columns = run.tableColumns.map((column) => column + start - run.start);
  const lines = gridLines(table, run, letters, columns);
  if (lines.length === 0) return null;
  const end = (columns.at(-1) ?? start) + 1;
  const long = lines.filter(
    ({ tableRow }) =>
      hasNumberBeyond(table, tableRow, run.row, end) || isGapFilled(table, tableRow, columns),
  );
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
  columns: readonly number[],
): readonly BlockLine[] {
  const lines: BlockLine[] = [];
  let row = run.row + 1;
  while (row < table.rows.length) {
    const last = lines.at(-1)?.plateRow ?? -1;
    const letter = rowIndexOf(cellText(table, row, letters));
    const goesOn =
      letter !== null
        ? letter > 0 || last < 0
        : lines.at(-1)?.tableRow === row - 1 && isFurtherLine(table, row, letters, columns);
    if (goesOn) {
      lines.push(lineAt(table, row, letter ?? last, columns));
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
  columns: readonly number[],
): boolean {
  if (cellText(table, row, letters) !== "") return false;
  if (headerRuns(table, row).some((run) => run.plateColumns.length > 2)) return false;
  const end = (columns.at(-1) ?? 0) + 1;
  return [...columns, end].some((column) => cellText(table, row, column) !== "");
}

function lineAt(
  table: CellTable,
  row: number,
  plateRow: number,
  columns: readonly number[],
): BlockLine {
  const cells = columns.map((tableColumn) => ({
    cell: table.rows[row]?.[tableColumn],
    tableRow: row,
    tableColumn,
  }));
  const text = cellText(table, row, (columns.at(-1) ?? 0) + 1);
  const label = rowIndexOf(text) === plateRow ? "" : text;
  return { plateRow, tableRow: row, cells, label: isLabel(label) ? label : null };
}

/** Gen5 writes a bare wavelength as a label, so a number of three digits without decimals is one. */
function isLabel(text: string): boolean {
  return text !== "" && (!isNumberText(text) || /^\d{3,4}$/.test(text));
}

/** Something stands in the gap between two parts of the plate, under no heading. */
function isGapFilled(table: CellTable, row: number, columns: readonly number[]): boolean {
  for (let column = columns[0] ?? 0; column < (columns.at(-1) ?? 0); column += 1) {
    if (!columns.includes(column) && cellText(table, row, column) !== "") return true;
  }
  return false;
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
