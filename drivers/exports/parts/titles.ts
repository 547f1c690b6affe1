/** Texts that stand above a grid and say what is in it. */
import type { CellTable } from "../../../src/instrument/exports/contract.ts";
import { cellText, isEmptyRow, type PlateBlock } from "./plate-block.ts";

/** Every text above the block, nearest line first, back to `from` (a row of the table, included). */
export function textsAbove(
  block: PlateBlock,
  from: number,
  columns: { readonly left: number; readonly right: number } | null = null,
): readonly string[] {
  const lines: string[] = [];
  for (let row = block.top - 1; row >= Math.max(0, from); row -= 1) {
    const text = rowText(block.table, row, columns);
    if (text !== "") lines.push(text);
  }
  return lines;
}

/** The texts of a row, joined by one blank; of all columns, or of those from `left` to `right`. */
export function rowText(
  table: CellTable,
  row: number,
  columns: { readonly left: number; readonly right: number } | null = null,
): string {
  if (isEmptyRow(table, row)) return "";
  const cells = (table.rows[row] ?? []).map((_, column) => cellText(table, row, column));
  const own = columns === null ? cells : cells.slice(Math.max(0, columns.left), columns.right + 1);
  return own.filter((text) => text !== "").join(" ");
}
