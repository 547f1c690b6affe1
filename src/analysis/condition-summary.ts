import { ALL_WELLS, type WellName } from "../domain/well.ts";
import type { AnalysisPlate, AnalysisRole, AnalysisWell } from "./analysis-input.ts";
import { maskWells } from "./mask-wells.ts";
import type { AnalysisSettings } from "./settings.ts";
import { mean, standardDeviation } from "./statistics/moments.ts";

/** Wells with the same contents. Absorbance is net (reference taken off), blank not taken off, in AU. */
export interface ConditionSummary {
  readonly role: AnalysisRole;
  readonly arm: string | null;
  readonly inhibitorUm: number | null;
  readonly prednisoloneUgPerMl: number | null;
  /** Unmasked wells, in reading order. */
  readonly wells: readonly WellName[];
  /** Null when every well of the condition is masked. */
  readonly meanNetAbsorbance: number | null;
  /** With n - 1; null for fewer than two wells. */
  readonly sdNetAbsorbance: number | null;
}

/**
 * What a plate says without any comparison: mean net absorbance by role, arm, inhibitor concentration and
 * prednisolone dose, in order of first appearance; unused wells are left out. For plates that cannot be judged: no
 * survival is made up for them.
 */
export function summariseConditions(
  plate: AnalysisPlate,
  settings: AnalysisSettings,
): ConditionSummary[] {
  const masks = maskWells(plate, settings);
  const groups = new Map<string, { readonly sample: AnalysisWell; readonly indices: number[] }>();
  plate.wells.forEach((well, index) => {
    if (well.role === "unused") return;
    const key = JSON.stringify([well.role, well.arm, well.inhibitorUm, well.prednisoloneUgPerMl]);
    const group = groups.get(key) ?? { sample: well, indices: [] };
    groups.set(key, group);
    if (masks.reasons[index] === null) group.indices.push(index);
  });
  return [...groups.values()].map(({ sample, indices }) => {
    const values = indices.flatMap((index) => masks.netAbsorbance[index] ?? []);
    return {
      role: sample.role,
      arm: sample.arm,
      inhibitorUm: sample.inhibitorUm,
      prednisoloneUgPerMl: sample.prednisoloneUgPerMl,
      wells: indices.flatMap((index) => ALL_WELLS[index] ?? []),
      meanNetAbsorbance: mean(values),
      sdNetAbsorbance: standardDeviation(values),
    };
  });
}
