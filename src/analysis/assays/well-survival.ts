import type { AnalysisPlate } from "../analysis-input.ts";
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
 * Survival of every well in percent, 96 in reading order, against what its own assay divides by: the wells without
 * prednisolone of the same arm and concentration, or in a titration the vehicle of the same dilution. Masked wells have
 * one too. Null outside the arms, and where there is nothing to divide by.
 */
export function wellSurvival(plate: AnalysisPlate, settings: AnalysisSettings): (number | null)[] {
  const design = designAssays(plate.wells);
  const corrected = correctPlate(plate, settings);
  const survival = plate.wells.map((): number | null => null);
  const divide = (wells: readonly number[], controls: readonly number[]) => {
    const control = meanOf(corrected, controls);
    for (const well of wells)
      survival[well] = relativeTo(control, corrected.corrected[well] ?? null);
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
  return survival;
}

function meanOf(plate: CorrectedPlate, wells: readonly number[]): number | null {
  return mean(numbersOf(plate.corrected, unmasked(plate.masks, wells)));
}
