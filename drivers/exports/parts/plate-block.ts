/** A plate found in a table: which cell is which well. What stands in the cells is not looked at here. */

import { isNumberText, tidy } from "../../../src/instrument/exports/cell-kinds.ts";
import type { Cell, CellTable } from "../../../src/instrument/exports/contract.ts";

export interface BlockCell {
  readonly cell: Cell | undefined;
  /** Row and column in the table, from 0. */
  readonly tableRow: number;
  readonly tableColumn: number;
}

/** Values of one row of the plate, in the order of the block's `plateColumns`. */
export interface BlockLine {
  /** 0 is row A. */
  readonly plateRow: number;
  readonly tableRow: number;
  readonly cells: readonly BlockCell[];
  /** The text right of the last column, as Gen5 writes it; null when there is none. */
  readonly label: string | null;
}

export interface PlateBlock {
  /** `grid`: numbers above, letters at the left. `transposed`: letters above. The next three lack one or both. */
  readonly form: "grid" | "transposed" | "header-only" | "letters-only" | "bare" | "list";
  readonly table: CellTable;
  /** First and last row and column in the table, from 0, with header and letters. */
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
  /** 0 is column 1. */
  readonly plateColumns: readonly number[];
  /** Several lines for one plate row mean several quantities. */
  readonly lines: readonly BlockLine[];
  /** The text in the corner of header and letters. */
  readonly corner: string;
  /** The first row of the table that has fewer cells than the others of the block; null when none has. */
  readonly shortRow: number | null;
  /** The first row of the table with numbers beyond the last column; null when none has. */
  readonly longRow: number | null;
}

/** The text of a cell without blanks around it; empty for a cell that is not there. */
export function cellText(table: CellTable, row: number, column: number): string {
  const cell = table.rows[row]?.[column];
  return cell === undefined ? "" : tidy(cell.text);
}

/** 0 for `A` … 31 for `AF`; null for every other text. `Row A` and `A:` count as A. */
export function rowIndexOf(text: string): number | null {
  const letters = /^(?:row\s*)?([A-Z]|A[A-F])[:.]?$/i.exec(text)?.[1]?.toUpperCase();
  if (letters === undefined) return null;
  const last = letters.charCodeAt(letters.length - 1) - 65;
  return letters.length === 1 ? last : 26 + last;
}

/** 0 for `1`, `01`, `Col 1` … 47 for `48`; null for every other text. */
export function columnIndexOf(text: string): number | null {
  const digits = /^(?:col(?:umn)?\.?\s*)?0?(\d{1,2})(?:\.0)?$/i.exec(text)?.[1];
  const number = Number(digits);
  return number >= 1 && number <= 48 ? number - 1 : null;
}

export function isEmptyRow(table: CellTable, row: number): boolean {
  return (table.rows[row] ?? []).every((cell) => tidy(cell.text) === "");
}

/** True for a number, also a masked one. */
export function isValueCell(cell: Cell | undefined, tokens: ReadonlySet<string>): boolean {
  if (cell === undefined) return false;
  if (cell.number !== null) return true;
  const text = tidy(cell.text);
  return isNumberText(text.replace(/^[*<>]+|\*+$/g, "").trim()) || tokens.has(text.toLowerCase());
}

/** Every cell of the block, line by line. */
export function blockCells(block: PlateBlock): readonly BlockCell[] {
  return block.lines.flatMap((line) => line.cells);
}

export function isFilled(one: BlockCell): boolean {
  return one.cell !== undefined && tidy(one.cell.text) !== "";
}

/** True when what stands in the block is mostly numbers and tokens: a layout of sample names is no read. */
export function holdsValues(block: PlateBlock, tokens: ReadonlySet<string>): boolean {
  const filled = blockCells(block).filter(isFilled);
  const values = filled.filter(({ cell }) => isValueCell(cell, tokens));
  return values.length > 0 && values.length * 2 >= filled.length;
}

/** 96, or 384 or 1536 when letters or columns go beyond H and 12. */
export function wellsOf(block: PlateBlock): number {
  const rows = block.lines.reduce((most, line) => Math.max(most, line.plateRow), 0) + 1;
  const columns = Math.max(...block.plateColumns, 0) + 1;
  if (rows > 16 || columns > 24) return 1536;
  return rows > 8 || columns > 12 ? 384 : 96;
}
