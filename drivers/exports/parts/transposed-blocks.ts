/** Grids that stand on their side: row letters above, column numbers at the left. */
import type { CellTable } from "../../../src/instrument/exports/contract.ts";
import {
  type BlockCell,
  cellText,
  columnIndexOf,
  type PlateBlock,
  rowIndexOf,
} from "./plate-block.ts";
import { findUneven } from "./uneven-rows.ts";

/** Fewer letters side by side are no header: a single A may be anything. */
const MIN_LETTERS = 2;

/** The grids whose header of letters is in this row of the table. */
export function transposedAt(table: CellTable, row: number): readonly PlateBlock[] {
  return letterRuns(table, row)
    .map((run) => readTransposed(table, row, run))
    .filter((block) => block !== null);
}

interface LetterRun {
  readonly start: number;
  readonly plateRows: readonly number[];
}

function letterRuns(table: CellTable, row: number): readonly LetterRun[] {
  const runs: { start: number; plateRows: number[] }[] = [];
  for (let column = 0; column < (table.rows[row]?.length ?? 0); column += 1) {
    const letter = rowIndexOf(cellText(table, row, column));
    const run = runs.at(-1);
    if (letter === null) continue;
    const isNext =
      run !== undefined &&
      column === run.start + run.plateRows.length &&
      letter > (run.plateRows.at(-1) ?? 0);
    if (isNext) run.plateRows.push(letter);
    else runs.push({ start: column, plateRows: [letter] });
  }
  return runs.filter((run) => run.plateRows.length >= MIN_LETTERS);
}

function readTransposed(table: CellTable, row: number, run: LetterRun): PlateBlock | null {
  const shifted = columnIndexOf(cellText(table, row + 1, run.start - 1)) === null;
  const numbers = shifted ? run.start : run.start - 1;
  const start = numbers + 1;
  const rows = numberedRows(table, row + 1, numbers);
  const last = rows.at(-1);
  const isBeside = cellText(table, row + 1, start) !== "";
  if (last === undefined || rows.length < 2 || (shifted && !isBeside)) return null;
  const cellAt = (tableRow: number, index: number): BlockCell => ({
    cell: table.rows[tableRow]?.[start + index],
    tableRow,
    tableColumn: start + index,
  });
  const right = start + run.plateRows.length;
  const uneven = findUneven(
    table,
    rows.map(({ tableRow }) => tableRow),
    right,
  );
  return {
    form: "transposed",
    table,
    top: row,
    bottom: last.tableRow,
    left: numbers,
    right: right - 1,
    plateColumns: rows.map(({ plateColumn }) => plateColumn),
    lines: run.plateRows.map((plateRow, index) => ({
      plateRow,
      tableRow: row,
      cells: rows.map(({ tableRow }) => cellAt(tableRow, index)),
      label: null,
    })),
    corner: cellText(table, row, numbers),
    ...uneven,
  };
}

function numberedRows(
  table: CellTable,
  from: number,
  column: number,
): readonly { readonly tableRow: number; readonly plateColumn: number }[] {
  const rows: { tableRow: number; plateColumn: number }[] = [];
  for (let tableRow = from; tableRow < table.rows.length; tableRow += 1) {
    const plateColumn = columnIndexOf(cellText(table, tableRow, column));
    if (plateColumn === null || plateColumn <= (rows.at(-1)?.plateColumn ?? -1)) break;
    rows.push({ tableRow, plateColumn });
  }
  return rows;
}
