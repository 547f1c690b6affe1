import type { CurveTerms } from "./curve-objective.ts";

/** What may move: both, or one with the other held. */
export type Freedom = "both" | "slope" | "intercept";

export interface NewtonStep {
  slope: number;
  intercept: number;
  /** What the step promises to take off half the sum of squares, twice over: gradient times step. */
  gain: number;
  /** Curvature that couples the two, and of the intercept alone: for a step whose slope had to be cut short. */
  coupling: number;
  interceptCurvature: number;
}

/** A smaller determinant, as a share of the product of the diagonal, is no valley that could be trusted. */
const SMALLEST_DETERMINANT = 1e-13;
/** A trace of damping keeps a flat Gauss-Newton direction finite. */
const RIDGE = 1e-8;

/**
 * The next step: Newton's with the exact second derivatives where they make a valley, otherwise Gauss-Newton's; the
 * diagonal is raised by `damping` times itself (Levenberg-Marquardt). False where nothing can move.
 */
export function computeStep(
  terms: CurveTerms,
  freedom: Freedom,
  damping: number,
  step: NewtonStep,
): boolean {
  const exact = isValley(terms, freedom);
  const ridge = exact ? damping : damping + RIDGE;
  const slopeCurvature = exact ? terms.slopeSlope : terms.gaussSlopeSlope;
  const coupling = exact ? terms.slopeIntercept : terms.gaussSlopeIntercept;
  const interceptCurvature = exact ? terms.interceptIntercept : terms.gaussInterceptIntercept;
  const ss = slopeCurvature * (1 + ridge);
  const ii = interceptCurvature * (1 + ridge);
  step.coupling = freedom === "both" ? coupling : 0;
  step.interceptCurvature = ii;
  if (freedom === "slope") {
    step.slope = ss > 0 ? -terms.gradientSlope / ss : 0;
    step.intercept = 0;
  } else if (freedom === "intercept") {
    step.slope = 0;
    step.intercept = ii > 0 ? -terms.gradientIntercept / ii : 0;
  } else {
    const determinant = ss * ii - coupling * coupling;
    if (!(determinant > 0)) return false;
    step.slope = (coupling * terms.gradientIntercept - ii * terms.gradientSlope) / determinant;
    step.intercept = (coupling * terms.gradientSlope - ss * terms.gradientIntercept) / determinant;
  }
  step.gain = -(terms.gradientSlope * step.slope + terms.gradientIntercept * step.intercept);
  return Number.isFinite(step.gain) && step.gain >= 0;
}

function isValley(terms: CurveTerms, freedom: Freedom): boolean {
  const { slopeSlope, slopeIntercept, interceptIntercept } = terms;
  if (freedom === "slope") return slopeSlope > 0;
  if (freedom === "intercept") return interceptIntercept > 0;
  const product = slopeSlope * interceptIntercept;
  return (
    slopeSlope > 0 && product - slopeIntercept * slopeIntercept > SMALLEST_DETERMINANT * product
  );
}
