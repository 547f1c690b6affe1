/** How many fillings of a table have each score: a hash table of numbers, because there are millions of them. */

export interface ScoreCounts {
  /** Score times `RESOLUTION`, rounded: equal scores differ in their last bits. NaN = free. */
  keys: Float64Array;
  scores: Float64Array;
  counts: Float64Array;
  size: number;
}

const RESOLUTION = 1e9;
const FIRST_SLOTS = 8;
/** 2^32 over the golden ratio: spreads neighbours (Knuth). */
const SPREAD = 0x9e3779b1;

export function noScores(): ScoreCounts {
  return {
    keys: new Float64Array(FIRST_SLOTS).fill(Number.NaN),
    scores: new Float64Array(FIRST_SLOTS),
    counts: new Float64Array(FIRST_SLOTS),
    size: 0,
  };
}

/** The slot of a key, or the free one where it belongs; slots are a power of two. */
function slotOf(keys: Float64Array, key: number): number {
  const mask = keys.length - 1;
  const mixed = Math.imul(key | 0, SPREAD);
  let slot = (mixed ^ (mixed >>> 15)) & mask;
  for (let found = keys[slot] ?? key; found !== key; found = keys[slot] ?? key) {
    if (Number.isNaN(found)) return slot;
    slot = (slot + 1) & mask;
  }
  return slot;
}

/** Adds fillings of a score. */
export function addScore(table: ScoreCounts, score: number, count: number): void {
  const key = Math.round(score * RESOLUTION);
  const slot = slotOf(table.keys, key);
  if (table.keys[slot] === key) {
    table.counts[slot] = (table.counts[slot] ?? 0) + count;
    return;
  }
  table.keys[slot] = key;
  table.scores[slot] = score;
  table.counts[slot] = count;
  table.size += 1;
  if (2 * table.size > table.keys.length) grow(table);
}

function grow(table: ScoreCounts): void {
  const { keys, scores, counts } = table;
  const length = 2 * keys.length;
  table.keys = new Float64Array(length).fill(Number.NaN);
  table.scores = new Float64Array(length);
  table.counts = new Float64Array(length);
  for (let from = 0; from < keys.length; from += 1) {
    const key = keys[from] ?? Number.NaN;
    if (Number.isNaN(key)) continue;
    const to = slotOf(table.keys, key);
    table.keys[to] = key;
    table.scores[to] = scores[from] ?? 0;
    table.counts[to] = counts[from] ?? 0;
  }
}

/** Every score with its count, in no order. */
export function eachScore(
  { keys, scores, counts }: ScoreCounts,
  visit: (score: number, count: number) => void,
): void {
  for (let slot = 0; slot < keys.length; slot += 1) {
    if (!Number.isNaN(keys[slot] ?? Number.NaN)) visit(scores[slot] ?? 0, counts[slot] ?? 0);
  }
}

/** Adds every score of `from`, moved by `step`. */
export function addShifted(to: ScoreCounts, from: ScoreCounts, step: number): void {
  const { keys, scores, counts } = from;
  for (let slot = 0; slot < keys.length; slot += 1) {
    if (!Number.isNaN(keys[slot] ?? Number.NaN))
      addScore(to, (scores[slot] ?? 0) + step, counts[slot] ?? 0);
  }
}
