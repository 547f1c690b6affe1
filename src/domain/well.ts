/** The 96 positions of a microplate: rows A…H, columns 1…12. */

export const ROW_LETTERS = ["A", "B", "C", "D", "E", "F", "G", "H"] as const;
export const COLUMN_NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

export type RowLetter = (typeof ROW_LETTERS)[number];
export type ColumnNumber = (typeof COLUMN_NUMBERS)[number];
export type WellName = `${RowLetter}${ColumnNumber}`;

export const ROW_COUNT = 8;
export const COLUMN_COUNT = 12;
export const WELL_COUNT = 96;

/** Every well in reading order: A1, A2 … A12, B1 … H12. The index in this list is the well's index everywhere. */
export const ALL_WELLS: readonly WellName[] = ROW_LETTERS.flatMap((letter) =>
  COLUMN_NUMBERS.map((column): WellName => `${letter}${column}`),
);

const indexByName = new Map<string, number>(ALL_WELLS.map((well, index) => [well, index]));

/** Index 0…95 of a well in reading order. */
export function wellIndex(well: WellName): number {
  return indexByName.get(well) as number;
}

/** Row 0…7 (A…H) and column 0…11 (1…12) of a well. */
export function wellPosition(well: WellName): { row: number; column: number } {
  const index = wellIndex(well);
  return { row: Math.floor(index / COLUMN_COUNT), column: index % COLUMN_COUNT };
}

/** The well at row 0…7 and column 0…11; throws RangeError outside the plate. */
export function wellAt(row: number, column: number): WellName {
  const onPlate = row >= 0 && row < ROW_COUNT && column >= 0 && column < COLUMN_COUNT;
  const well = onPlate ? ALL_WELLS[row * COLUMN_COUNT + column] : undefined;
  if (well === undefined) throw new RangeError(`no well at row ${row}, column ${column}`);
  return well;
}

/** Reads `A1`, `a1` or `A01`; null when the text names no well of a 96-well plate. */
export function parseWellName(text: string): WellName | null {
  const match = /^([A-Ha-h])0?([1-9]|1[0-2])$/.exec(text.trim());
  if (!match) return null;
  const name = `${match[1]?.toUpperCase()}${match[2]}`;
  return indexByName.has(name) ? (name as WellName) : null;
}
