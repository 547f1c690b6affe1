import { solveUpper, solveUpperTransposed, triangulate } from "./triangle.ts";

/** A column whose share left by the others is smaller than this adds nothing that arithmetic can tell apart. */
const DEPENDENT_SHARE = 1e-13;

/** The linear problem `min |r + J p|` after QR: `triangle` is R, `projected` the first entries of Q'r. */
export interface LinearisedProblem {
  readonly triangle: Float64Array;
  readonly projected: Float64Array;
  /** Scale of each column: the step is measured as |D p|. */
  readonly scale: Float64Array;
}

/** True where no column depends on the others. `lengths` are those of the columns before QR. */
export function hasFullRank(triangle: Float64Array, lengths: Float64Array): boolean {
  const size = lengths.length;
  return lengths.every((length, i) => {
    const left = Math.abs(triangle[i * size + i] ?? 0);
    return length > 0 && left > DEPENDENT_SHARE * length;
  });
}

/**
 * The step of the linearised problem whose scaled length is at most `radius` (within a tenth): the full Gauss-Newton
 * step where it fits and exists (`fullRank`), otherwise the damped one.
 * Source: Moré 1978, The Levenberg-Marquardt algorithm; MINPACK `lmpar`.
 */
export function dampedStep(
  problem: LinearisedProblem,
  fullRank: boolean,
  radius: number,
): Float64Array {
  const { triangle, projected, scale } = problem;
  const size = scale.length;
  let lower = 0;
  if (fullRank) {
    const full = solveUpper(triangle, projected, size).map((value) => -value);
    const excess = scaledLength(full, scale) - radius;
    if (excess <= 0.1 * radius) return full;
    lower = excess / radius / slopeTerm(triangle, full, scale);
  }
  let upper = scaledGradientLength(problem) / radius;
  if (!(upper > 0)) upper = Number.MIN_VALUE;
  let damping = Math.max(lower, fullRank ? lower : upper * 1e-3);
  let step = new Float64Array(size);
  for (let round = 0; round < 12; round++) {
    if (!(damping > 0)) damping = Math.max(Number.MIN_VALUE, 1e-3 * upper);
    const work = augment(problem, damping);
    step = solveUpper(work.triangle, work.projected, size).map((value) => -value);
    const excess = scaledLength(step, scale) - radius;
    if (Math.abs(excess) <= 0.1 * radius) return step;
    const correction = excess / radius / slopeTerm(work.triangle, step, scale);
    if (excess > 0) lower = Math.max(lower, damping);
    else upper = Math.min(upper, damping);
    damping = Math.max(lower, damping + correction);
    if (damping > upper) damping = upper;
  }
  return step;
}

/** R and Q'r of the problem with the rows sqrt(damping) D below it. */
function augment(problem: LinearisedProblem, damping: number): LinearisedProblem {
  const size = problem.scale.length;
  const work = new Float64Array(2 * size * size);
  const right = new Float64Array(2 * size);
  for (let i = 0; i < size; i++) {
    for (let j = i; j < size; j++) work[i * size + j] = problem.triangle[i * size + j] ?? 0;
    work[(size + i) * size + i] = Math.sqrt(damping) * (problem.scale[i] ?? 1);
    right[i] = problem.projected[i] ?? 0;
  }
  triangulate(work, right, 2 * size, size);
  return { triangle: work, projected: right, scale: problem.scale };
}

export function scaledLength(step: Float64Array, scale: Float64Array): number {
  let squares = 0;
  for (let i = 0; i < step.length; i++) squares += ((step[i] ?? 0) * (scale[i] ?? 1)) ** 2;
  return Math.sqrt(squares);
}

/** |R^-T D (D p / |D p|)|^2: minus the derivative of log |D p| by the damping. */
function slopeTerm(triangle: Float64Array, step: Float64Array, scale: Float64Array): number {
  const length = scaledLength(step, scale);
  const right = step.map((value, i) => (value * (scale[i] ?? 1) ** 2) / length);
  const solved = solveUpperTransposed(triangle, right, step.length);
  return solved.reduce((sum, value) => sum + value * value, 0);
}

function scaledGradientLength({ triangle, projected, scale }: LinearisedProblem): number {
  const size = scale.length;
  let squares = 0;
  for (let j = 0; j < size; j++) {
    let entry = 0;
    for (let i = 0; i <= j; i++) entry += (triangle[i * size + j] ?? 0) * (projected[i] ?? 0);
    squares += (entry / (scale[j] ?? 1)) ** 2;
  }
  return Math.sqrt(squares);
}
