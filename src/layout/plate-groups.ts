/** Groups of wells that checks, pictures and comparisons all need. */

import type { LayoutWell } from "../domain/layout.ts";
import { ALL_WELLS, type WellName } from "../domain/well.ts";

type Wells = Readonly<Record<WellName, LayoutWell>>;

/** Wells that satisfy the test, in reading order. */
export function wellsWhere(wells: Wells, test: (well: LayoutWell) => boolean): WellName[] {
  return ALL_WELLS.filter((name) => test(wells[name]));
}

export function isOfArm(well: LayoutWell): boolean {
  return well.role === "treated" || well.role === "vehicle";
}

/** Patient slots with cells on the plate, in the order of their first well. */
export function patientSlots(wells: Wells): string[] {
  const slots = ALL_WELLS.map((name) => wells[name].patientSlot);
  return [...new Set(slots.filter((slot) => slot !== null))];
}

/** Wells of the same treatment and patient, replicates together; only wells of an arm. First wells in reading order. */
export function conditionsOf(wells: Wells): WellName[][] {
  const groups = new Map<string, WellName[]>();
  for (const name of ALL_WELLS) {
    const well = wells[name];
    if (!isOfArm(well)) continue;
    const key = treatmentKey(well);
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups.values()];
}

/** Equal for wells with the same cells and the same treatment; replicates agree. */
export function treatmentKey(well: LayoutWell): string {
  const { role, arm, prednisoloneUgPerMl, inhibitorUm, patientSlot } = well;
  return JSON.stringify([role, arm, prednisoloneUgPerMl, inhibitorUm, patientSlot]);
}
