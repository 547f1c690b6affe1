import {
  inverseCrossProducts,
  reduceByColumns,
  residualSquares,
  solveCoefficients,
} from "./householder.ts";

/** Values of a linear model whose series each have a random level of their own. */
export interface GroupedData {
  /** Columns of fixed effects, none of which depends on the others. */
  readonly columns: readonly (readonly number[])[];
  readonly y: readonly number[];
  /** Positions in y of each series. */
  readonly groups: readonly (readonly number[])[];
}

/** The model at one ratio of the variances, everything in units where the residual variance is one. */
export interface RatioFit {
  /** Variance of the series over that of the residual. */
  readonly ratio: number;
  readonly coefficients: readonly number[];
  readonly rss: number;
  /** Covariance of the coefficients. */
  readonly covariance: readonly (readonly number[])[];
  /** Minus twice the restricted log-likelihood, the residual variance at its best, up to a constant. */
  readonly deviance: number;
  /** Its derivative by the ratio. */
  readonly slope: number;
  readonly groups: readonly GroupTerm[];
  /** Covariance of the fitted sums of two series. */
  readonly groupCovariance: readonly (readonly number[])[];
}

/** What one series adds to the derivatives. */
export interface GroupTerm {
  readonly size: number;
  /** 1 + ratio * size. */
  readonly spread: number;
  /** Sums of each column over the series. */
  readonly columnSums: readonly number[];
  readonly residualSum: number;
}

/** Ratios between which the derivative is looked at for changes of its sign: 1e-8 to 1e8. */
const GRID = Array.from({ length: 17 }, (_, step) => 10 ** (step - 8));
const MOST_STEPS = 100;
/** The optimum is that near, as a share of the ratio; the series variance then is too. */
const NEAR_ENOUGH = 1e-13;

/**
 * Restricted maximum likelihood of a linear model with one random intercept a series: the best of all local optima of
 * the ratio of variances from 0 (no variance between series at all) to 1e8. Null where nothing is left for the residual.
 * Source: Patterson and Thompson 1971; the criterion of lme4 with one scalar random effect.
 */
export function fitRandomIntercept(data: GroupedData): RatioFit | null {
  const none = fitAtRatio(data, 0);
  if (none === null) return null;
  const fits = [none, ...GRID.flatMap((ratio) => fitAtRatio(data, ratio) ?? [])];
  let best = none.slope >= 0 ? none : null;
  fits.forEach((low, index) => {
    const high = fits[index + 1];
    if (high === undefined || low.slope >= 0 || high.slope < 0) return;
    const optimum = findOptimum(data, low, high);
    if (best === null || optimum.deviance < best.deviance) best = optimum;
  });
  return best;
}

/** Where the derivative, below zero at `from` and above at `to`, is zero. Source: false position, Illinois variant. */
function findOptimum(data: GroupedData, from: RatioFit, to: RatioFit): RatioFit {
  let low = { ratio: from.ratio, slope: from.slope };
  let high = { ratio: to.ratio, slope: to.slope };
  let last = from;
  for (let step = 0; step < MOST_STEPS; step++) {
    const share = low.slope / (low.slope - high.slope);
    const next = fitAtRatio(data, low.ratio + share * (high.ratio - low.ratio));
    if (next === null) break;
    // An end that stays twice counts half, or it would stay for ever.
    const again = next.slope < 0 === last.slope < 0 ? 0.5 : 1;
    if (next.slope < 0) {
      low = next;
      high = { ratio: high.ratio, slope: high.slope * again };
    } else {
      high = next;
      low = { ratio: low.ratio, slope: low.slope * again };
    }
    const change = Math.abs(next.ratio - last.ratio);
    last = next;
    if (change <= NEAR_ENOUGH * next.ratio || next.slope === 0) break;
  }
  return last;
}

function fitAtRatio(data: GroupedData, ratio: number): RatioFit | null {
  const columns = data.columns.map((column) => whiten(column, data.groups, ratio));
  const y = whiten(data.y, data.groups, ratio);
  const reduction = reduceByColumns(columns, y);
  const df = y.length - columns.length;
  const rss = residualSquares(reduction);
  if (reduction.kept.length < columns.length || df < 1 || !(rss > 0)) return null;
  const covariance = inverseCrossProducts(reduction);
  const coefficients = solveCoefficients(reduction).map((each) => each.value);
  const groups = groupTerms(data, ratio, coefficients);
  const spreadSums = groups.map(({ columnSums }) => covariance.map((row) => dot(row, columnSums)));
  const groupCovariance = groups.map(({ columnSums }) =>
    spreadSums.map((sums) => dot(columnSums, sums)),
  );
  const slope = sumOf(groups, ({ size, spread, residualSum }, i) => {
    const fitted = groupCovariance[i]?.[i] ?? 0;
    return size / spread - (fitted + (residualSum ** 2 * df) / rss) / spread ** 2;
  });
  const deviance =
    df * Math.log(rss) +
    sumOf(groups, ({ spread }) => Math.log(spread)) +
    sumOf(reduction.triangle, (column, i) => 2 * Math.log(Math.abs(column[i] ?? Number.NaN)));
  return { ratio, coefficients, rss, covariance, deviance, slope, groups, groupCovariance };
}

function groupTerms(
  data: GroupedData,
  ratio: number,
  coefficients: readonly number[],
): GroupTerm[] {
  return data.groups.map((positions) => {
    const columnSums = data.columns.map((column) => sumAt(column, positions));
    return {
      size: positions.length,
      spread: 1 + ratio * positions.length,
      columnSums,
      residualSum: sumAt(data.y, positions) - dot(columnSums, coefficients),
    };
  });
}

function sumOf<Item>(items: readonly Item[], term: (item: Item, index: number) => number): number {
  return items.reduce((sum, item, index) => sum + term(item, index), 0);
}

/** Takes out of each series the part of its mean that the random intercept explains. */
function whiten(
  values: readonly number[],
  groups: readonly (readonly number[])[],
  ratio: number,
): number[] {
  const white = values.slice();
  for (const positions of groups) {
    const own = sumAt(values, positions) / positions.length;
    const share = 1 - 1 / Math.sqrt(1 + ratio * positions.length);
    for (const position of positions) white[position] = (values[position] ?? 0) - share * own;
  }
  return white;
}

function sumAt(values: readonly number[], positions: readonly number[]): number {
  return positions.reduce((sum, position) => sum + (values[position] ?? 0), 0);
}

/** a'Mb. */
export function quadratic(
  a: readonly number[],
  matrix: readonly (readonly number[])[],
  b: readonly number[],
): number {
  return a.reduce((sum, value, i) => sum + value * dot(matrix[i] ?? [], b), 0);
}

export function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
}
