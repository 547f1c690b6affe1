import { type LeastSquaresFit, solveLeastSquares } from "../least-squares/levenberg-marquardt.ts";
import { mean } from "../statistics/moments.ts";

/** y = floor + (1 - floor) s with s = (x/m)^lambda / (1 + (x/m)^lambda): two parameters, on fractions inhibited. */
export interface Sigmoid {
  readonly floor: number;
  /** logit s = middle + lambda (ln x - centre); the centre is that of the doses, where both are told apart best. */
  readonly centre: number;
  readonly middle: number;
  readonly lambda: number;
}

export interface DosePoint {
  /** Above zero. */
  readonly dose: number;
  /** Fraction inhibited. */
  readonly effect: number;
}

/** Steepnesses that the search starts from, both ways: from nearly flat to a step between two doses. */
const STEEPNESSES = Array.from({ length: 22 }, (_, step) => 0.06 * 1.37 ** step);
/** Sums of squares that differ by less are equal but for rounding. */
const TIE_SHARE = 1e-13;
/** Halves between (and at) neighbouring doses. */
const STEPS_A_GAP = 6;
/** Logits in the middle of the doses of curves whose half lies far outside them. */
const START_LOGITS = [-10, -8, -6.5, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6.5, 8, 10];
/** Each makes the range 0.618 times as wide. */
const GOLDEN_SECTIONS = 24;
const GOLDEN_SHARE = (3 - Math.sqrt(5)) / 2;
/** A step between two doses has no end to its steepness; at these limits every curve is one to the last bit. */
const STEEPEST = 1e3;
const FARTHEST = 1e5;
const LIMITS = {
  maxIterations: 100,
  lower: [-FARTHEST, -STEEPEST],
  upper: [FARTHEST, STEEPEST],
};
/** Effects are about 1: a curve this near to all of them cannot come nearer. */
const NO_SQUARES = 1e-26;

/** Effects over ln dose less their centre. */
interface CentredPoints {
  readonly offsets: readonly number[];
  readonly effects: readonly number[];
  readonly floor: number;
}

type Start = readonly [middle: number, lambda: number];

/**
 * The least-squares sigmoid through effects over doses, both parameters free: the best of many starts, since a steep
 * step between two doses may fit as well as a gentle curve. Null for fewer than two different doses.
 */
export function fitSigmoid(points: readonly DosePoint[], floor: number): Sigmoid | null {
  const logDoses = points.map((point) => Math.log(point.dose));
  const centre = mean(logDoses);
  if (centre === null || new Set(logDoses).size < 2) return null;
  const centred = {
    offsets: logDoses.map((logDose) => logDose - centre),
    effects: points.map((point) => point.effect),
    floor,
  };
  const problem = {
    observations: points.length,
    evaluate: (parameters: Float64Array, residuals: Float64Array, jacobian: Float64Array) =>
      evaluateCurve(centred, parameters, residuals, jacobian),
  };
  let best: Pick<LeastSquaresFit, "parameters" | "rss"> | null = null;
  for (const start of startsInValleys(centred)) {
    const fit =
      squaresAt(centred, start) < NO_SQUARES ? null : solveLeastSquares(problem, start, LIMITS);
    const reached = fit ?? { parameters: start, rss: 0 };
    if (best === null || best.rss - reached.rss > TIE_SHARE * best.rss) best = reached;
  }
  const [middle, lambda] = best?.parameters ?? [];
  return middle === undefined || lambda === undefined ? null : { floor, centre, middle, lambda };
}

function evaluateCurve(
  { offsets, effects, floor }: CentredPoints,
  parameters: Float64Array,
  residuals: Float64Array,
  jacobian: Float64Array,
): void {
  const [middle = 0, lambda = 0] = parameters;
  offsets.forEach((offset, i) => {
    const logit = middle + lambda * offset;
    const share = logistic(logit);
    const slope = (1 - floor) * share * logistic(-logit);
    residuals[i] = floor + (1 - floor) * share - (effects[i] ?? 0);
    jacobian[2 * i] = slope;
    jacobian[2 * i + 1] = slope * offset;
  });
}

/**
 * For each steepness the best curve of a grid whose half lies within the doses or far outside them; of these, the
 * ones that no neighbouring steepness betters. Rising curves come first: of two that fit alike, as a flat one does
 * both ways, the first is kept.
 */
function startsInValleys(points: CentredPoints): readonly Start[] {
  const sorted = [...new Set(points.offsets)].sort((a, b) => a - b);
  const places = sorted.flatMap((offset, index) => {
    const gap = (sorted[index + 1] ?? offset) - offset;
    return Array.from({ length: STEPS_A_GAP }, (_, step) => offset + (gap * step) / STEPS_A_GAP);
  });
  const alongSteepness = [...STEEPNESSES.map((size) => -size).reverse(), ...STEEPNESSES].map(
    (lambda) => bestOfSteepness(points, places, lambda),
  );
  return alongSteepness
    .filter(({ rss }, index) => {
      const before = alongSteepness[index - 1]?.rss ?? Number.POSITIVE_INFINITY;
      const after = alongSteepness[index + 1]?.rss ?? Number.POSITIVE_INFINITY;
      return rss < before && rss <= after;
    })
    .map(({ start }) => start)
    .reverse();
}

interface TriedStart {
  readonly start: Start;
  readonly rss: number;
}

/** The best middle of the grid, then the best between its neighbours by golden section. */
function bestOfSteepness(
  points: CentredPoints,
  places: readonly number[],
  lambda: number,
): TriedStart {
  const tryMiddle = (middle: number): TriedStart => {
    const start: Start = [middle, lambda];
    return { start, rss: squaresAt(points, start) };
  };
  const middles = [...places.map((place) => -lambda * place), ...START_LOGITS].sort(
    (a, b) => a - b,
  );
  const tried = middles.map(tryMiddle);
  const squares = tried.map((one) => one.rss);
  const index = squares.indexOf(Math.min(...squares));
  const onGrid = tried[index] ?? tryMiddle(0);
  let low = middles[index - 1] ?? onGrid.start[0];
  let high = middles[index + 1] ?? onGrid.start[0];
  for (let section = 0; section < GOLDEN_SECTIONS; section++) {
    const inner = GOLDEN_SHARE * (high - low);
    if (tryMiddle(low + inner).rss < tryMiddle(high - inner).rss) high -= inner;
    else low += inner;
  }
  const refined = tryMiddle((low + high) / 2);
  return refined.rss < onGrid.rss ? refined : onGrid;
}

function squaresAt({ offsets, effects, floor }: CentredPoints, [middle, lambda]: Start): number {
  return offsets.reduce((sum, offset, i) => {
    const fitted = floor + (1 - floor) * logistic(middle + lambda * offset);
    return sum + (fitted - (effects[i] ?? 0)) ** 2;
  }, 0);
}

/** 1 / (1 + e^-u) without overflow. */
function logistic(u: number): number {
  if (u >= 0) return 1 / (1 + Math.exp(-u));
  const power = Math.exp(u);
  return power / (1 + power);
}

/** The fitted effect at a dose; at dose zero the floor, for whatever lambda. */
export function sigmoidEffect({ floor, centre, middle, lambda }: Sigmoid, dose: number): number {
  if (!(dose > 0)) return floor;
  return floor + (1 - floor) * logistic(middle + lambda * (Math.log(dose) - centre));
}

/** m, the dose half way between floor and 1, in the unit of the doses; null for a flat curve. */
export function halfDose({ centre, middle, lambda }: Sigmoid): number | null {
  const m = Math.exp(centre - middle / lambda);
  return Number.isFinite(m) && m > 0 ? m : null;
}
