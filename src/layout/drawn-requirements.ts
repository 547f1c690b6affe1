/** What a drawing holds, as what its file requires: whoever changes a well later must change the number too. */

import type { DrawnLayout, DrawnRequirements, DrawnWell } from "../domain/drawn-layout.ts";
import { parseQuantity } from "../domain/quantity.ts";

/** Below these the checks have their say; a file must not ask for less. */
const LEAST = { blank: 3, untreated: 2, vehicle: 2, replicates: 2 };

/** Numbers of the drawing that are worth stating; null for those below what the checks ask for anyway. */
export function requirementsOf(drawing: DrawnLayout): DrawnRequirements {
  const blanks = drawing.wells.filter((well) => well.role === "blank").length;
  const slots = [...new Set(drawing.wells.flatMap((well) => well.patientSlot ?? []))];
  const least = (test: (well: DrawnWell) => boolean) =>
    Math.min(
      ...slots.map(
        (slot) => drawing.wells.filter((well) => well.patientSlot === slot && test(well)).length,
      ),
    );
  const ofRole = (role: DrawnWell["role"]) => least((well) => well.role === role);
  return {
    blank: atLeast(LEAST.blank, blanks),
    untreated: atLeast(LEAST.untreated, ofRole("untreated")),
    vehiclePerPatient: atLeast(LEAST.vehicle, ofRole("vehicle")),
    replicates: sameReplicates(drawing.wells.filter((well) => well.role === "treated")),
  };
}

function atLeast(least: number, count: number): number | null {
  return Number.isFinite(count) && count >= least ? count : null;
}

function sameReplicates(treated: readonly DrawnWell[]): number | null {
  const counts = new Map<string, number>();
  for (const well of treated) {
    const dose = parseQuantity(well.prednisolone ?? "");
    if (dose.ok && dose.quantity.value === 0) continue;
    const { patientSlot, arm, prednisolone, inhibitor } = well;
    const key = JSON.stringify([patientSlot, arm, prednisolone, inhibitor]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [count, ...others] = new Set(counts.values());
  return count !== undefined && others.length === 0 ? atLeast(LEAST.replicates, count) : null;
}
