/** Explains the wells of a plate by its layout, a drift, and scatter: the best that one way of lying can do. */
import { COLUMN_COUNT, ROW_COUNT } from "../../domain/well.ts";
import { antitonicRegression } from "../statistics/antitonic.ts";
import { median } from "../statistics/median.ts";
import type { LevelScale } from "./level-scale.ts";
import type { Condition, OrientationDesign } from "./orientation-design.ts";
import { robustWeight } from "./robust-loss.ts";

/** Standard deviations, on the logarithmic scale, of what a plate may show beside its layout. */
const PRIOR = {
  /** From the first row or column to the last. */
  drift: 0.1,
  rim: 0.06,
  /** Glucocorticoids make some samples survive better: a rise from no to the highest dose, in all arms alike. */
  rise: 0.1,
} as const;

const ROUNDS = 12;

/** Coefficients over the whole plate: rows, columns, rim, rise along the series (never negative). */
export type Drift = readonly [row: number, column: number, rim: number, rise: number];

export interface FittedLevels {
  readonly drift: Drift;
  /** By condition of each series: where the wells lie that have no order to obey, drift taken off. */
  readonly free: readonly (readonly number[])[];
  /** The same, falling along each series. */
  readonly falling: readonly (readonly number[])[];
  /** Null without a number. */
  readonly blank: number | null;
  readonly untreated: number | null;
  /** By well: level less what the drift explains; null = no number. */
  readonly adjusted: readonly (number | null)[];
}

/** -ln of the prior of a drift, less that of none. */
export function driftMisfit([row, column, rim, rise]: Drift): number {
  const squares =
    (row / PRIOR.drift) ** 2 +
    (column / PRIOR.drift) ** 2 +
    (rim / PRIOR.rim) ** 2 +
    (rise / PRIOR.rise) ** 2;
  return squares / 2;
}

/**
 * Levels and drift in turns, outlying wells losing weight (iterated reweighting), a fixed number of rounds so that the
 * same plate gives the same bits. `scatter` is the standard deviation of a well on the scale.
 */
export function fitLevels(
  design: OrientationDesign,
  scale: LevelScale,
  scatter: number,
): FittedLevels {
  let drift: Drift = [0, 0, 0, 0];
  let adjusted = scale.levels;
  let weights = new Array<number>(scale.levels.length).fill(1);
  let fitted = levelsOf(design, adjusted, weights, "robust");
  for (let round = 0; round < ROUNDS; round++) {
    const residuals = residualsOf(design, scale.levels, fitted.falling, fitted.untreated);
    weights = residuals.map((residual, well) =>
      residual === null ? 0 : robustWeight((adjusted[well] ?? 0) - expectedOf(residual), scatter),
    );
    drift = estimateDrift(design, scale, residuals, weights, scatter);
    adjusted = takeOff(design, scale, drift);
    fitted = levelsOf(design, adjusted, weights, "weighted");
  }
  return { ...fitted, drift, adjusted };
}

/** What is expected of a well with cells, and what was measured. */
interface Residual {
  readonly expected: number;
  readonly measured: number;
}

function expectedOf({ expected }: Residual): number {
  return expected;
}

function levelsOf(
  design: OrientationDesign,
  levels: readonly (number | null)[],
  weights: readonly number[],
  how: "robust" | "weighted",
): Omit<FittedLevels, "drift" | "adjusted"> {
  const level = (condition: Condition) =>
    how === "robust" ? medianOf(levels, condition) : weightedMean(levels, weights, condition);
  const free = design.series.map((conditions) =>
    conditions.map((condition) => level(condition) ?? Number.NaN),
  );
  const falling = design.series.map((conditions, index) =>
    makeFalling(
      free[index] ?? [],
      conditions.map((condition) => sumOfWeights(levels, weights, condition)),
    ),
  );
  return {
    free,
    falling,
    blank: medianOf(levels, design.blanks),
    untreated: level(design.untreated),
  };
}

function medianOf(levels: readonly (number | null)[], condition: Condition): number | null {
  return median(condition.flatMap((well) => levels[well] ?? []));
}

function weightedMean(
  levels: readonly (number | null)[],
  weights: readonly number[],
  condition: Condition,
): number | null {
  let sum = 0;
  let weight = 0;
  for (const well of condition) {
    const level = levels[well] ?? null;
    if (level === null) continue;
    sum += (weights[well] ?? 0) * level;
    weight += weights[well] ?? 0;
  }
  return weight > 0 ? sum / weight : medianOf(levels, condition);
}

function sumOfWeights(
  levels: readonly (number | null)[],
  weights: readonly number[],
  condition: Condition,
): number {
  return condition.reduce(
    (sum, well) => sum + ((levels[well] ?? null) === null ? 0 : (weights[well] ?? 0)),
    0,
  );
}

/** Conditions without a number stay NaN and bind no other. */
function makeFalling(free: readonly number[], weights: readonly number[]): number[] {
  const present = free.flatMap((value, index) => (Number.isNaN(value) ? [] : [index]));
  const fitted = antitonicRegression(
    present.map((index) => free[index] ?? 0),
    present.map((index) => Math.max(1e-9, weights[index] ?? 0)),
  );
  const falling = free.map(() => Number.NaN);
  present.forEach((index, position) => {
    falling[index] = fitted[position] ?? Number.NaN;
  });
  return falling;
}

/** For every well with cells that has a number; null elsewhere. */
function residualsOf(
  design: OrientationDesign,
  levels: readonly (number | null)[],
  falling: readonly (readonly number[])[],
  untreated: number | null,
): (Residual | null)[] {
  const residuals = levels.map((): Residual | null => null);
  const put = (well: number, expected: number) => {
    const measured = levels[well] ?? null;
    if (measured !== null && !Number.isNaN(expected)) residuals[well] = { expected, measured };
  };
  design.series.forEach((conditions, index) => {
    conditions.forEach((condition, step) => {
      for (const well of condition) put(well, falling[index]?.[step] ?? Number.NaN);
    });
  });
  for (const well of design.untreated) put(well, untreated ?? Number.NaN);
  return residuals;
}

/** Row and column from -1/2 to 1/2, rim 0 or 1, rise 0 to 1, times the share that arrives on the scale. */
function covariates(design: OrientationDesign, scale: LevelScale, well: number): number[] {
  const row = Math.floor(well / COLUMN_COUNT);
  const column = well % COLUMN_COUNT;
  const rim = row === 0 || row === ROW_COUNT - 1 || column === 0 || column === COLUMN_COUNT - 1;
  const share = scale.share[well] ?? 0;
  return [
    share * (row / (ROW_COUNT - 1) - 0.5),
    share * (column / (COLUMN_COUNT - 1) - 0.5),
    rim ? share : 0,
    share * (design.rise[well] ?? 0),
  ];
}

function takeOff(
  design: OrientationDesign,
  scale: LevelScale,
  drift: Drift,
): readonly (number | null)[] {
  const level = (well: number) =>
    covariates(design, scale, well).reduce((sum, x, index) => sum + x * (drift[index] ?? 0), 0);
  const hasCells = new Set([...design.untreated, ...design.series.flat(2)]);
  return scale.levels.map((value, well) =>
    value === null || !hasCells.has(well) ? value : value - level(well),
  );
}

/** Weighted ridge regression of what the levels leave; a rise that comes out negative is none. */
function estimateDrift(
  design: OrientationDesign,
  scale: LevelScale,
  residuals: readonly (Residual | null)[],
  weights: readonly number[],
  scatter: number,
): Drift {
  const sizes = [PRIOR.drift, PRIOR.drift, PRIOR.rim, PRIOR.rise];
  const normal = sizes.map((size, i) => sizes.map((_, j) => (i === j ? (scatter / size) ** 2 : 0)));
  const right = sizes.map(() => 0);
  residuals.forEach((residual, well) => {
    if (residual === null) return;
    const x = covariates(design, scale, well);
    const weight = weights[well] ?? 0;
    for (const [i, xi] of x.entries()) {
      right[i] = (right[i] ?? 0) + weight * xi * (residual.measured - residual.expected);
      const line = normal[i] ?? [];
      for (const [j, xj] of x.entries()) line[j] = (line[j] ?? 0) + weight * xi * xj;
    }
  });
  const all = solve(normal, right, 4);
  const [row = 0, column = 0, rim = 0, rise = 0] =
    all[3] === undefined || all[3] >= 0 ? all : solve(normal, right, 3);
  return [row, column, rim, Math.max(0, rise)];
}

/** Gaussian elimination of the first `count` unknowns; the matrix is positive definite. */
function solve(
  matrix: readonly (readonly number[])[],
  right: readonly number[],
  count: number,
): number[] {
  const rows = matrix.slice(0, count).map((line, i) => [...line.slice(0, count), right[i] ?? 0]);
  for (let pivot = 0; pivot < count; pivot++) {
    const line = rows[pivot] ?? [];
    for (let below = pivot + 1; below < count; below++) {
      const other = rows[below] ?? [];
      const factor = (other[pivot] ?? 0) / (line[pivot] ?? 1);
      for (let k = pivot; k <= count; k++) other[k] = (other[k] ?? 0) - factor * (line[k] ?? 0);
    }
  }
  const solution = new Array<number>(count).fill(0);
  for (let i = count - 1; i >= 0; i--) {
    const line = rows[i] ?? [];
    let rest = line[count] ?? 0;
    for (let j = i + 1; j < count; j++) rest -= (line[j] ?? 0) * (solution[j] ?? 0);
    solution[i] = rest / (line[i] ?? 1);
  }
  return solution;
}
