import { COLUMN_COUNT, ROW_COUNT, WELL_COUNT } from "../../domain/well.ts";
import type { ReadNumbers } from "../analysis-input.ts";
import { surpriseBits, toCounts } from "./value-chance.ts";

/** A rectangle of wells that has the same numbers, to the last digit, as one of the same shape elsewhere. */
export interface MatchingBlock {
  /** Indices of wells, row by row, and in the same order those that have their numbers. */
  readonly wells: readonly number[];
  readonly sameAs: readonly number[];
  /** Upper bound of the probability that such a block stands anywhere in what was compared, by chance. */
  readonly chance: number;
}

/** Shifts of one plate over another times rectangles in a plate: what may agree by chance in one comparison. */
const BLOCKS_COMPARED =
  (2 * ROW_COUNT - 1) *
  (2 * COLUMN_COUNT - 1) *
  ((ROW_COUNT * (ROW_COUNT + 1)) / 2) *
  ((COLUMN_COUNT * (COLUMN_COUNT + 1)) / 2);

interface Compared {
  readonly same: (well: number, other: number) => boolean;
  /** By well: what its being the same says, in bits. */
  readonly bits: readonly number[];
}

/** The most telling block that repeats within one plate; null where none has a chance below `chance`. */
export function matchWithin(plate: ReadNumbers, chance: number): MatchingBlock | null {
  const forward = (rows: number, columns: number) => rows > 0 || (rows === 0 && columns > 0);
  return mostTelling(comparisons(plate, plate, 2), forward, 1, chance);
}

/**
 * The most telling block of `plate` that stands in `other`, at the same place or shifted; null where none has a chance
 * below `chance` among `searched` readings that it might have come from.
 */
export function matchBetween(
  plate: ReadNumbers,
  other: ReadNumbers,
  searched: number,
  chance: number,
): MatchingBlock | null {
  return mostTelling(comparisons(plate, other, 1), () => true, searched, chance);
}

/** By measurement alone and, where both were read at two wavelengths, by both. */
function comparisons(plate: ReadNumbers, other: ReadNumbers, copies: number): Compared[] {
  const measured = comparePlanes(plate.measurement, other.measurement, copies);
  if (plate.reference === null || other.reference === null) return [measured];
  const referred = comparePlanes(plate.reference, other.reference, copies);
  const both: Compared = {
    same: (well, place) => measured.same(well, place) && referred.same(well, place),
    bits: measured.bits.map((bits, well) => bits + (referred.bits[well] ?? 0)),
  };
  return [measured, both];
}

/** Two missing values are the same, and say nothing. */
function comparePlanes(
  plane: readonly (number | null)[],
  other: readonly (number | null)[],
  copies: number,
): Compared {
  const counts = toCounts(plane);
  const others = toCounts(other);
  return {
    same: (well, place) => counts[well] === others[place],
    bits: surpriseBits(counts, copies),
  };
}

interface Telling {
  readonly bits: number;
  readonly block: Rectangle;
  readonly rows: number;
  readonly columns: number;
}

function mostTelling(
  compared: readonly Compared[],
  wanted: (rows: number, columns: number) => boolean,
  searched: number,
  chance: number,
): MatchingBlock | null {
  const tried = compared.length * searched * BLOCKS_COMPARED;
  const neededBits = Math.log2(tried / chance);
  const candidates = compared.flatMap((one) => bestOfAllShifts(one, wanted, neededBits) ?? []);
  const best = candidates.sort((a, b) => b.bits - a.bits)[0];
  if (best === undefined) return null;
  const found = tried * 2 ** -best.bits;
  const wells = wellsOf(best.block);
  const shift = best.rows * COLUMN_COUNT + best.columns;
  return { wells, sameAs: wells.map((well) => well + shift), chance: found };
}

function bestOfAllShifts(
  compared: Compared,
  wanted: (rows: number, columns: number) => boolean,
  neededBits: number,
): Telling | null {
  let best: Telling | null = null;
  for (let rows = 1 - ROW_COUNT; rows < ROW_COUNT; rows++) {
    for (let columns = 1 - COLUMN_COUNT; columns < COLUMN_COUNT; columns++) {
      if (!wanted(rows, columns)) continue;
      const weights = weightsUnderShift(compared, rows, columns, neededBits);
      const block = weights === null ? null : heaviestRectangle(weights);
      if (block !== null && block.weight > (best?.bits ?? neededBits)) {
        best = { bits: block.weight, block, rows, columns };
      }
    }
  }
  return best;
}

/** Bits of each well that is the same as the one it is shifted onto, NaN elsewhere. Null where all are not enough. */
function weightsUnderShift(
  { same, bits }: Compared,
  rows: number,
  columns: number,
  neededBits: number,
): Float64Array | null {
  const weights = new Float64Array(WELL_COUNT).fill(Number.NaN);
  let found = 0;
  for (let row = Math.max(0, -rows); row < Math.min(ROW_COUNT, ROW_COUNT - rows); row++) {
    const last = Math.min(COLUMN_COUNT, COLUMN_COUNT - columns);
    for (let column = Math.max(0, -columns); column < last; column++) {
      const well = row * COLUMN_COUNT + column;
      if (!same(well, well + rows * COLUMN_COUNT + columns)) continue;
      weights[well] = bits[well] ?? 0;
      found += weights[well] ?? 0;
    }
  }
  return found > neededBits ? weights : null;
}

interface Rectangle {
  readonly weight: number;
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The rectangle without a NaN that weighs most: for each pair of rows the heaviest run of whole columns. */
function heaviestRectangle(weights: Float64Array): Rectangle | null {
  let best: Rectangle | null = null;
  for (let top = 0; top < ROW_COUNT; top++) {
    const sums = new Float64Array(COLUMN_COUNT);
    for (let bottom = top; bottom < ROW_COUNT; bottom++) {
      let run = 0;
      let left = 0;
      for (let column = 0; column < COLUMN_COUNT; column++) {
        const sum = (sums[column] ?? 0) + (weights[bottom * COLUMN_COUNT + column] ?? Number.NaN);
        sums[column] = sum;
        if (Number.isNaN(sum)) {
          run = 0;
          left = column + 1;
          continue;
        }
        run += sum;
        if (run > (best?.weight ?? 0)) best = { weight: run, top, bottom, left, right: column };
      }
    }
  }
  return best;
}

function wellsOf({ top, bottom, left, right }: Rectangle): number[] {
  const wells: number[] = [];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) wells.push(row * COLUMN_COUNT + column);
  }
  return wells;
}
