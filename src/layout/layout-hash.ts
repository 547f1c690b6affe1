import { createHash } from "node:crypto";
import type { Arm, Layout } from "../domain/layout.ts";
import { ALL_WELLS } from "../domain/well.ts";

/**
 * SHA-256 (hex) of what stands in the 96 wells and what its arms are: the same meaning gives the same hash,
 * whatever the file, id, title, waivers or order of arms. Doses enter with all their digits.
 */
export function layoutHash(layout: Pick<Layout, "arms" | "wells">): string {
  const wells = ALL_WELLS.map((name) => {
    const well = layout.wells[name];
    const { role, arm, prednisoloneUgPerMl, inhibitorUm, replicate, patientSlot } = well;
    return [role, arm, prednisoloneUgPerMl, inhibitorUm, replicate, patientSlot];
  });
  const arms = layout.arms.map(canonicalArm).sort((a, b) => (a < b ? -1 : 1));
  return createHash("sha256")
    .update(JSON.stringify(["plate-layout/1", wells, arms]))
    .digest("hex");
}

function canonicalArm({ id, vehicle, compound, concentrationUm, solvent }: Arm): string {
  return JSON.stringify([id, vehicle, compound, concentrationUm, solvent]);
}
