import { MAD_TO_SD, median } from "./median.ts";
import { finiteOrNull } from "./moments.ts";

/** Duplicates against each other; lists in the order of the pairs, null where one of the two is missing. */
export interface DuplicateScatter {
  /** First less second, in the unit of the values. */
  readonly difference: readonly (number | null)[];
  /** SD of the two over their mean; null also where the mean is zero. */
  readonly cvPercent: readonly (number | null)[];
  /** sqrt(sum d^2 / 2k) over the k complete pairs: SD of one well. */
  readonly pooledSd: number | null;
  /** 1.4826 median|d| / sqrt 2: the same without a few bad pairs. */
  readonly robustSd: number | null;
  /** |d| over the robust SD of a difference; null throughout where that is zero. */
  readonly robustZ: readonly (number | null)[];
}

/** Nothing can tell which of two is wrong; this says how far apart they are. Source: analysis reference, 1.6. */
export function describeDuplicates(
  first: readonly (number | null)[],
  second: readonly (number | null)[],
): DuplicateScatter {
  const pairs = first.map((a, index) => {
    const b = second[index] ?? null;
    return a === null || b === null ? null : { difference: a - b, mean: (a + b) / 2 };
  });
  const differences = pairs.flatMap((pair) => pair?.difference ?? []);
  const robustSd = robustSdOfDuplicates(differences);
  const ofPair = (compute: (pair: { difference: number; mean: number }) => number) =>
    pairs.map((pair) => (pair === null ? null : finiteOrNull(compute(pair))));
  const squares = differences.reduce((sum, d) => sum + d * d, 0);
  return {
    difference: ofPair((pair) => pair.difference),
    cvPercent: ofPair((pair) => (100 * Math.abs(pair.difference)) / Math.SQRT2 / pair.mean),
    pooledSd: finiteOrNull(Math.sqrt(squares / (2 * differences.length))),
    robustSd,
    robustZ: ofPair((pair) => Math.abs(pair.difference) / ((robustSd ?? 0) * Math.SQRT2)),
  };
}

/** Robust SD of one well from the differences of duplicates, in their unit; null without any. */
export function robustSdOfDuplicates(differences: readonly number[]): number | null {
  const middle = median(differences.map(Math.abs));
  return middle === null ? null : (MAD_TO_SD * middle) / Math.SQRT2;
}
