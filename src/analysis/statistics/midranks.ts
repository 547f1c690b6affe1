/** Ranks of values, equal ones sharing the mean of their ranks. */

export interface Midranks {
  /** From 1, in the order of the values. */
  readonly ranks: readonly number[];
  /** Sum of t^3 - t over the groups of t equal values; 0 where no two are equal. */
  readonly tieSum: number;
}

/** Ranks of the values, smallest first. The caller leaves missing values out. Source: R `rank`. */
export function midranks(values: readonly number[]): Midranks {
  const order = values.map((_, index) => index);
  order.sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = values.map(() => 0);
  let tieSum = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (const index of order.slice(start, end)) ranks[index] = (start + 1 + end) / 2;
    const size = end - start;
    tieSum += size ** 3 - size;
    start = end;
  }
  return { ranks, tieSum };
}
