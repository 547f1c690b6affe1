/**
 * The wells of one curve, gathered by dose: all that least squares needs of them. Survival is divided by `scale`, a
 * power of two that brings it near 1, so that squares stay in the range of numbers and no digit changes.
 */
export interface DoseSeries {
  /** Number of wells. */
  readonly n: number;
  /** Number of distinct doses. */
  readonly levels: number;
  /** 1 where the first level is dose zero, else 0: index of the first level with a logarithm. */
  readonly firstNonZero: number;
  /** Ascending. */
  readonly doses: Float64Array;
  /** Natural logarithms; 0 stands for dose zero and is never used. */
  readonly logDoses: Float64Array;
  readonly counts: Float64Array;
  /** Scaled means of the wells of each dose. */
  readonly means: Float64Array;
  readonly scale: number;
  /** Scaled sum of all wells. */
  readonly total: number;
  /** Scaled sum of squares of the wells about the mean of their dose. */
  readonly withinSquares: number;
  /** Scaled sum of squares of the means, by their counts, about the mean of all wells. */
  readonly betweenSquares: number;
}

/**
 * Gathers wells by dose. Left out are wells without a survival, and doses that are negative or no number. The order of
 * the wells does not matter, to the last bit.
 */
export function gatherDoses(
  doses: readonly number[],
  survival: readonly (number | null)[],
): DoseSeries {
  const wellDoses = new Float64Array(doses.length);
  const wellValues = new Float64Array(doses.length);
  let n = 0;
  let largest = 0;
  for (let i = 0; i < doses.length; i++) {
    const dose = doses[i] ?? -1;
    const value = survival[i] ?? Number.NaN;
    if (!(dose >= 0 && dose < Number.POSITIVE_INFINITY && Number.isFinite(value))) continue;
    insertSorted(wellDoses, wellValues, n, dose, value);
    n += 1;
    largest = Math.max(largest, Math.abs(value));
  }
  return gatherSorted(wellDoses, wellValues, n, powerOfTwoAbove(largest));
}

/** Keeps the wells sorted by dose, then by value: their sums do not depend on the order they came in. */
function insertSorted(
  doses: Float64Array,
  values: Float64Array,
  filled: number,
  dose: number,
  value: number,
): void {
  let at = filled;
  while (at > 0) {
    const before = doses[at - 1] ?? 0;
    if (before < dose || (before === dose && (values[at - 1] ?? 0) <= value)) break;
    doses[at] = before;
    values[at] = values[at - 1] ?? 0;
    at -= 1;
  }
  doses[at] = dose;
  values[at] = value;
}

/** 1 for 0; otherwise the smallest power of two above the value, kept within the range of normal numbers. */
function powerOfTwoAbove(value: number): number {
  if (value === 0) return 1;
  const exponent = Math.floor(Math.log2(value)) + 1;
  return 2 ** Math.min(Math.max(exponent, -1000), 1000);
}

function gatherSorted(
  wellDoses: Float64Array,
  wellValues: Float64Array,
  n: number,
  scale: number,
): DoseSeries {
  const doses = new Float64Array(n);
  const counts = new Float64Array(n);
  const means = new Float64Array(n);
  let levels = 0;
  let withinSquares = 0;
  for (let start = 0; start < n; levels++) {
    const dose = wellDoses[start] ?? 0;
    const first = (wellValues[start] ?? 0) / scale;
    let end = start + 1;
    let sum = 0;
    for (; end < n && wellDoses[end] === dose; end++) sum += (wellValues[end] ?? 0) / scale - first;
    const shift = sum / (end - start);
    for (let i = start; i < end; i++) {
      withinSquares += ((wellValues[i] ?? 0) / scale - first - shift) ** 2;
    }
    doses[levels] = dose;
    counts[levels] = end - start;
    means[levels] = first + shift;
    start = end;
  }
  const firstNonZero = levels > 0 && doses[0] === 0 ? 1 : 0;
  const logDoses = new Float64Array(levels);
  for (let k = firstNonZero; k < levels; k++) logDoses[k] = Math.log(doses[k] ?? 1);
  return {
    n,
    levels,
    firstNonZero,
    doses: doses.subarray(0, levels),
    logDoses,
    counts: counts.subarray(0, levels),
    means: means.subarray(0, levels),
    scale,
    total: weightedSum(counts, means, levels),
    withinSquares,
    betweenSquares: squaresBetween(counts, means, levels, n),
  };
}

function weightedSum(counts: Float64Array, means: Float64Array, levels: number): number {
  let sum = 0;
  for (let k = 0; k < levels; k++) sum += (counts[k] ?? 0) * (means[k] ?? 0);
  return sum;
}

function squaresBetween(
  counts: Float64Array,
  means: Float64Array,
  levels: number,
  n: number,
): number {
  const first = means[0] ?? 0;
  let sum = 0;
  for (let k = 0; k < levels; k++) sum += (counts[k] ?? 0) * ((means[k] ?? 0) - first);
  const shift = sum / n;
  let squares = 0;
  for (let k = 0; k < levels; k++) {
    squares += (counts[k] ?? 0) * ((means[k] ?? 0) - first - shift) ** 2;
  }
  return squares;
}
