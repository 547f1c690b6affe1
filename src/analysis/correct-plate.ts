import { ALL_WELLS, type WellName } from "../domain/well.ts";
import type { AnalysisPlate } from "./analysis-input.ts";
import { maskWells, type PlateMasks } from "./mask-wells.ts";
import { type ArmDesign, designPlate, type PlateDesign, vehicleOf } from "./plate-design.ts";
import type { MaskReason } from "./sample-analysis.ts";
import type { AnalysisSettings } from "./settings.ts";
import { finiteOrNull, mean } from "./statistics/moments.ts";

export interface CorrectedArm {
  readonly design: ArmDesign;
  /** Z: mean corrected absorbance in AU of the arm's unmasked wells at zero prednisolone. */
  readonly controlMean: number | null;
  readonly controlWells: number;
}

/** A plate with every number that the statistics are made of, computed once. Lists hold 96 wells in reading order. */
export interface CorrectedPlate {
  readonly plate: AnalysisPlate;
  readonly design: PlateDesign;
  readonly masks: PlateMasks;
  readonly blankMean: number | null;
  /** C = N - mean blank, AU; negative values stay. Null without N or without a blank. */
  readonly corrected: readonly (number | null)[];
  /** S = 100 C / Z of the well's own arm, percent; null outside the arms and where Z is not above zero. */
  readonly survival: readonly (number | null)[];
  readonly arms: readonly CorrectedArm[];
  readonly vehicle: CorrectedArm | null;
}

/**
 * Masks a plate, takes the blanks off and divides every arm by its own wells without prednisolone.
 * Masked wells keep their numbers where there are any; no mean contains them. Source: analysis reference, 2.2 and 2.3.
 */
export function correctPlate(plate: AnalysisPlate, settings: AnalysisSettings): CorrectedPlate {
  const design = designPlate(plate.wells);
  const masks = maskWells(plate, settings);
  const blanks = unmasked(masks, design.blanks);
  const blankMean = mean(numbersOf(masks.netAbsorbance, blanks));
  const corrected = masks.netAbsorbance.map((net) =>
    net === null || blankMean === null ? null : finiteOrNull(net - blankMean),
  );
  const survival = new Array<number | null>(plate.wells.length).fill(null);
  const arms = design.arms.map((arm): CorrectedArm => {
    const zeroWells = design.dosesUgPerMl[0] === 0 ? (arm.wellsByDose[0] ?? []) : [];
    const control = unmasked(masks, zeroWells);
    const controlMean = mean(numbersOf(corrected, control));
    for (const well of arm.wellsByDose.flat()) {
      survival[well] = relativeTo(controlMean, corrected[well] ?? null);
    }
    return { design: arm, controlMean, controlWells: control.length };
  });
  const vehicleDesign = vehicleOf(design.arms);
  const vehicle = arms.find((arm) => arm.design === vehicleDesign) ?? null;
  return { plate, design, masks, blankMean, corrected, survival, arms, vehicle };
}

/** `100 value / control`, percent; null where either is missing or the control is not above zero. */
export function relativeTo(control: number | null, value: number | null): number | null {
  if (control === null || value === null || !(control > 0)) return null;
  return finiteOrNull((100 * value) / control);
}

/** Those of the wells that no mask takes out, in the order given. */
export function unmasked(masks: PlateMasks, wells: readonly number[]): number[] {
  return wells.filter((well) => masks.reasons[well] === null);
}

/** The numbers of some wells, in the order given; wells without one are left out. */
export function numbersOf(values: readonly (number | null)[], wells: readonly number[]): number[] {
  return wells.flatMap((well) => values[well] ?? []);
}

/** What a screen shows of one well. */
export interface WellResult {
  readonly well: WellName;
  /** N in AU. */
  readonly netAbsorbance: number | null;
  /** C in AU, blank taken off. */
  readonly correctedAbsorbance: number | null;
  /** S in percent of the arm's own control; null outside the arms. */
  readonly survivalPercent: number | null;
  /** Null = the well counts; a masked well's numbers are shown but used nowhere. */
  readonly maskReason: MaskReason | null;
}

/** The 96 wells in reading order, with the very numbers the statistics are made of; null where there is none. */
export function wellResults(plate: AnalysisPlate, settings: AnalysisSettings): WellResult[] {
  const corrected = correctPlate(plate, settings);
  return ALL_WELLS.map((well, index) => ({
    well,
    netAbsorbance: corrected.masks.netAbsorbance[index] ?? null,
    correctedAbsorbance: corrected.corrected[index] ?? null,
    survivalPercent: corrected.survival[index] ?? null,
    maskReason: corrected.masks.reasons[index] ?? null,
  }));
}
