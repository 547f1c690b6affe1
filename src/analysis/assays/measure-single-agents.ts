import { type CorrectedPlate, numbersOf, relativeTo, unmasked } from "../correct-plate.ts";
import type { AnalysisSettings } from "../settings.ts";
import { mean } from "../statistics/moments.ts";
import type { TitrationDesign } from "./assay-design.ts";
import { describeCurve } from "./describe-curve.ts";
import { meanSem } from "./measure-level.ts";
import type { AssayGap, Gaps, SingleAgentArm, SingleAgentResult } from "./sample-assays.ts";

/** Without inhibitor survival is 100 %, because the vehicle's mean is taken as exact. */
const ALONE = { model: "3PL-upper-100", profile: "absolute" } as const;

/**
 * A titration of inhibitors without prednisolone: at each level the survival of a well is its corrected absorbance
 * in percent of the mean of the vehicle wells at the same level; that mean is taken as exact. A level without usable
 * vehicle has no survival. Source: analysis reference, 2.8.
 */
export function measureSingleAgents(
  plate: CorrectedPlate,
  design: TitrationDesign,
  settings: AnalysisSettings,
): SingleAgentResult {
  const vehicle = design.vehicleByLevel.map((wells) => unmasked(plate.masks, wells));
  const vehicleMeanOd = vehicle.map((wells) => mean(numbersOf(plate.corrected, wells)));
  const untreated = unmasked(plate.masks, plate.design.untreated);
  return {
    plate: plate.plate.plateId,
    blankMean: plate.blankMean,
    untreatedMeanOd: mean(numbersOf(plate.corrected, untreated)),
    inhibitorUm: design.inhibitorUm,
    vehicleMeanOd,
    vehicleN: vehicle.map((wells) => wells.length),
    arms: design.arms.map((arm) => measureArm(plate, arm, design, vehicleMeanOd, settings)),
  };
}

function measureArm(
  plate: CorrectedPlate,
  { arm, wellsByLevel }: TitrationDesign["arms"][number],
  { inhibitorUm }: TitrationDesign,
  vehicleMeanOd: readonly (number | null)[],
  settings: AnalysisSettings,
): SingleAgentArm {
  const survival = wellsByLevel.map((wells, level) =>
    numbersOf(plate.corrected, unmasked(plate.masks, wells)).flatMap(
      (value) => relativeTo(vehicleMeanOd[level] ?? null, value) ?? [],
    ),
  );
  const summaries = survival.map(meanSem);
  const levels = inhibitorUm.map((dose, index) => ({ dose, survival: survival[index] ?? [] }));
  return {
    arm,
    n: wellsByLevel.map((wells) => unmasked(plate.masks, wells).length),
    survivalVsMatchedVehicle: summaries.map((summary) => summary.meanPercent),
    sem: summaries.map((summary) => summary.semPercent),
    ...describeCurve(levels, settings, ALONE),
    notReported: gapsOf(wellsByLevel, summaries, inhibitorUm, vehicleMeanOd, plate.blankMean),
  };
}

/** By level, e.g. `survival at 20 µM`; a level that the arm does not have is no gap. */
function gapsOf(
  wellsByLevel: readonly (readonly number[])[],
  summaries: readonly { readonly meanPercent: number | null }[],
  inhibitorUm: readonly number[],
  vehicleMeanOd: readonly (number | null)[],
  blankMean: number | null,
): Gaps {
  const gaps: Record<string, AssayGap> = {};
  inhibitorUm.forEach((concentration, level) => {
    const meant = (wellsByLevel[level] ?? []).length > 0;
    if (!meant || summaries[level]?.meanPercent !== null) return;
    gaps[`survival at ${concentration} µM`] = gapAt(vehicleMeanOd[level] ?? null, blankMean);
  });
  return gaps;
}

function gapAt(vehicleAu: number | null, blankMean: number | null): AssayGap {
  if (blankMean === null) return "NO_BACKGROUND";
  return vehicleAu === null || !(vehicleAu > 0) ? "NO_MATCHED_VEHICLE" : "NO_USABLE_WELL";
}
