/** What stands in a well, in words. */

import type { Arm, Layout } from "../domain/layout.ts";
import type { WellName } from "../domain/well.ts";

/** Three significant digits, for people only; stored doses are never rounded. */
export function roundForDisplay(amount: number): number {
  return Number(amount.toPrecision(3));
}

/** `trametinib 2.5 µM in DMSO`, or `vehicle (DMSO)`. */
export function describeArm(arm: Arm): string {
  if (arm.vehicle) return arm.solvent === null ? arm.id : `${arm.id} (${arm.solvent})`;
  const compound = arm.id.startsWith(arm.compound) ? arm.compound : `${arm.id}: ${arm.compound}`;
  const amount = arm.concentrationUm === null ? "" : ` ${roundForDisplay(arm.concentrationUm)} µM`;
  return `${compound}${amount}${arm.solvent === null ? "" : ` in ${arm.solvent}`}`;
}

/** One line without rounding, e.g. `treated: trametinib 2.5 uM, prednisolone 3.90625 ug/mL, replicate 1, P1`. */
export function describeWell(layout: Layout, name: WellName): string {
  const well = layout.wells[name];
  const arm = layout.arms.find((known) => known.id === well.arm);
  const inhibitor = well.inhibitorUm === null ? "" : ` ${well.inhibitorUm} uM`;
  const matched = arm?.vehicle === true && inhibitor !== "" ? " matched to" : "";
  const solvent = arm?.solvent ? ` in ${arm.solvent}` : "";
  const parts = [
    arm
      ? `${arm.id === arm.compound ? arm.id : `${arm.id} (${arm.compound})`}${matched}${inhibitor}${solvent}`
      : null,
    well.prednisoloneUgPerMl === null ? null : `prednisolone ${well.prednisoloneUgPerMl} ug/mL`,
    well.replicate === null ? null : `replicate ${well.replicate}`,
    well.patientSlot,
  ].filter((part) => part !== null);
  return parts.length === 0 ? well.role : `${well.role}: ${parts.join(", ")}`;
}
