export const ADJUSTMENTS = ["BH", "BY", "holm", "bonferroni"] as const;
/** False discovery rate: BH, and BY under any dependence. Family-wise error rate: Holm and Bonferroni. */
export type Adjustment = (typeof ADJUSTMENTS)[number];

interface Ranked {
  readonly p: number;
  readonly index: number;
}

/**
 * P values adjusted for their number, in the order given. Null (undefined P) stays null and does not count in the
 * size of the family. Source: Benjamini and Hochberg 1995; Benjamini and Yekutieli 2001; Holm 1979; R `p.adjust`.
 */
export function adjustP(
  pValues: readonly (number | null)[],
  adjustment: Adjustment,
): (number | null)[] {
  const ascending = pValues
    .flatMap((p, index): Ranked[] => (p === null ? [] : [{ p, index }]))
    .sort((a, b) => a.p - b.p || a.index - b.index);
  const adjusted = pValues.map((): number | null => null);
  const scaled = scaleP(ascending, adjustment);
  ascending.forEach(({ index }, position) => {
    adjusted[index] = scaled[position] ?? null;
  });
  return adjusted;
}

/** Takes P values in ascending order; never lets a smaller P end up above a larger one. */
function scaleP(ascending: readonly Ranked[], adjustment: Adjustment): number[] {
  const n = ascending.length;
  switch (adjustment) {
    case "BH":
      return fromAbove(ascending, (rank) => n / rank);
    case "BY": {
      const harmonic = ascending.reduce((sum, _, position) => sum + 1 / (position + 1), 0);
      return fromAbove(ascending, (rank) => (harmonic * n) / rank);
    }
    case "holm":
      return fromBelow(ascending, (rank) => n + 1 - rank);
    case "bonferroni":
      return fromBelow(ascending, () => n);
  }
}

function fromAbove(ascending: readonly Ranked[], factor: (rank: number) => number): number[] {
  let smallest = 1;
  return ascending
    .map(({ p }, position) => factor(position + 1) * p)
    .reverse()
    .map((value) => {
      smallest = Math.min(smallest, value);
      return smallest;
    })
    .reverse();
}

function fromBelow(ascending: readonly Ranked[], factor: (rank: number) => number): number[] {
  let largest = 0;
  return ascending.map(({ p }, position) => {
    largest = Math.max(largest, Math.min(1, factor(position + 1) * p));
    return largest;
  });
}
