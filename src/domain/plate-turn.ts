/** How a plate, or the block in a plate, can lie the wrong way round; and where its wells come to lie then. */
import { ALL_WELLS, COLUMN_COUNT, ROW_COUNT, type WellName, wellAt, wellPosition } from "./well.ts";

export type Turn = "turned-180" | "mirrored-left-right" | "mirrored-top-bottom";

export const TURNS: readonly Turn[] = ["turned-180", "mirrored-left-right", "mirrored-top-bottom"];

/** How the numbers of a reading lie on the plate: well for well as read, or turned or mirrored. */
export type PlateTurn = "as-read" | Turn;

export const PLATE_TURNS: readonly PlateTurn[] = ["as-read", ...TURNS];

/** To stand after “the plate is” or “the plate seems”. */
export const TURN_WORDS: Readonly<Record<PlateTurn, string>> = {
  "as-read": "as read",
  "turned-180": "turned by 180°",
  "mirrored-left-right": "mirrored left to right",
  "mirrored-top-bottom": "mirrored top to bottom",
};

/** Where the well ends up when the whole plate is turned or mirrored; doing it twice leads back. */
export function turnWell(well: WellName, turn: PlateTurn): WellName {
  if (turn === "as-read") return well;
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

const indices = new Map<PlateTurn, readonly number[]>(
  PLATE_TURNS.map((turn) => [
    turn,
    ALL_WELLS.map((well) => ALL_WELLS.indexOf(turnWell(well, turn))),
  ]),
);

/** Values of 96 wells in reading order, laid where they belong when the plate lies so; doing it twice leads back. */
export function turnValues<T>(values: readonly T[], turn: PlateTurn): readonly T[] {
  if (turn === "as-read") return values;
  return (indices.get(turn) ?? []).flatMap((from) => {
    const value = values[from];
    return value === undefined ? [] : [value];
  });
}
