/** Lines of a text that lost a value or got one too many: from there on every value stands in a wrong column. */

import { isNumberText } from "../../../src/instrument/exports/cell-kinds.ts";
import type { CellTable } from "../../../src/instrument/exports/contract.ts";
import { cellText } from "./plate-block.ts";

export interface UnevenRows {
  /** The first row of the table with fewer cells than most of the others; null when none has. */
  readonly shortRow: number | null;
  /** The first with more, unless a text stands there, as people write a remark; null when none has. */
  readonly longRow: number | null;
}

/**
 * Compares the numbers of cells of these rows with each other. `end` is the column behind the last value. A workbook
 * does not store empty cells at the end of a row, so its rows are never uneven.
 */
export function findUneven(table: CellTable, rows: readonly number[], end: number): UnevenRows {
  if (table.name !== null) return { shortRow: null, longRow: null };
  const lengthOf = (row: number) => table.rows[row]?.length ?? 0;
  const usual = commonest(rows.map(lengthOf));
  const isRemark = (row: number) =>
    (table.rows[row] ?? []).some((_, column) => {
      const text = column < Math.max(usual, end) ? "" : cellText(table, row, column);
      return text !== "" && !isNumberText(text);
    });
  return {
    shortRow: rows.find((row) => lengthOf(row) < usual) ?? null,
    longRow: rows.find((row) => lengthOf(row) > usual && !isRemark(row)) ?? null,
  };
}

/** The most frequent number; of several the largest. */
function commonest(numbers: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return Math.max(...[...counts].filter(([, count]) => count === most).map(([number]) => number));
}
