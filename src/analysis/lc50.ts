import type { Lc50, Lc50Ratio, PrednisoloneClass } from "./sample-analysis.ts";
import type { AnalysisSettings } from "./settings.ts";
import { antitonicRegression } from "./statistics/antitonic.ts";
import { finiteOrNull } from "./statistics/moments.ts";

/** One non-zero dose: mean survival in percent over `n` wells. */
export interface DoseMean {
  readonly doseUgPerMl: number;
  readonly survivalPercent: number;
  readonly n: number;
}

/**
 * LC50 by log-linear interpolation on the antitonic dose means: where survival last leaves `levelPercent`, or a
 * bound (`<` lowest, `>` highest dose given). `doses` ascending, without zero, tested ones only; null for an empty
 * list. `multipleCrossings` is judged on the raw means; touching the level is no crossing.
 * Source: analysis reference, 2.5.
 */
export function interpolateLc50(doses: readonly DoseMean[], levelPercent: number): Lc50 | null {
  const lowest = doses[0];
  const highest = doses.at(-1);
  if (lowest === undefined || highest === undefined) return null;
  const raw = doses.map((dose) => dose.survivalPercent);
  const smoothed = antitonicRegression(
    raw,
    doses.map((dose) => dose.n),
  );
  const multipleCrossings = countCrossings(raw, levelPercent) > 1;
  const last = smoothed.findLastIndex((value) => value >= levelPercent);
  const above = doses[last];
  const survivalAbove = smoothed[last];
  if (above === undefined || survivalAbove === undefined) {
    return { relation: "<", value: lowest.doseUgPerMl, multipleCrossings };
  }
  if (survivalAbove === levelPercent) {
    const first = doses[smoothed.indexOf(levelPercent)] ?? above;
    return { relation: "=", value: first.doseUgPerMl, multipleCrossings };
  }
  const below = doses[last + 1];
  const survivalBelow = smoothed[last + 1];
  if (below === undefined || survivalBelow === undefined) {
    return { relation: ">", value: highest.doseUgPerMl, multipleCrossings };
  }
  const share = (survivalAbove - levelPercent) / (survivalAbove - survivalBelow);
  const from = Math.log10(above.doseUgPerMl);
  const value = 10 ** (from + share * (Math.log10(below.doseUgPerMl) - from));
  return { relation: "=", value, multipleCrossings };
}

function countCrossings(survival: readonly number[], level: number): number {
  const sides = survival.filter((value) => value !== level).map((value) => value > level);
  return sides.filter((side, index) => index > 0 && side !== sides[index - 1]).length;
}

/** Class of an LC50; a bound that does not settle it, or no LC50 at all, is `indeterminate`. */
export function classifyLc50(lc50: Lc50 | null, settings: AnalysisSettings): PrednisoloneClass {
  if (lc50 === null) return "indeterminate";
  const { relation, value } = lc50;
  if (relation === "<") return value <= settings.lcSensitive ? "sensitive" : "indeterminate";
  if (relation === ">") return value >= settings.lcResistant ? "resistant" : "indeterminate";
  if (value < settings.lcSensitive) return "sensitive";
  return value >= settings.lcResistant ? "resistant" : "intermediate";
}

/**
 * Dose-modifying factor LC50 vehicle / LC50 inhibitor arm: above 1 the inhibitor sensitises. Bounds carry over as
 * bounds; where they point both ways the ratio is indeterminate and has no value. Source: analysis reference, 2.5.
 */
export function compareLc50(vehicle: Lc50 | null, inhibitor: Lc50 | null): Lc50Ratio {
  const relation = ratioRelation(vehicle, inhibitor);
  const value =
    vehicle === null || inhibitor === null || relation === "indeterminate"
      ? null
      : finiteOrNull(vehicle.value / inhibitor.value);
  return value === null ? { relation: "indeterminate", value } : { relation, value };
}

function ratioRelation(vehicle: Lc50 | null, inhibitor: Lc50 | null): Lc50Ratio["relation"] {
  if (vehicle === null || inhibitor === null) return "indeterminate";
  if (vehicle.relation === "=" && inhibitor.relation === "=") return "=";
  if (vehicle.relation !== "<" && inhibitor.relation !== ">") return ">=";
  if (vehicle.relation !== ">" && inhibitor.relation !== "<") return "<=";
  return "indeterminate";
}
