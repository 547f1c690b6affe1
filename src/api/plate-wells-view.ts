/** The wells of a plate with everything that is known of each, and how their numbers were made. */
import { survivalControls, wellSurvival } from "../analysis/assays/well-survival.ts";
import { correctPlate, numbersOf, unmasked } from "../analysis/correct-plate.ts";
import { wellResiduals } from "../analysis/plate-quality/well-residuals.ts";
import type { AnalysisSettings } from "../analysis/settings.ts";
import { mean } from "../analysis/statistics/moments.ts";
import { turnWell } from "../domain/plate-turn.ts";
import { planeOf } from "../domain/reading.ts";
import { ALL_WELLS, type WellName, wellIndex } from "../domain/well.ts";
import { toAnalysisPlate, type UnderstoodPlate } from "../pipeline/sample-evidence.ts";
import type { WellView } from "./views.ts";
import type { CorrectionView } from "./well-views.ts";

export interface PlateWells {
  /** 96, in reading order. */
  readonly wells: readonly WellView[];
  readonly correction: CorrectionView;
}

/** `suspects` are the wells that the discordance check names. */
export function plateWells(
  evidence: UnderstoodPlate,
  settings: AnalysisSettings,
  suspects: readonly WellName[],
): PlateWells {
  const plate = toAnalysisPlate(evidence);
  const corrected = correctPlate(plate, settings);
  const survival = wellSurvival(plate, settings);
  const residuals = wellResiduals(plate, settings);
  const controls = survivalControls(plate.wells);
  const meanOf = (indices: readonly number[]): number | null =>
    mean(numbersOf(corrected.corrected, unmasked(corrected.masks, indices)));
  const namesOf = (indices: readonly number[]): readonly WellName[] =>
    unmasked(corrected.masks, indices).flatMap((index) => ALL_WELLS[index] ?? []);
  return {
    wells: wellViews(evidence, suspects, (index) => ({
      netAbsorbance: corrected.masks.netAbsorbance[index] ?? null,
      correctedAbsorbance: corrected.corrected[index] ?? null,
      survivalPercent: survival[index] ?? null,
      residualAu: residuals.residualAu[index] ?? null,
      residualZ: residuals.robustZ[index] ?? null,
      maskReason: corrected.masks.reasons[index] ?? null,
    })),
    correction: {
      blankMeanAu: corrected.blankMean,
      blankWells: namesOf(corrected.design.blanks),
      residualSdAu: residuals.robustSdAu,
      groups: residuals.groups.map(({ wells, counting }) => {
        const [first] = wells;
        const control = first === undefined ? null : (controls[wellIndex(first)] ?? null);
        return {
          wells,
          counting,
          meanAu: meanOf(wells.map(wellIndex)),
          control: control === null ? null : { meanAu: meanOf(control), wells: namesOf(control) },
        };
      }),
    },
  };
}

type Computed = Pick<
  WellView,
  | "netAbsorbance"
  | "correctedAbsorbance"
  | "survivalPercent"
  | "residualAu"
  | "residualZ"
  | "maskReason"
>;

function wellViews(
  evidence: UnderstoodPlate,
  suspects: readonly WellName[],
  computedOf: (index: number) => Computed,
): readonly WellView[] {
  const measurement = planeOf(evidence.reading, "measurement");
  const reference = planeOf(evidence.reading, "reference");
  const comments = new Map(
    evidence.masks.map((mask) => [mask.well, `${mask.reason} (${mask.by})`]),
  );
  return ALL_WELLS.map((well, index) => {
    const { role, arm, prednisoloneUgPerMl, inhibitorUm, replicate } = evidence.layout.wells[well];
    const measured = measurement?.values[index];
    const referred = reference?.values[index];
    return {
      well,
      readAt: turnWell(well, evidence.turn?.turn ?? "as-read"),
      role,
      arm,
      prednisoloneUgPerMl,
      inhibitorUm,
      replicate,
      measurement: measured?.absorbance ?? null,
      measurementToken: measured?.token ?? "",
      measurementDirection: measured?.absorbance === null ? measured.direction : null,
      reference: referred?.absorbance ?? null,
      referenceToken: referred?.token ?? null,
      ...computedOf(index),
      isSuspect: suspects.includes(well),
      maskComment: comments.get(well) ?? null,
    };
  });
}
