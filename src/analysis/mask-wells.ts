import { wellIndex } from "../domain/well.ts";
import type { AnalysisPlate } from "./analysis-input.ts";
import type { MaskReason } from "./sample-analysis.ts";
import type { AnalysisSettings } from "./settings.ts";
import { MAD_TO_SD, median, medianAbsoluteDeviation } from "./statistics/median.ts";
import { modifiedZ } from "./statistics/modified-z.ts";
import { finiteOrNull } from "./statistics/moments.ts";

/** Both lists hold 96 entries in reading order. */
export interface PlateMasks {
  /** Null = the well counts. */
  readonly reasons: readonly (MaskReason | null)[];
  /** Net absorbance N in AU; a masked well keeps it where both readings exist, else null. */
  readonly netAbsorbance: readonly (number | null)[];
  /** True when the plate has no reference reading and the reader took none off. */
  readonly singleWavelength: boolean;
}

/**
 * Masks wells on instrument evidence and on a reviewer's word, never because the response looks wrong: over range,
 * reference artefact, review (replaces the others), blank outlier, in this order. Over range and artefact do not
 * apply to unused wells, whose reference readings still count for the plate's median.
 * Source: analysis reference, 2.2.
 */
export function maskWells(plate: AnalysisPlate, settings: AnalysisSettings): PlateMasks {
  const reference = referenceOf(plate);
  const artefactAboveAu = reference === null ? null : artefactLimit(reference, settings);
  const netAbsorbance: (number | null)[] = [];
  const reasons = plate.wells.map((well, index): MaskReason | null => {
    const measured = numberAt(plate.measurement, index);
    const referred = reference === null ? 0 : (reference[index] ?? null);
    const net = measured === null || referred === null ? null : finiteOrNull(measured - referred);
    netAbsorbance.push(net);
    if (well.role === "unused") return null;
    if (net === null || referred === null) return "over-range";
    const artefact = artefactAboveAu !== null && referred > artefactAboveAu;
    return artefact ? "reference-artefact" : null;
  });
  for (const mask of plate.reviewMasks) reasons[wellIndex(mask.well)] = "review";
  for (const index of outlyingBlanks(plate, reasons, netAbsorbance, settings)) {
    reasons[index] = "blank-outlier";
  }
  const singleWavelength = reference === null && !plate.referenceSubtracted;
  return { reasons, netAbsorbance, singleWavelength };
}

function numberAt(values: readonly (number | null)[], index: number): number | null {
  const value = values[index];
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** 96 reference readings, or null where the plate has none at all or the reader has already taken it off. */
function referenceOf(plate: AnalysisPlate): (number | null)[] | null {
  const { reference } = plate;
  if (reference === null || plate.referenceSubtracted) return null;
  const values = plate.wells.map((_, index) => numberAt(reference, index));
  return values.some((value) => value !== null) ? values : null;
}

function artefactLimit(
  reference: readonly (number | null)[],
  settings: AnalysisSettings,
): number | null {
  const read = reference.filter((value) => value !== null);
  const centre = median(read);
  const mad = centre === null ? null : medianAbsoluteDeviation(read, centre);
  if (centre === null || mad === null) return null;
  const spread = settings.refArtefactMads * MAD_TO_SD * mad;
  return centre + Math.max(settings.refArtefactAbs, spread);
}

/** With fewer than four blanks, or more than half of them equal, none can be told from the others. */
function outlyingBlanks(
  plate: AnalysisPlate,
  reasons: readonly (MaskReason | null)[],
  netAbsorbance: readonly (number | null)[],
  settings: AnalysisSettings,
): number[] {
  const blanks = plate.wells.flatMap((well, index) => {
    const net = netAbsorbance[index] ?? null;
    const counts = well.role === "blank" && reasons[index] === null && net !== null;
    return counts ? [{ index, net }] : [];
  });
  const z = blanks.length < 4 ? null : modifiedZ(blanks.map((blank) => blank.net));
  if (z === null || z.mad === 0) return [];
  return blanks.flatMap(({ index, net }, position) => {
    const far = Math.abs(z.scores[position] ?? 0) > settings.blankModZ;
    return far && Math.abs(net - z.median) > settings.blankAbs ? [index] : [];
  });
}
