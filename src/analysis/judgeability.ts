import type { AnalysisPlate } from "./analysis-input.ts";
import { designPlate, type PlateDesign, vehicleOf } from "./plate-design.ts";
import { type AnalysisSettings, DEFAULT_SETTINGS } from "./settings.ts";

export interface Judgeability {
  readonly canJudge: boolean;
  /** What the layout lacks, in sentences for people; empty when the plate can be judged. */
  readonly why: readonly string[];
}

/**
 * Can this layout answer the question at all: does an inhibitor change the response to prednisolone? Looks at the
 * layout only, never at the reading; a layout that can be judged may still give a plate that fails.
 */
export function judgeability(
  plate: Pick<AnalysisPlate, "wells">,
  settings: AnalysisSettings = DEFAULT_SETTINGS,
): Judgeability {
  const design = designPlate(plate.wells);
  const why = [
    ...lackingControls(design, settings),
    ...lackingVehicle(design, plate.wells),
    ...lackingDoses(design, settings),
    ...lackingArms(design),
    ...mixedArms(design, plate.wells),
  ];
  return { canJudge: why.length === 0, why };
}

function lackingControls(design: PlateDesign, settings: AnalysisSettings): string[] {
  const count = design.blanks.length;
  if (count >= settings.blanksMin) return [];
  const found = count === 0 ? "no blank" : `only ${count} of ${settings.blanksMin} blanks`;
  return [`There is ${found}, so the background cannot be taken off.`];
}

function lackingVehicle(design: PlateDesign, wells: AnalysisPlate["wells"]): string[] {
  const inSeries = vehicleOf(design.arms) !== null;
  const present = design.dosesUgPerMl.length === 0 ? wells.some((well) => well.vehicle) : inSeries;
  return present ? [] : ["There is no vehicle arm to compare with."];
}

function lackingDoses(design: PlateDesign, settings: AnalysisSettings): string[] {
  const nonZero = design.dosesUgPerMl.filter((dose) => dose > 0).length;
  if (nonZero === 0)
    return ["There is no prednisolone in an arm, so there is no response to change."];
  if (nonZero >= settings.dosesMin) return [];
  return [`There are ${nonZero} prednisolone doses above zero; ${settings.dosesMin} are needed.`];
}

function lackingArms(design: PlateDesign): string[] {
  if (design.dosesUgPerMl.length === 0) return [];
  const why: string[] = [];
  const vehicles = design.arms.filter((arm) => arm.vehicle).length;
  if (vehicles > 1) {
    why.push(
      `There are ${vehicles} vehicle arms, and nothing says which one an inhibitor goes with.`,
    );
  }
  if (vehicles === design.arms.length) why.push("There is no inhibitor arm to compare.");
  for (const arm of design.arms) {
    const zeroWells = design.dosesUgPerMl[0] === 0 ? (arm.wellsByDose[0] ?? []) : [];
    if (zeroWells.length > 0) continue;
    why.push(
      `Arm ${arm.arm} has no well without prednisolone, which its survival would be measured against.`,
    );
  }
  return why;
}

/** A comparison of such an arm would take several treatments for one. */
function mixedArms(design: PlateDesign, wells: AnalysisPlate["wells"]): string[] {
  return design.arms.flatMap(({ arm, vehicle, wellsByDose }) => {
    const dosed = wellsByDose.some((list, dose) => list.length > 0 && doseAt(design, dose) > 0);
    const levels = new Set(wellsByDose.flat().map((well) => wells[well]?.inhibitorUm ?? null));
    if (vehicle || !dosed || levels.size < 2) return [];
    return [
      `Arm ${arm} holds ${levels.size} concentrations of its inhibitor; an arm of a comparison has one.`,
    ];
  });
}

function doseAt(design: PlateDesign, index: number): number {
  return design.dosesUgPerMl[index] ?? 0;
}
