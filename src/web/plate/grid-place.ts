/** Where wells and labels stand in the picture of a layout. */
import { type WellName, wellPosition } from "../../domain/well.ts";

export const CELL = { width: 62, height: 46 } as const;
export const LABEL = { width: 28, height: 24 } as const;
export const GRID_WIDTH = LABEL.width + 12 * CELL.width + 4;
export const GRID_HEIGHT = LABEL.height + 8 * CELL.height + 4;

/** The box of a well, with its gap to the neighbours taken off. */
export function boxOf(well: WellName) {
  const { row, column } = wellPosition(well);
  return {
    x: LABEL.width + column * CELL.width + 2,
    y: LABEL.height + row * CELL.height + 2,
    width: CELL.width - 4,
    height: CELL.height - 4,
  };
}
