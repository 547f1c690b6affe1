import type { AnalysisPlate, AnalysisWell } from "../analysis-input.ts";
import {
  type CorrectedPlate,
  correctPlate,
  numbersOf,
  relativeTo,
  unmasked,
} from "../correct-plate.ts";
import type { AnalysisSettings } from "../settings.ts";
import { mean } from "../statistics/moments.ts";
import { designAssays, zeroWells } from "./assay-design.ts";

/**
 * For every well the wells that its survival is divided by, masked or not, 96 in reading order: those without prednisolone
 * of the same arm and concentration, or in a titration the vehicle of the same dilution. Null outside the arms.
 */
export function survivalControls(
  wells: readonly AnalysisWell[],
): readonly (readonly number[] | null)[] {
  const design = designAssays(wells);
  const controlsOf = wells.map((): readonly number[] | null => null);
  const divide = (indices: readonly number[], controls: readonly number[]): void => {
    for (const index of indices) controlsOf[index] = controls;
  };
  for (const level of [...(design.vehicle === null ? [] : [design.vehicle]), ...design.levels]) {
    divide(level.wellsByDose.flat(), zeroWells(level, design.plate.dosesUgPerMl));
  }
  const { titration } = design;
  titration?.inhibitorUm.forEach((_, level) => {
    const vehicle = titration.vehicleByLevel[level] ?? [];
    divide(vehicle, vehicle);
    for (const arm of titration.arms) divide(arm.wellsByLevel[level] ?? [], vehicle);
  });
  return controlsOf;
}

/**
 * Survival of every well in percent, 96 in reading order, against the mean of its `survivalControls` that count. Masked
 * wells have one too. Null outside the arms, and where there is nothing to divide by.
 */
export function wellSurvival(plate: AnalysisPlate, settings: AnalysisSettings): (number | null)[] {
  const corrected = correctPlate(plate, settings);
  const means = new Map<readonly number[], number | null>();
  return survivalControls(plate.wells).map((controls, index) => {
    if (controls === null) return null;
    const known = means.get(controls);
    const control = known === undefined ? meanOf(corrected, controls) : known;
    means.set(controls, control);
    return relativeTo(control, corrected.corrected[index] ?? null);
  });
}

function meanOf(plate: CorrectedPlate, wells: readonly number[]): number | null {
  return mean(numbersOf(plate.corrected, unmasked(plate.masks, wells)));
}
