import { solveLeastSquares } from "../least-squares/levenberg-marquardt.ts";
import { finiteOrNull } from "../statistics/moments.ts";

/** GR(x) = GRinf + (1 - GRinf) / (1 + (x/GEC50)^h); doses in the unit given. */
export interface GrowthRateFit {
  readonly grInf: number;
  readonly gec50: number;
  readonly hill: number;
  /** Where the fitted GR is 0.5; null where it stays above (GRinf >= 0.5). */
  readonly gr50: number | null;
  readonly rss: number;
}

interface Point {
  readonly logDose: number;
  readonly gr: number;
}

/** Slopes that the search starts from: from nearly flat to a step between two doses. */
const START_HILLS = Array.from({ length: 16 }, (_, step) => 0.15 * 1.5 ** step);
const PLACES = 40;
/** The places go beyond the doses by this share of their log range, both ways. */
const BEYOND_ENDS = 0.75;
/** A step has no end to its slope, and no one waits for it. */
const MOST_ITERATIONS = 150;

/**
 * Unconstrained least squares over the doses above zero that have a GR, best of many starts. Null for fewer than three
 * different doses, or where no curve that falls with the dose is found. Source: Hafner 2016; analysis reference, 1.5.
 */
export function fitGrowthRate(
  doses: readonly number[],
  gr: readonly (number | null)[],
): GrowthRateFit | null {
  const points = doses.flatMap((dose, index): Point[] => {
    const value = gr[index] ?? null;
    return dose > 0 && value !== null ? [{ logDose: Math.log(dose), gr: value }] : [];
  });
  if (new Set(points.map((point) => point.logDose)).size < 3) return null;
  const problem = {
    observations: points.length,
    evaluate: (parameters: Float64Array, residuals: Float64Array, jacobian: Float64Array) =>
      evaluateCurve(points, parameters, residuals, jacobian),
  };
  let best: { rss: number; parameters: readonly number[] } | null = null;
  for (const start of startsInValleys(points)) {
    const fit = solveLeastSquares(problem, start, { maxIterations: MOST_ITERATIONS });
    const [, , hill = 0] = fit.parameters;
    if (hill > 0 && (best === null || fit.rss < best.rss)) best = fit;
  }
  return best === null ? null : describe(best.parameters, best.rss);
}

function describe(parameters: readonly number[], rss: number): GrowthRateFit | null {
  const [grInf = 0, logEc50 = 0, hill = 0] = parameters;
  const gec50 = finiteOrNull(Math.exp(logEc50));
  if (gec50 === null || gec50 === 0) return null;
  const ratio = 0.5 / (0.5 - grInf);
  const gr50 = grInf < 0.5 ? finiteOrNull(gec50 * ratio ** (1 / hill)) : null;
  return { grInf, gec50, hill, gr50, rss };
}

/** 1 / (1 + (x/GEC50)^h), without overflow. */
function share(logDose: number, logEc50: number, hill: number): number {
  const u = hill * (logDose - logEc50);
  if (u <= 0) return 1 / (1 + Math.exp(u));
  const power = Math.exp(-u);
  return power / (1 + power);
}

function evaluateCurve(
  points: readonly Point[],
  parameters: Float64Array,
  residuals: Float64Array,
  jacobian: Float64Array,
): void {
  const [grInf = 0, logEc50 = 0, hill = 0] = parameters;
  points.forEach(({ logDose, gr }, i) => {
    const left = share(logDose, logEc50, hill);
    const slope = (1 - grInf) * left * share(logDose, logEc50, -hill);
    residuals[i] = grInf + (1 - grInf) * left - gr;
    jacobian[3 * i] = 1 - left;
    jacobian[3 * i + 1] = slope * hill;
    jacobian[3 * i + 2] = -slope * (logDose - logEc50);
  });
}

/**
 * For each slope the best of the places over the dose range, with the lower plateau that fits there (it is linear); of
 * these, the ones that no neighbouring slope betters.
 */
function startsInValleys(points: readonly Point[]): readonly (readonly number[])[] {
  const logDoses = points.map((point) => point.logDose);
  const low = Math.min(...logDoses);
  const range = Math.max(...logDoses) - low;
  const places = Array.from({ length: PLACES }, (_, step) => {
    const share = (step / (PLACES - 1)) * (1 + 2 * BEYOND_ENDS) - BEYOND_ENDS;
    return low + range * share;
  });
  const alongSlope = START_HILLS.map((hill) =>
    places
      .map((place) => startAt(points, place, hill))
      .reduce((best, one) => (one.rss < best.rss ? one : best)),
  );
  return alongSlope
    .filter(({ rss }, index) => {
      const before = alongSlope[index - 1]?.rss ?? Number.POSITIVE_INFINITY;
      const after = alongSlope[index + 1]?.rss ?? Number.POSITIVE_INFINITY;
      return rss < before && rss <= after;
    })
    .map(({ start }) => start);
}

function startAt(points: readonly Point[], logEc50: number, hill: number) {
  let above = 0;
  let below = 0;
  for (const { logDose, gr } of points) {
    const left = share(logDose, logEc50, hill);
    above += (gr - left) * (1 - left);
    below += (1 - left) ** 2;
  }
  const grInf = below > 0 ? above / below : 0;
  const rss = points.reduce((sum, { logDose, gr }) => {
    const left = share(logDose, logEc50, hill);
    return sum + (grInf + (1 - grInf) * left - gr) ** 2;
  }, 0);
  return { start: [grInf, logEc50, hill] as const, rss };
}
