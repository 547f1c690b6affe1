import { midranks } from "./midranks.ts";
import { upperNormal } from "./tails.ts";

export interface MannWhitney {
  /** Pairs in which the value of `a` is the greater one, equal ones counted by half: R's W. */
  readonly w: number;
  /** Two-sided. */
  readonly p: number;
  /** `exact` counts every arrangement; `normal` corrects for ties and continuity. */
  readonly method: "exact" | "normal";
  /** The P that this test gives when every value of one group is above every value of the other. */
  readonly smallestP: number;
}

/** Groups from this size on are left to the normal distribution. Source: R `wilcox.test`. */
const EXACT_BELOW = 50;

/**
 * Mann-Whitney U test (Wilcoxon's rank sum test), two-sided: exact for groups below 50 without equal values, else by
 * the normal distribution, corrected for ties and continuity. Null where it is undefined: an empty group, or all
 * values equal. The caller leaves missing values out. Source: R `wilcox.test` with its defaults.
 */
export function mannWhitney(a: readonly number[], b: readonly number[]): MannWhitney | null {
  if (a.length === 0 || b.length === 0) return null;
  const { ranks, tieSum } = midranks([...a, ...b]);
  const isExact = tieSum === 0 && a.length < EXACT_BELOW && b.length < EXACT_BELOW;
  const rankSumOfA = sumFirst(ranks, a.length);
  const w = rankSumOfA - smallestRankSum(a.length);
  if (isExact) {
    const p = exactP(w, a.length, b.length);
    const smallestP = exactP(0, a.length, b.length);
    return { w, p, method: "exact", smallestP };
  }
  const p = normalP(w, a.length, b.length, tieSum);
  const smallestP = smallestNormalP(ranks, a.length, b.length, tieSum);
  return p === null || smallestP === null ? null : { w, p, method: "normal", smallestP };
}

function smallestRankSum(size: number): number {
  return (size * (size + 1)) / 2;
}

function sumFirst(values: readonly number[], count: number): number {
  return values.slice(0, count).reduce((sum, value) => sum + value, 0);
}

/** The lowest ranks, or the highest, all in the first group: with ties the two need not be equally far out. */
function smallestNormalP(
  ranks: readonly number[],
  sizeA: number,
  sizeB: number,
  tieSum: number,
): number | null {
  const sorted = ranks.toSorted((x, y) => x - y);
  const ps = [sorted, sorted.toReversed()].map((arranged) =>
    normalP(sumFirst(arranged, sizeA) - smallestRankSum(sizeA), sizeA, sizeB, tieSum),
  );
  const defined = ps.filter((p) => p !== null);
  return defined.length === 0 ? null : Math.min(...defined);
}

function normalP(w: number, sizeA: number, sizeB: number, tieSum: number): number | null {
  const all = sizeA + sizeB;
  const variance = ((sizeA * sizeB) / 12) * (all + 1 - tieSum / (all * (all - 1)));
  if (!(variance > 0)) return null;
  const distance = Math.abs(w - (sizeA * sizeB) / 2);
  const upper = upperNormal(Math.max(distance - 0.5, 0) / Math.sqrt(variance));
  return upper === null ? null : Math.min(1, 2 * upper);
}

/** Twice the share of arrangements that are as far out on the same side, at most 1. */
function exactP(w: number, sizeA: number, sizeB: number): number {
  const tail = Math.min(w, sizeA * sizeB - w);
  const counts = arrangementsByW(sizeA, sizeB, tail);
  const extreme = counts.reduce((sum, count) => sum + count, 0);
  return Math.min(1, (2 * extreme) / binomial(sizeA + sizeB, sizeA));
}

/**
 * How many of the ways to choose `sizeA` of the ranks 1 … n give each W from 0 to `last`. Only additions of positive
 * numbers, so that nothing is lost where the counts leave the whole numbers.
 */
function arrangementsByW(sizeA: number, sizeB: number, last: number): Float64Array {
  const picks = Math.min(sizeA, sizeB);
  const others = Math.max(sizeA, sizeB);
  // A choice is a partition into at most `picks` parts, each at most `others`; row k counts those with k parts.
  const rows = Array.from({ length: picks + 1 }, () => new Float64Array(last + 1));
  const first = rows[0];
  if (first !== undefined) first[0] = 1;
  for (let part = 1; part <= others; part += 1) {
    for (let parts = 1; parts <= picks; parts += 1) {
      const fewer = rows[parts - 1];
      const these = rows[parts];
      if (fewer === undefined || these === undefined) continue;
      for (let w = part; w <= last; w += 1) these[w] = (these[w] ?? 0) + (fewer[w - part] ?? 0);
    }
  }
  const total = new Float64Array(last + 1);
  for (const row of rows)
    row.forEach((count, w) => {
      total[w] = (total[w] ?? 0) + count;
    });
  return total;
}

function binomial(n: number, k: number): number {
  let value = 1;
  for (let i = 1; i <= k; i += 1) value = (value * (n - k + i)) / i;
  return value;
}
