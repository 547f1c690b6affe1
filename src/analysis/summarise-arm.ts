import { type CorrectedArm, type CorrectedPlate, numbersOf, unmasked } from "./correct-plate.ts";
import { mean, standardDeviation } from "./statistics/moments.ts";

/** One dose of one arm. */
export interface DoseSummary {
  /** Wells that count, in replicate order. */
  readonly wells: readonly number[];
  /** S of these wells in percent, same order; empty when the arm has no usable control. */
  readonly survival: readonly number[];
  readonly mean: number | null;
  /** With n - 1; null for fewer than two wells. */
  readonly sd: number | null;
  /** SD over the square root of n. */
  readonly sem: number | null;
}

export interface ArmSummary {
  readonly corrected: CorrectedArm;
  /** One entry a dose of the plate, ascending, zero first. */
  readonly doses: readonly DoseSummary[];
}

/** Survival of an arm by dose over its unmasked wells, without those in `leftOut`. Source: analysis reference, 2.3. */
export function summariseArm(
  plate: CorrectedPlate,
  arm: CorrectedArm,
  leftOut: ReadonlySet<number>,
): ArmSummary {
  const doses = arm.design.wellsByDose.map((all): DoseSummary => {
    const counting = unmasked(plate.masks, all);
    const wells = leftOut.size === 0 ? counting : counting.filter((well) => !leftOut.has(well));
    const survival = numbersOf(plate.survival, wells);
    const sd = standardDeviation(survival);
    const sem = sd === null ? null : sd / Math.sqrt(survival.length);
    return { wells, survival, mean: mean(survival), sd, sem };
  });
  return { corrected: arm, doses };
}
