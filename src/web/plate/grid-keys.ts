/** Where the keyboard goes from a well. */
import { type WellName, wellAt, wellPosition } from "../../domain/well.ts";

const steps: Readonly<Record<string, { readonly row: number; readonly column: number }>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

/** The well a key leads to; null when the key is no move or leads off the plate. */
export function wellFrom(
  well: WellName,
  event: Pick<KeyboardEvent, "key" | "ctrlKey">,
): WellName | null {
  const { row, column } = wellPosition(well);
  if (event.key === "Home") return wellAt(event.ctrlKey ? 0 : row, 0);
  if (event.key === "End") return wellAt(event.ctrlKey ? 7 : row, 11);
  const step = steps[event.key];
  if (step === undefined) return null;
  const [nextRow, nextColumn] = [row + step.row, column + step.column];
  const onPlate = nextRow >= 0 && nextRow < 8 && nextColumn >= 0 && nextColumn < 12;
  return onPlate ? wellAt(nextRow, nextColumn) : null;
}
