import type { SlopeBounds } from "./curve-bounds.ts";
import { type CurveObjective, type CurveTerms, emptyTerms } from "./curve-objective.ts";
import { computeStep, type Freedom, type NewtonStep } from "./newton-step.ts";

/** A point of the search and its terms. */
export interface CurvePoint {
  slope: number;
  intercept: number;
  reference: number;
  terms: CurveTerms;
}

/** Promised gain, as a share of the sum of squares, at which one last step of quadratic convergence ends the search. */
const LAST_STEP_SHARE = 1e-12;
/** The same against the scaled survivals (about 1): what rounding leaves of a perfect fit. */
const LAST_STEP_FLOOR = 1e-31;
/** A promise this small that is not kept is rounding; a larger one means that no minimum was reached. */
const ROUNDING_SHARE = 1e-10;
const MOST_STEPS = 200;
const MOST_DAMPING = 1e12;
/** How often a slope may leave its bound again. */
const MOST_RELEASES = 3;

type Outcome = "minimum" | "at-slope-bound" | "stuck";

/**
 * Goes down from `point`, in place, to a minimum of the objective over what is free, the slope within its bounds (a
 * minimum on a bound counts: there the gradient presses outward). True at a minimum, judged by the gradient; false
 * where it got stuck. The reference stays.
 */
export function descend(
  objective: CurveObjective,
  point: CurvePoint,
  freedom: Freedom,
  bounds: SlopeBounds,
): boolean {
  objective(point.slope, point.intercept, point.reference, point.terms);
  const step = { slope: 0, intercept: 0, gain: 0, coupling: 0, interceptCurvature: 0 };
  const spare = { ...point, terms: emptyTerms() };
  for (let releases = 0; releases <= MOST_RELEASES; releases++) {
    const outcome = walk(objective, point, spare, step, freedom, bounds);
    if (outcome !== "at-slope-bound") return outcome === "minimum";
    if (freedom === "both") {
      const along = walk(objective, point, spare, step, "intercept", bounds);
      if (along === "stuck") return false;
    }
    if (pressesOutward(point, bounds)) return true;
  }
  return false;
}

function pressesOutward({ slope, terms }: CurvePoint, { least, most }: SlopeBounds): boolean {
  return slope <= least ? terms.gradientSlope >= 0 : slope >= most && terms.gradientSlope <= 0;
}

function walk(
  objective: CurveObjective,
  point: CurvePoint,
  spare: CurvePoint,
  step: NewtonStep,
  freedom: Freedom,
  bounds: SlopeBounds,
): Outcome {
  let damping = 0;
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    if (!computeStep(point.terms, freedom, damping, step)) {
      if (damping > MOST_DAMPING) return "stuck";
      damping = damping === 0 ? 1e-6 : damping * 10;
      continue;
    }
    const before = point.terms.rss;
    const atEnd = step.gain <= LAST_STEP_SHARE * before + LAST_STEP_FLOOR;
    const cut = freedom !== "intercept" && cutAtBound(point, step, bounds);
    if (cut && step.slope === 0 && pressesOutward(point, bounds)) return "at-slope-bound";
    spare.slope = point.slope + step.slope;
    spare.intercept = point.intercept + step.intercept;
    objective(spare.slope, spare.intercept, point.reference, spare.terms);
    const gained = before - spare.terms.rss;
    if (gained > 0 || (atEnd && gained >= -LAST_STEP_SHARE * before - LAST_STEP_FLOOR)) {
      exchange(point, spare);
      damping = damping > 1e-5 ? damping / 10 : 0;
      if (cut) return "at-slope-bound";
      if (atEnd && damping === 0) return "minimum";
    } else if (atEnd) {
      return "minimum";
    } else {
      if (step.gain <= ROUNDING_SHARE * before) return "minimum";
      if (damping > MOST_DAMPING) return "stuck";
      damping = damping === 0 ? 1e-3 : damping * 10;
    }
  }
  return "stuck";
}

/** Cuts the step short where the slope would leave its bounds, the intercept following; true where it did. */
function cutAtBound(point: CurvePoint, step: NewtonStep, { least, most }: SlopeBounds): boolean {
  const slope = point.slope + step.slope;
  if (slope >= least && slope <= most) return false;
  step.slope = (slope < least ? least : most) - point.slope;
  if (step.interceptCurvature > 0 && step.coupling !== 0) {
    const gradient = point.terms.gradientIntercept + step.coupling * step.slope;
    step.intercept = -gradient / step.interceptCurvature;
  }
  return true;
}

/** The better point takes the place of the other, whose terms become working space. */
function exchange(point: CurvePoint, spare: CurvePoint): void {
  const terms = point.terms;
  point.terms = spare.terms;
  spare.terms = terms;
  point.slope = spare.slope;
  point.intercept = spare.intercept;
}
