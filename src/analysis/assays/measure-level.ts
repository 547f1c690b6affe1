import { type CorrectedPlate, numbersOf, relativeTo, unmasked } from "../correct-plate.ts";
import { mean, standardDeviation } from "../statistics/moments.ts";
import { type LevelDesign, zeroWells } from "./assay-design.ts";
import type { MeanSem } from "./sample-assays.ts";

/** One prednisolone dose of an inhibitor at one concentration. */
export interface LevelDose extends MeanSem {
  readonly doseUgPerMl: number;
  /** Survival of the wells that count, percent of the level's own control, in replicate order. */
  readonly survival: readonly number[];
  /** Corrected absorbance of the same wells, AU. */
  readonly correctedAu: readonly number[];
}

export interface MeasuredLevel {
  readonly design: LevelDesign;
  /** Mean corrected absorbance without prednisolone, AU. */
  readonly controlAu: number | null;
  /** Every dose of the plate, ascending. */
  readonly doses: readonly LevelDose[];
}

/**
 * Survival of one level over the plate's doses, relative to its own wells without prednisolone. For an arm with one
 * concentration these are the numbers of the decision path. Source: analysis reference, 2.3.
 */
export function measureLevel(plate: CorrectedPlate, design: LevelDesign): MeasuredLevel {
  const { dosesUgPerMl } = plate.design;
  const control = unmasked(plate.masks, zeroWells(design, dosesUgPerMl));
  const controlAu = mean(numbersOf(plate.corrected, control));
  const doses = dosesUgPerMl.map((doseUgPerMl, index): LevelDose => {
    const wells = unmasked(plate.masks, design.wellsByDose[index] ?? []);
    const correctedAu = numbersOf(plate.corrected, wells);
    const survival = correctedAu.flatMap((value) => relativeTo(controlAu, value) ?? []);
    return { doseUgPerMl, survival, correctedAu, ...meanSem(survival) };
  });
  return { design, controlAu, doses };
}

/** Count, mean and standard error of some survivals in percent. */
export function meanSem(survival: readonly number[]): MeanSem {
  const sd = standardDeviation(survival);
  return {
    n: survival.length,
    meanPercent: mean(survival),
    semPercent: sd === null ? null : sd / Math.sqrt(survival.length),
  };
}
