import type { AnalysisWell } from "./analysis-input.ts";

/** An arm's wells, by the plate's doses. Well numbers are indices in reading order. */
export interface ArmDesign {
  readonly arm: string;
  readonly vehicle: boolean;
  /** For each dose of the plate the arm's wells, masked or not, in replicate order. */
  readonly wellsByDose: readonly (readonly number[])[];
}

/** What the layout says, sorted for the analysis. */
export interface PlateDesign {
  /** Every prednisolone level of the plate's sample wells, ascending, zero first. */
  readonly dosesUgPerMl: readonly number[];
  /** The vehicle first, then by first appearance in reading order. */
  readonly arms: readonly ArmDesign[];
  readonly blanks: readonly number[];
  readonly untreated: readonly number[];
}

/**
 * Sorts a plate's wells into doses, arms and controls. Sample wells without an arm or without a prednisolone dose
 * (a titration of an inhibitor alone) belong to no arm of the comparison and are left out.
 */
export function designPlate(wells: readonly AnalysisWell[]): PlateDesign {
  const dosesUgPerMl = [...new Set(wells.flatMap((well) => seriesDose(well) ?? []))].sort(
    (a, b) => a - b,
  );
  const byArm = new Map<string, { vehicle: boolean; wellsByDose: number[][] }>();
  wells.forEach((well, index) => {
    const dose = seriesDose(well);
    if (dose === null || well.arm === null) return;
    let design = byArm.get(well.arm);
    if (design === undefined) {
      design = { vehicle: well.vehicle, wellsByDose: dosesUgPerMl.map(() => []) };
      byArm.set(well.arm, design);
    }
    design.wellsByDose[dosesUgPerMl.indexOf(dose)]?.push(index);
  });
  const arms = [...byArm].map(([arm, { vehicle, wellsByDose }]) => {
    for (const list of wellsByDose) list.sort((a, b) => byReplicate(wells, a, b));
    return { arm, vehicle, wellsByDose };
  });
  return {
    dosesUgPerMl,
    arms: arms.sort((a, b) => Number(b.vehicle) - Number(a.vehicle)),
    blanks: wellsOfRole(wells, "blank"),
    untreated: wellsOfRole(wells, "untreated"),
  };
}

/** The arm every comparison of the plate is made against; null on a plate without a vehicle. */
export function vehicleOf<T extends { readonly vehicle: boolean }>(arms: readonly T[]): T | null {
  return arms.find((arm) => arm.vehicle) ?? null;
}

function seriesDose(well: AnalysisWell): number | null {
  const dose = well.role === "sample" && well.arm !== null ? well.prednisoloneUgPerMl : null;
  if (dose === null || !Number.isFinite(dose) || dose < 0) return null;
  // Minus zero is a zero dose.
  return dose + 0;
}

function wellsOfRole(wells: readonly AnalysisWell[], role: AnalysisWell["role"]): number[] {
  return wells.flatMap((well, index) => (well.role === role ? [index] : []));
}

function byReplicate(wells: readonly AnalysisWell[], a: number, b: number): number {
  const replicateA = wells[a]?.replicate ?? Number.MAX_SAFE_INTEGER;
  const replicateB = wells[b]?.replicate ?? Number.MAX_SAFE_INTEGER;
  return replicateA - replicateB || a - b;
}
