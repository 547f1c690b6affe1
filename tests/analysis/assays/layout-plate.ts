/** Plates of shipped layouts with chosen corrected absorbances, so that expected numbers can be worked out. */
import { join } from "node:path";
import {
  type AnalysisPlate,
  type AnalysisWell,
  toAnalysisWells,
} from "../../../src/analysis/analysis-input.ts";
import type { WellName } from "../../../src/domain/well.ts";
import { findLayout, loadLayouts } from "../../../src/layout/load-layouts.ts";

const { layouts } = loadLayouts(join(import.meta.dirname, "../../../plate-layouts"));

export function shippedWells(id: string): AnalysisWell[] {
  return toAnalysisWells(findLayout(layouts, id), null);
}

/** Blanks read 0.05 AU net, all wells 0.05 AU at the reference; `correctedAu` is what is left of a well after both. */
export function plateOf(
  wells: readonly AnalysisWell[],
  correctedAu: (well: AnalysisWell, index: number) => number | null,
  masked: readonly WellName[] = [],
): AnalysisPlate {
  return {
    plateId: "P-1",
    wells,
    measurement: wells.map((well, index) => {
      const corrected = well.role === "blank" ? 0 : correctedAu(well, index);
      return corrected === null ? null : corrected + 0.1;
    }),
    reference: wells.map(() => 0.05),
    referenceSubtracted: false,
    reviewMasks: masked.map((well) => ({ well, reason: "test" })),
  };
}

export function sampleOf(...plates: readonly AnalysisPlate[]) {
  return { sampleId: "S", blastsDay4Percent: 90, plates };
}

/** A well of an arm; the vehicle is called `vehicle`. */
export function well(
  arm: string,
  prednisoloneUgPerMl: number | null,
  inhibitorUm: number | null = null,
  replicate = 1,
): AnalysisWell {
  return {
    role: "sample",
    arm,
    compound: arm.split(" ")[0] ?? arm,
    vehicle: arm === "vehicle",
    replicate,
    prednisoloneUgPerMl,
    inhibitorUm,
  };
}

const UNUSED: AnalysisWell = { ...well("x", null), role: "unused", arm: null, compound: null };

/** The given wells first, then four blanks, two untreated and unused ones. */
export function filled(wells: readonly AnalysisWell[]): AnalysisWell[] {
  const controls = ["blank", "blank", "blank", "blank", "untreated", "untreated"] as const;
  const all = [...wells, ...controls.map((role): AnalysisWell => ({ ...UNUSED, role }))];
  return [...all, ...new Array<AnalysisWell>(96 - all.length).fill(UNUSED)];
}
