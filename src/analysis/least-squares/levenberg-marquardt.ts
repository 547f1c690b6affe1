import { finiteOrNull } from "../statistics/moments.ts";
import { dampedStep, hasFullRank, scaledLength } from "./damped-step.ts";
import { inverseRowLengths, solveUpper, triangulate } from "./triangle.ts";

/** A problem `min sum r_i^2`; residuals are model minus observation. */
export interface LeastSquaresProblem {
  readonly observations: number;
  /**
   * Writes the residuals, and the derivative of residual i by parameter j to `jacobian[i * parameters.length + j]`.
   * Where the model is undefined it writes what is not finite: the step is then made shorter.
   */
  readonly evaluate: (
    parameters: Float64Array,
    residuals: Float64Array,
    jacobian: Float64Array,
  ) => void;
}

export interface LeastSquaresOptions {
  /** Bounds by parameter; none where absent. The start is moved within. */
  readonly lower?: readonly number[];
  readonly upper?: readonly number[];
  /** Default 2000. */
  readonly maxIterations?: number;
}

/** Why the parameters are no optimum. */
export type NotConvergedReason =
  | "NOT_FINITE_AT_START"
  | "SINGULAR"
  | "STUCK"
  | "TOO_MANY_ITERATIONS";

export interface LeastSquaresFit {
  /** The best parameters met, an optimum only where `notConverged` is null. */
  readonly parameters: readonly number[];
  readonly rss: number;
  /** Observations minus parameters that are not at a bound. */
  readonly df: number;
  /** `sqrt(diag(s^2 (J'J)^-1))`; null for a parameter at its bound, without df, or where J has not full rank. */
  readonly standardErrors: readonly (number | null)[];
  readonly atBound: readonly boolean[];
  readonly notConverged: NotConvergedReason | null;
  readonly iterations: number;
}

/** |Q'r| as a share of |r|: how far, in standard errors, the optimum is away. Bates and Watts' relative offset. */
const OFFSET_REACHED = 1e-12;
/** What rounding may leave of it where the steps have no effect any more. */
const OFFSET_ENOUGH = 1e-6;
/** A step this small against every parameter changes nothing. */
const STEP_ROUNDING = 4 * Number.EPSILON;
/** Steps of the full Gauss-Newton problem this small against the parameters are below what the data can tell. */
const STEP_ENOUGH = 1e-9;
const FIRST_RADIUS = 100;

interface State {
  readonly parameters: Float64Array;
  readonly residuals: Float64Array;
  readonly jacobian: Float64Array;
  readonly rss: number;
}

/** A linearisation at one point, over the parameters that are free there. */
interface Linearisation {
  readonly free: readonly number[];
  readonly triangle: Float64Array;
  readonly projected: Float64Array;
  readonly lengths: Float64Array;
  readonly fullRank: boolean;
  /** |Q'r| / |r|; 0 where r is 0. */
  readonly offset: number;
}

/**
 * Least squares by Levenberg-Marquardt in a trust region, with the caller's derivatives, columns scaled by their
 * largest length met, and convergence judged by the gradient (relative offset), not by a flat sum of squares. With
 * bounds, parameters at a bound to which the gradient presses are held. Deterministic; never throws; a start at which
 * the model is not finite comes back as such. Source: Moré 1978 (MINPACK `lmder`); Bates and Watts 1981 (offset).
 */
export function solveLeastSquares(
  problem: LeastSquaresProblem,
  start: readonly number[],
  options: LeastSquaresOptions = {},
): LeastSquaresFit {
  const first = evaluateAt(problem, clampTo(Float64Array.from(start), options));
  if (!isUsable(first)) return describe(problem, first, options, "NOT_FINITE_AT_START", 0);
  let state = first;
  const scale = new Float64Array(start.length);
  let radius = 0;
  const most = options.maxIterations ?? 2000;
  for (let iteration = 1; iteration <= most; iteration++) {
    const line = linearise(state, options);
    growScale(scale, line);
    if (line.free.length === 0 || (line.fullRank && line.offset <= OFFSET_REACHED)) {
      return describe(problem, state, options, null, iteration);
    }
    const freeScale = Float64Array.from(line.free, (index) => scale[index] ?? 1);
    if (radius === 0) radius = FIRST_RADIUS * (startLength(state, line, freeScale) || 1);
    const outcome = tryStep(problem, state, line, freeScale, radius, options);
    radius = outcome.radius;
    if (outcome.next !== null) state = outcome.next;
    if (outcome.stuck)
      return describe(problem, state, options, judgeStuck(state, options), iteration);
  }
  return describe(problem, state, options, "TOO_MANY_ITERATIONS", most);
}

interface StepOutcome {
  readonly next: State | null;
  readonly radius: number;
  /** The step is lost in rounding. */
  readonly stuck: boolean;
}

function tryStep(
  problem: LeastSquaresProblem,
  state: State,
  line: Linearisation,
  scale: Float64Array,
  radius: number,
  options: LeastSquaresOptions,
): StepOutcome {
  const { triangle, projected } = line;
  const step = dampedStep({ triangle, projected, scale }, line.fullRank, radius);
  const moved = state.parameters.slice();
  line.free.forEach((index, i) => {
    moved[index] = (moved[index] ?? 0) + (step[i] ?? 0);
  });
  clampTo(moved, options);
  const taken = Float64Array.from(
    line.free,
    (index) => (moved[index] ?? 0) - (state.parameters[index] ?? 0),
  );
  const tiny = line.free.every(
    (index, i) => Math.abs(taken[i] ?? 0) <= STEP_ROUNDING * Math.abs(state.parameters[index] ?? 0),
  );
  const length = scaledLength(taken, scale);
  const promised = predictedReduction(line, taken);
  const next = evaluateAt(problem, moved);
  if (!isUsable(next)) return { next: null, radius: 0.1 * Math.min(radius, length), stuck: tiny };
  const gained = state.rss - next.rss;
  // Below the rounding of the sum itself the promise is the better witness.
  const trusted = Math.abs(promised) <= 1e-13 * state.rss && gained >= -1e-12 * state.rss;
  const ratio = trusted ? 1 : promised > 0 ? gained / promised : -1;
  const accepted = ratio > 1e-4;
  let wider = radius;
  if (ratio <= 0.25) wider = shrinkShare(gained, promised) * Math.min(radius, 10 * length);
  else if (ratio >= 0.75 || length < 0.9 * radius) wider = 2 * length;
  return { next: accepted ? next : null, radius: wider, stuck: tiny || !(wider > 0) };
}

/** Half, or less where the sum of squares has risen: the minimum of the parabola through both ends, at least a tenth. */
function shrinkShare(gained: number, promised: number): number {
  if (gained >= 0) return 0.5;
  return Math.max(0.1, promised / (2 * (promised - gained)));
}

/** An optimum where the offset is small, or where the full step is lost in the rounding of the parameters. */
function judgeStuck(state: State, options: LeastSquaresOptions): NotConvergedReason | null {
  const line = linearise(state, options);
  if (!line.fullRank) return "SINGULAR";
  if (line.offset <= OFFSET_ENOUGH) return null;
  const full = solveUpper(line.triangle, line.projected, line.free.length);
  const lost = line.free.every(
    (index, i) => Math.abs(full[i] ?? 0) <= STEP_ENOUGH * Math.abs(state.parameters[index] ?? 0),
  );
  return lost ? null : "STUCK";
}

function evaluateAt(problem: LeastSquaresProblem, parameters: Float64Array): State {
  const residuals = new Float64Array(problem.observations);
  const jacobian = new Float64Array(problem.observations * parameters.length);
  problem.evaluate(parameters, residuals, jacobian);
  return { parameters, residuals, jacobian, rss: residuals.reduce((sum, r) => sum + r * r, 0) };
}

function isUsable(state: State): boolean {
  return Number.isFinite(state.rss) && state.jacobian.every(Number.isFinite);
}

function clampTo(parameters: Float64Array, options: LeastSquaresOptions): Float64Array {
  for (let j = 0; j < parameters.length; j++) {
    const value = Math.max(parameters[j] ?? 0, options.lower?.[j] ?? Number.NEGATIVE_INFINITY);
    parameters[j] = Math.min(value, options.upper?.[j] ?? Number.POSITIVE_INFINITY);
  }
  return parameters;
}

/** -1 at the lower bound, 1 at the upper, 0 between. */
function sideOfBound(state: State, index: number, options: LeastSquaresOptions): -1 | 0 | 1 {
  const value = state.parameters[index] ?? 0;
  if (value <= (options.lower?.[index] ?? Number.NEGATIVE_INFINITY)) return -1;
  if (value >= (options.upper?.[index] ?? Number.POSITIVE_INFINITY)) return 1;
  return 0;
}

/** Held are parameters at a bound beyond which the sum of squares would fall. */
function linearise(state: State, options: LeastSquaresOptions): Linearisation {
  const all = state.parameters.length;
  const { residuals, jacobian } = state;
  const free: number[] = [];
  for (let j = 0; j < all; j++) {
    const side = sideOfBound(state, j, options);
    const gradient = side === 0 ? 0 : columnProduct(jacobian, residuals, j, all);
    if (side === 0 || side * gradient > 0) free.push(j);
  }
  const triangle = new Float64Array(residuals.length * free.length);
  for (let i = 0; i < residuals.length; i++) {
    free.forEach((index, column) => {
      triangle[i * free.length + column] = jacobian[i * all + index] ?? 0;
    });
  }
  const lengths = columnLengths(triangle, free.length);
  const projected = residuals.slice();
  triangulate(triangle, projected, residuals.length, free.length);
  const head = projected.subarray(0, Math.min(free.length, residuals.length));
  const explained = head.reduce((sum, value) => sum + value * value, 0);
  const fullRank = residuals.length >= free.length && hasFullRank(triangle, lengths);
  const offset = state.rss > 0 ? Math.sqrt(explained / state.rss) : 0;
  return { free, triangle, projected, lengths, fullRank, offset };
}

function columnProduct(
  jacobian: Float64Array,
  residuals: Float64Array,
  column: number,
  columns: number,
): number {
  return residuals.reduce((sum, r, i) => sum + r * (jacobian[i * columns + column] ?? 0), 0);
}

function columnLengths(matrix: Float64Array, columns: number): Float64Array {
  const squares = new Float64Array(columns);
  matrix.forEach((value, at) => {
    squares[at % columns] = (squares[at % columns] ?? 0) + value * value;
  });
  return squares.map(Math.sqrt);
}

function growScale(scale: Float64Array, line: Linearisation): void {
  line.free.forEach((index, i) => {
    const grown = Math.max(scale[index] ?? 0, line.lengths[i] ?? 0);
    scale[index] = grown > 0 ? grown : 1;
  });
}

function startLength(state: State, line: Linearisation, scale: Float64Array): number {
  return scaledLength(
    Float64Array.from(line.free, (index) => state.parameters[index] ?? 0),
    scale,
  );
}

/** |r|^2 - |r + J p|^2, from R and Q'r. */
function predictedReduction(line: Linearisation, step: Float64Array): number {
  const size = step.length;
  let reduction = 0;
  for (let i = 0; i < size; i++) {
    let product = 0;
    for (let j = i; j < size; j++) product += (line.triangle[i * size + j] ?? 0) * (step[j] ?? 0);
    reduction -= product * (2 * (line.projected[i] ?? 0) + product);
  }
  return reduction;
}

function describe(
  problem: LeastSquaresProblem,
  state: State,
  options: LeastSquaresOptions,
  notConverged: NotConvergedReason | null,
  iterations: number,
): LeastSquaresFit {
  const all = state.parameters.length;
  const atBound = Array.from({ length: all }, (_, j) => sideOfBound(state, j, options) !== 0);
  const standardErrors = new Array<number | null>(all).fill(null);
  const line = notConverged === null ? linearise(state, options) : null;
  const df = problem.observations - (line?.free.length ?? all);
  if (line?.fullRank && df > 0) {
    const residualSd = Math.sqrt(state.rss / df);
    inverseRowLengths(line.triangle, line.free.length).forEach((share, i) => {
      const index = line.free[i] ?? 0;
      if (!atBound[index]) standardErrors[index] = finiteOrNull(share * residualSd);
    });
  }
  const parameters = Array.from(state.parameters);
  return { parameters, rss: state.rss, df, standardErrors, atBound, notConverged, iterations };
}
