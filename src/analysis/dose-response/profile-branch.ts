import type { SlopeBounds } from "./curve-bounds.ts";
import { type CurveObjective, emptyTerms } from "./curve-objective.ts";
import { type CurvePoint, descend } from "./descend.ts";
import type { DoseSeries } from "./dose-series.ts";
import { createLevelObjective } from "./level-objective.ts";
import type { Freedom } from "./newton-step.ts";
import { createPlateauObjective, type Plateaus } from "./plateau-objective.ts";

/** Curves of one model that have a given dose of interest (the reference of the objective), and how to search them. */
export interface ProfileBranch {
  readonly objective: CurveObjective;
  readonly freedom: Freedom;
  /** Intercept that belongs to the dose of interest, where it is fixed; else those to start from. */
  readonly intercepts: readonly number[];
  /** The same with the lower plateau at 0, for points whose lower plateau would be negative; null = not asked for. */
  readonly atZero: ProfileBranch | null;
}

/**
 * Steep starts among them: a step between two doses may fit as well as the curve that is followed. Close together where
 * two valleys may lie side by side.
 */
const START_SLOPES = [0.15, 0.4, 0.8, 1.3, 2, 2.7, 3.7, 5, 7, 10] as const;
const START_INTERCEPTS = [-3, -1.5, -0.5, 0.5, 1.5, 3] as const;

/** Curves whose relative ED50 is the dose. */
export function branchForEd50(
  series: DoseSeries,
  plateaus: Plateaus,
  lowerAtLeastZero: boolean,
): ProfileBranch {
  const zero = { lower: 0, upper: plateaus.upper };
  const needed = lowerAtLeastZero && plateaus.lower === null;
  return {
    objective: createPlateauObjective(series, plateaus),
    freedom: "slope",
    intercepts: [0],
    atZero: needed ? branchForEd50(series, zero, false) : null,
  };
}

/** Curves that are at `level` (scaled) at the dose. */
export function branchForLevel(
  series: DoseSeries,
  plateaus: Plateaus,
  level: number,
  lowerAtLeastZero: boolean,
): ProfileBranch {
  const { lower, upper } = plateaus;
  const zero = { lower: 0, upper };
  const needed = lowerAtLeastZero && lower === null;
  const atZero = needed ? branchForLevel(series, zero, level, false) : null;
  if (lower !== null && upper !== null) {
    // z = b ln(x/e) is ln((upper - level)/(level - lower)) at the level.
    const intercept = Math.log(upper - level) - Math.log(level - lower);
    const objective = createPlateauObjective(series, plateaus);
    return { objective, freedom: "slope", intercepts: [intercept], atZero };
  }
  const objective = createLevelObjective(series, plateaus, level);
  return { objective, freedom: "both", intercepts: START_INTERCEPTS, atZero };
}

/** The best curve of the branch at a dose, near the curve given. */
export function followBranch(
  branch: ProfileBranch,
  logDose: number,
  slopes: SlopeBounds,
  near: { readonly slope: number; readonly intercept: number },
): CurvePoint {
  const { slope } = near;
  const fixed = branch.freedom === "slope" ? branch.intercepts[0] : undefined;
  const intercept = fixed ?? near.intercept;
  const point = { slope, intercept, reference: logDose, terms: emptyTerms() };
  descend(branch.objective, point, branch.freedom, slopes);
  if (branch.atZero === null || point.terms.lower >= 0) return point;
  return followBranch(branch.atZero, logDose, slopes, point);
}

/** The best curve of the branch at a dose, gone down to from every slope with its best intercept. */
export function searchBranch(
  branch: ProfileBranch,
  logDose: number,
  slopes: SlopeBounds,
): CurvePoint {
  let best: CurvePoint | null = null;
  for (const slope of START_SLOPES) {
    const within = Math.min(Math.max(slope, slopes.least), slopes.most);
    const intercept = bestIntercept(branch, logDose, within);
    const end = followBranch(branch, logDose, slopes, { slope: within, intercept });
    if (best === null || end.terms.rss < best.terms.rss) best = end;
  }
  return best ?? followBranch(branch, logDose, slopes, { slope: 1, intercept: 0 });
}

function bestIntercept({ objective, intercepts }: ProfileBranch, logDose: number, slope: number) {
  const terms = emptyTerms();
  let best = { intercept: intercepts[0] ?? 0, rss: Number.POSITIVE_INFINITY };
  if (intercepts.length === 1) return best.intercept;
  for (const intercept of intercepts) {
    objective(slope, intercept, logDose, terms);
    if (terms.rss < best.rss) best = { intercept, rss: terms.rss };
  }
  return best.intercept;
}
