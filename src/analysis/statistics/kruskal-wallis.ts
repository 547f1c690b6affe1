import { midranks } from "./midranks.ts";
import { upperChiSquare } from "./tails.ts";

export interface KruskalWallis {
  /** Corrected for ties. */
  readonly h: number;
  readonly df: number;
  readonly p: number;
  /** The P that this test gives when the groups do not overlap; null for more groups than are worth ordering. */
  readonly smallestP: number | null;
}

/** All orders of more groups than these are too many to try. */
const ORDERED_GROUPS = 6;

/**
 * Kruskal-Wallis rank sum test with the correction for ties; P by the chi-square distribution, which is coarse for
 * groups below 5. Null where it is undefined: fewer than two groups, an empty one, or all values equal. The caller
 * leaves missing values out. Source: R `kruskal.test`.
 */
export function kruskalWallis(groups: readonly (readonly number[])[]): KruskalWallis | null {
  if (groups.length < 2 || groups.some((group) => group.length === 0)) return null;
  const { ranks, tieSum } = midranks(groups.flat());
  const sizes = groups.map((group) => group.length);
  const h = statistic(ranks, sizes, tieSum);
  if (h === null) return null;
  const df = groups.length - 1;
  const p = upperChiSquare(h, df);
  return p === null ? null : { h, df, p, smallestP: smallestP(ranks, sizes, tieSum) };
}

/** `ranks` group after group. */
function statistic(
  ranks: readonly number[],
  sizes: readonly number[],
  tieSum: number,
): number | null {
  const n = ranks.length;
  const correction = 1 - tieSum / (n ** 3 - n);
  if (!(correction > 0)) return null;
  const middle = (n + 1) / 2;
  let start = 0;
  let between = 0;
  for (const size of sizes) {
    // Deviations from the mean rank: the sum of squares less 3 (n + 1) loses digits.
    const sum = ranks.slice(start, start + size).reduce((total, rank) => total + rank - middle, 0);
    between += sum ** 2 / size;
    start += size;
  }
  return ((12 / (n * (n + 1))) * between) / correction;
}

function smallestP(
  ranks: readonly number[],
  sizes: readonly number[],
  tieSum: number,
): number | null {
  if (sizes.length > ORDERED_GROUPS) return null;
  const sorted = ranks.toSorted((a, b) => a - b);
  const largest = Math.max(...orders(sizes).map((order) => statistic(sorted, order, tieSum) ?? 0));
  return upperChiSquare(largest, sizes.length - 1);
}

function orders(sizes: readonly number[]): number[][] {
  if (sizes.length <= 1) return [[...sizes]];
  return sizes.flatMap((size, index) =>
    orders(sizes.toSpliced(index, 1)).map((order) => [size, ...order]),
  );
}
