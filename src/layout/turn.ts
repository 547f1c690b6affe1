/** How a plate, or the block in a plate, can lie the wrong way round. */

import { COLUMN_COUNT, ROW_COUNT, type WellName, wellAt, wellPosition } from "../domain/well.ts";

export type Turn = "turned-180" | "mirrored-left-right" | "mirrored-top-bottom";

export const TURNS: readonly Turn[] = ["turned-180", "mirrored-left-right", "mirrored-top-bottom"];

/** Where the well ends up when the whole plate is turned or mirrored; doing it twice leads back. */
export function turnWell(well: WellName, turn: Turn): WellName {
  const { row, column } = wellPosition(well);
  const turned = turnPlace(row, column, ROW_COUNT, COLUMN_COUNT, turn);
  return wellAt(turned.row, turned.column);
}

/** The place in a grid of `rows` × `columns` that `row`, `column` (from 0) comes to lie on. */
export function turnPlace(
  row: number,
  column: number,
  rows: number,
  columns: number,
  turn: Turn,
): { row: number; column: number } {
  return {
    row: turn === "mirrored-left-right" ? row : rows - 1 - row,
    column: turn === "mirrored-top-bottom" ? column : columns - 1 - column,
  };
}
