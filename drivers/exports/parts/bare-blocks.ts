/** Grids that lack column numbers, row letters or both: they can only be whole plates of 8 rows and 12 columns. */
import type { CellTable } from "../../../src/instrument/exports/contract.ts";
import { headerRuns } from "./grid-blocks.ts";
import {
  type BlockLine,
  cellText,
  isValueCell,
  type PlateBlock,
  rowIndexOf,
} from "./plate-block.ts";
import { findUneven } from "./uneven-rows.ts";

const ROWS = 8;
const COLUMNS = 12;

/** A rectangle of values, whatever its size. */
export interface Rectangle {
  readonly table: CellTable;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  /** Row letters at its left, if they stand there. */
  readonly letters: readonly (number | null)[];
}

/** Rows of the table that hold six values or more one below the other, from the same column on. */
export function findRectangles(
  table: CellTable,
  tokens: ReadonlySet<string>,
  isTaken: (row: number) => boolean,
): readonly Rectangle[] {
  const found: Rectangle[] = [];
  let open: { top: number; left: number; right: number; letters: (number | null)[] } | null = null;
  const close = (end: number) => {
    if (open === null) return;
    const { letters, ...place } = open;
    found.push({ table, ...place, bottom: end - 1, letters });
    open = null;
  };
  for (let row = 0; row < table.rows.length; row += 1) {
    const span = isTaken(row) ? null : valueSpan(table, row, tokens);
    if (span === null) {
      close(row);
      continue;
    }
    const letter = rowIndexOf(cellText(table, row, span.left - 1));
    if (open !== null && open.left !== span.left) close(row);
    open ??= { top: row, left: span.left, right: span.right, letters: [] };
    open.right = Math.max(open.right, span.right);
    open.letters.push(letter);
  }
  close(table.rows.length);
  return found;
}

const MIN_VALUES = 6;

/** First and last value of the row if values are all that stands there, but for a letter or a title in front. */
function valueSpan(
  table: CellTable,
  row: number,
  tokens: ReadonlySet<string>,
): { readonly left: number; readonly right: number } | null {
  const cells = table.rows[row] ?? [];
  const filled = cells.flatMap((_, column) =>
    cellText(table, row, column) === "" ? [] : [column],
  );
  const first = filled[0];
  if (first === undefined) return null;
  const values = filled.filter((column) => isValueCell(cells[column], tokens));
  const left = values[0];
  const right = values.at(-1);
  if (left === undefined || right === undefined || values.length < MIN_VALUES) return null;
  // All that stands from the first value on is values, if as many stand there as there are values.
  const fromLeft = filled.filter((column) => column >= left);
  return fromLeft.length === values.length ? { left, right } : null;
}

/** The rectangle as a plate; null when it is not 8 by 12, or its letters are not A to H. */
export function asPlate(rectangle: Rectangle): PlateBlock | null {
  const { table, top, bottom, left, right, letters } = rectangle;
  const header = headerRuns(table, top)[0];
  const hasHeader = header?.plateColumns.length === COLUMNS && header.start === left;
  const first = hasHeader ? top + 1 : top;
  const named = letters.slice(first - top);
  const hasLetters = named.every((letter, index) => letter === index);
  const hasNone = named.every((letter) => letter === null);
  if (bottom - first + 1 !== ROWS || right - left + 1 !== COLUMNS || !(hasLetters || hasNone)) {
    return null;
  }
  const uneven = findUneven(
    table,
    Array.from({ length: ROWS }, (_, index) => first + index),
    right + 1,
  );
  if (uneven.shortRow !== null || uneven.longRow !== null) return null;
  const lines = Array.from({ length: ROWS }, (_, index) =>
    lineOf(table, first + index, index, left),
  );
  return {
    form: hasHeader ? "header-only" : hasLetters ? "letters-only" : "bare",
    table,
    top,
    bottom,
    left: hasLetters ? left - 1 : left,
    right,
    plateColumns: Array.from({ length: COLUMNS }, (_, index) => index),
    lines,
    corner: "",
    shortRow: null,
    longRow: null,
  };
}

function lineOf(table: CellTable, row: number, plateRow: number, left: number): BlockLine {
  const cells = Array.from({ length: COLUMNS }, (_, index) => ({
    cell: table.rows[row]?.[left + index],
    tableRow: row,
    tableColumn: left + index,
  }));
  return { plateRow, tableRow: row, cells, label: null };
}
