import { COLUMN_COUNT, ROW_COUNT } from "../../domain/well.ts";
import { surpriseBits, toCounts } from "./value-chance.ts";

interface Shape {
  readonly rows: number;
  readonly columns: number;
}

/** Every rectangle of eight wells or more holds one of them; fewer wells seldom tell enough to be reported. */
const SHAPES: readonly Shape[] = [
  { rows: 2, columns: 3 },
  { rows: 3, columns: 2 },
  { rows: 1, columns: 6 },
  { rows: 6, columns: 1 },
];

/** A window that says less than this (a corner of blanks) would find half of the plates. */
const LEAST_BITS = 12;

/**
 * Keys of the measurement (AU, reading order), one for each window in each position, without those that miss a value or
 * say less than 12 bits. Readings that share a block of numbers, wherever it stands in either, have a key in common when
 * the block is two wells by three or larger, or a run of six, and one such window in it says so much on both plates.
 */
export function windowKeys(measurement: readonly (number | null)[]): readonly number[] {
  const counts = toCounts(measurement);
  const bits = surpriseBits(counts, 1);
  const keys = new Set<number>();
  SHAPES.forEach((shape, kind) => {
    for (let row = 0; row + shape.rows <= ROW_COUNT; row++) {
      for (let column = 0; column + shape.columns <= COLUMN_COUNT; column++) {
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
