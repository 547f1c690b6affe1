/** A 2 x 2 table with its margins fixed: Fisher's noncentral hypergeometric distribution of its first cell. */

/** Ends and estimate of an odds ratio; null = unbounded. */
export interface OddsRatio {
  /** Conditional maximum likelihood; not the ratio of the cross products. Null = infinite. */
  readonly estimate: number | null;
  readonly lower: number;
  /** Null = infinite. */
  readonly upper: number | null;
}

/** The values that the first cell can take, and the logarithms of their weights where the odds ratio is 1. */
export interface FirstCell {
  readonly least: number;
  readonly logWeights: Float64Array;
}

/** Margins of [[a, b], [c, d]]: a + b, c + d, a + c. */
export function firstCellOf(rowOne: number, rowTwo: number, columnOne: number): FirstCell {
  const least = Math.max(0, columnOne - rowTwo);
  const most = Math.min(columnOne, rowOne);
  const logWeights = new Float64Array(most - least + 1);
  for (let index = 1; index < logWeights.length; index += 1) {
    const x = least + index;
    const step = ((rowOne - x + 1) * (columnOne - x + 1)) / (x * (rowTwo - columnOne + x));
    logWeights[index] = (logWeights[index - 1] ?? 0) + Math.log(step);
  }
  return { least, logWeights };
}

/** Probabilities of the values of the first cell at this odds ratio (given as its logarithm); they add up to 1. */
export function probabilitiesAt(cell: FirstCell, logOdds: number): Float64Array {
  const logs = cell.logWeights.map((weight, index) => weight + index * logOdds);
  const largest = logs.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const shares = logs.map((value) => Math.exp(value - largest));
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}

function meanIndex(probabilities: Float64Array): number {
  return probabilities.reduce((sum, probability, index) => sum + index * probability, 0);
}

function sumOf(probabilities: Float64Array, from: number, to: number): number {
  return probabilities.subarray(from, to).reduce((sum, probability) => sum + probability, 0);
}

/** The logarithm of the odds ratio where a growing function passes zero, to the last bit that halving gives. */
function solve(growing: (logOdds: number) => number): number {
  let [low, high] = [-1, 1];
  while (growing(low) > 0 && low > -700) low *= 2;
  while (growing(high) < 0 && high < 700) high *= 2;
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) break;
    if (growing(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Odds ratio by conditional maximum likelihood with its interval of this confidence (each tail holds half of the
 * rest). Unbounded ends are null, a lowest possible count gives the estimate 0. Source: R `fisher.test`.
 */
export function conditionalOddsRatio(
  cell: FirstCell,
  count: number,
  confidence: number,
): OddsRatio {
  const index = count - cell.least;
  const last = cell.logWeights.length - 1;
  const tail = (1 - confidence) / 2;
  const at = (logOdds: number) => probabilitiesAt(cell, logOdds);
  const lower =
    index === 0 ? 0 : Math.exp(solve((odds) => sumOf(at(odds), index, last + 1) - tail));
  const upper =
    index === last ? null : Math.exp(solve((odds) => tail - sumOf(at(odds), 0, index + 1)));
  if (index === 0) return { estimate: 0, lower, upper };
  if (index === last) return { estimate: null, lower, upper };
  return { estimate: Math.exp(solve((odds) => meanIndex(at(odds)) - index)), lower, upper };
}
