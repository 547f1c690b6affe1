import type { AnalysisWell } from "../analysis-input.ts";
import {
  type AssayDesign,
  designAssays,
  dosedIndices,
  onlySharedDose,
  zeroWells,
} from "./assay-design.ts";
import { ASSAY_KINDS, type AssayKind, type SampleAssays } from "./sample-assays.ts";

/**
 * Which assays a plate holds, from the layout alone, in the order of `ASSAY_KINDS`; empty where none of them is
 * complete (a titration without matched vehicle, say). It never looks at the reading.
 */
export function assaysOf(wells: readonly AnalysisWell[]): AssayKind[] {
  return assaysIn(designAssays(wells));
}

/** The same for a plate that is sorted already. */
export function assaysIn(design: AssayDesign): AssayKind[] {
  const present: Readonly<Record<AssayKind, boolean>> = {
    "combination-dose-response": hasDoseResponse(design),
    "combination-one-concentration": design.levels.some(
      (level) => onlySharedDose(design, level) !== null,
    ),
    "single-agent": design.titration !== null,
    checkerboard: design.checkerboards.length > 0,
    uniform: design.uniformWells.length > 0,
  };
  return ASSAY_KINDS.filter((kind) => present[kind]);
}

/**
 * By what a plate is judged that cannot carry verdicts: by its blanks, untreated cells and vehicle (`controls`), as a
 * `uniform` plate, or null where its layout asks nothing that can be answered.
 */
export function ownJudgement(kinds: readonly AssayKind[]): "controls" | "uniform" | null {
  if (kinds.includes("uniform")) return "uniform";
  return kinds.some((kind) => kind !== "combination-dose-response") ? "controls" : null;
}

/** An inhibitor and the vehicle, both with their zero and at least two doses in common. */
function hasDoseResponse({ plate, vehicle, levels }: AssayDesign): boolean {
  const doses = plate.dosesUgPerMl;
  if (vehicle === null || zeroWells(vehicle, doses).length === 0) return false;
  const ofVehicle = new Set(dosedIndices(vehicle, doses));
  return levels.some((level) => {
    const shared = dosedIndices(level, doses).filter((dose) => ofVehicle.has(dose));
    return zeroWells(level, doses).length > 0 && shared.length >= 2;
  });
}

/** Whether an arm of a plate is a titration without prednisolone: the comparison with the vehicle is not its assay. */
export function isTitrated(
  { singleAgents }: Pick<SampleAssays, "singleAgents">,
  { plate, arm }: { readonly plate: string; readonly arm: string },
): boolean {
  return singleAgents.some((one) => one.plate === plate && one.arms.some((own) => own.arm === arm));
}
