import { COLUMN_COUNT, ROW_COUNT } from "../../domain/well.ts";
import { surpriseBits, toCounts } from "./value-chance.ts";

/**
 * Keys by which readings that share a block of numbers are found among thousands. A reading is kept under the windows
 * that lie on a grid; it is looked for under all of its windows. So every common block that holds a window of the grid
 * is found, wherever it stands: each full row or column, and each block of three rows and five columns or more.
 */

interface Shape {
  readonly rows: number;
  readonly columns: number;
  /** Steps of the grid. */
  readonly rowStep: number;
  readonly columnStep: number;
}

const SHAPES: readonly Shape[] = [
  { rows: 2, columns: 3, rowStep: 2, columnStep: 3 },
  { rows: 1, columns: 6, rowStep: 1, columnStep: 6 },
  { rows: 6, columns: 1, rowStep: 2, columnStep: 1 },
];

/** A window that says less than this (a corner of blanks) would find half of the plates. */
const LEAST_BITS = 12;

/** Keys of the measurement (AU, reading order) to keep: windows of the grid, without missing values. */
export function keysToKeep(measurement: readonly (number | null)[]): readonly number[] {
  return keysOf(measurement, (shape, row, column) => {
    return row % shape.rowStep === 0 && column % shape.columnStep === 0;
  });
}

/** Keys of the measurement to look for: all of its windows. */
export function keysToFind(measurement: readonly (number | null)[]): readonly number[] {
  return keysOf(measurement, () => true);
}

function keysOf(
  measurement: readonly (number | null)[],
  wanted: (shape: Shape, row: number, column: number) => boolean,
): readonly number[] {
  const counts = toCounts(measurement);
  const bits = surpriseBits(counts, 1);
  const keys = new Set<number>();
  SHAPES.forEach((shape, kind) => {
    for (let row = 0; row + shape.rows <= ROW_COUNT; row++) {
      for (let column = 0; column + shape.columns <= COLUMN_COUNT; column++) {
        if (!wanted(shape, row, column)) continue;
        const key = keyOf(kind, wellsIn(shape, row, column), counts, bits);
        if (key !== null) keys.add(key);
      }
    }
  });
  return [...keys];
}

function wellsIn(shape: Shape, row: number, column: number): number[] {
  return Array.from({ length: shape.rows * shape.columns }, (_, index) => {
    const down = Math.floor(index / shape.columns);
    return (row + down) * COLUMN_COUNT + column + (index % shape.columns);
  });
}

/** A whole number below 2^53 (two 32-bit FNV-1a hashes with different starts); null for a window that says too little. */
function keyOf(
  kind: number,
  wells: readonly number[],
  counts: readonly (number | null)[],
  bits: readonly number[],
): number | null {
  let said = 0;
  let low = 0x811c9dc5 ^ kind;
  let high = 0x01000193 ^ kind;
  for (const well of wells) {
    const count = counts[well] ?? null;
    if (count === null) return null;
    said += bits[well] ?? 0;
    low = Math.imul(low ^ count, 0x01000193) >>> 0;
    high = Math.imul(high ^ (count + 0x9e37), 0x85ebca6b) >>> 0;
    high ^= high >>> 13;
  }
  return said < LEAST_BITS ? null : (high & 0x1fffff) * 2 ** 32 + low;
}
