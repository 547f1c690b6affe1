/**
 * How likely it is that two wells agree to the last digit by chance. Absorbance is compared as whole counts of
 * 0.0001 AU, so that two texts of one number are equal whatever their binary form.
 */
import { standardDeviation } from "../statistics/moments.ts";

/** Readers print at most four decimals. */
const COUNTS_PER_AU = 10_000;

/** So many neighbouring values of the plate tell how far like wells lie apart, */
const NEIGHBOURS = 8;

/** and so many neighbouring wells how often they agree. */
const NEIGHBOUR_WELLS = 12;

/** Fewer different values than this, and equality says nothing. */
const LEAST_DISTINCT = 4;

/** Absorbance in AU as counts of 0.0001 AU; null stays null. */
export function toCounts(absorbanceAu: readonly (number | null)[]): (number | null)[] {
  return absorbanceAu.map((value) => (value === null ? null : Math.round(value * COUNTS_PER_AU)));
}

/**
 * For each well the surprise, in bits, that another well of the same kind has exactly its value: -log2 of
 * 1/(2 sqrt(pi) sigma), the chance that two normal values fall into one step, where sigma is the scatter in steps of the
 * eight different values nearest to it. That is taken from the values themselves, without the layout, and is smaller
 * than the true scatter: the surprise is understated, so that blanks and killed wells, which often agree, weigh little.
 * A value that more than `copies` of the twelve wells nearest to it have weighs less accordingly; 0 for a missing value.
 */
export function surpriseBits(counts: readonly (number | null)[], copies: number): number[] {
  const present = counts.filter((count) => count !== null);
  const distinct = [...new Set(present)].sort((a, b) => a - b);
  if (distinct.length < LEAST_DISTINCT) return counts.map(() => 0);
  const step = resolutionOf(distinct);
  const wellsWith = new Map<number, number>();
  for (const count of present) wellsWith.set(count, (wellsWith.get(count) ?? 0) + 1);
  const neighbours = Math.min(NEIGHBOUR_WELLS, present.length);
  return counts.map((count) => {
    if (count === null) return 0;
    const sigma = (standardDeviation(nearest(distinct, count)) ?? 0) / step;
    const byScatter = 1 / (2 * Math.sqrt(Math.PI) * sigma);
    const byFrequency = Math.min(1, ((wellsWith.get(count) ?? 0) - copies) / neighbours);
    return Math.max(0, -Math.log2(Math.max(byScatter, byFrequency)));
  });
}

/** The step in which the reader counts: the largest power of ten counts that every value is a multiple of. */
function resolutionOf(distinct: readonly number[]): number {
  let step = 1;
  while (step < COUNTS_PER_AU && distinct.every((count) => count % (10 * step) === 0)) step *= 10;
  return step;
}

function nearest(distinct: readonly number[], count: number): readonly number[] {
  let from = distinct.indexOf(count);
  let to = from + 1;
  while (to - from < Math.min(NEIGHBOURS, distinct.length)) {
    const below = distinct[from - 1];
    const above = distinct[to];
    if (below !== undefined && (above === undefined || count - below <= above - count)) from -= 1;
    else to += 1;
  }
  return distinct.slice(from, to);
}
