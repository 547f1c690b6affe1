/** Decides what one well holds from what its block or section says: role, arm, doses and the picture's code. */

import type { Arm, LayoutWell, Role } from "../domain/layout.ts";
import type { WellName } from "../domain/well.ts";
import { levelCode } from "./arm-codes.ts";
import type { ArmRegister } from "./arm-register.ts";
import type { Path, Report } from "./problem.ts";
import type { ArmEntry } from "./resolve-arms.ts";
import type { DoseLevel } from "./resolve-axis.ts";

/** What axes and constants say about a well. Levels of null: nothing was said. */
export interface Contents {
  readonly arm: ArmEntry | null;
  /** The arm stands in the file by name, so the picture shows its letters. */
  readonly armIsNamed: boolean;
  readonly prednisolone: DoseLevel | null;
  /** True along a prednisolone axis, false for one dose for the whole section. */
  readonly prednisoloneVaries: boolean;
  readonly inhibitor: DoseLevel | null;
  /** Name of the axis that gives `inhibitor`; null when the section states it. */
  readonly dilutionAxis: string | null;
}

export interface CellContents extends Contents {
  readonly role: Role;
  readonly replicate: number;
  readonly patientSlot: string | null;
}

export const NOTHING: Contents = {
  arm: null,
  armIsNamed: false,
  prednisolone: null,
  prednisoloneVaries: false,
  inhibitor: null,
  dilutionAxis: null,
};

interface Filled {
  readonly meaning: LayoutWell;
  readonly code: string;
}

interface Where {
  readonly section: Path;
  readonly well: WellName;
}

/**
 * Treated or vehicle, and of which arm. A well at level 0 of an inhibitor inside a prednisolone series belongs to
 * the vehicle; the vehicle arm without prednisolone is the role `vehicle`. Null when the section contradicts
 * itself, which is reported once a section.
 */
export function fillWell(
  cell: CellContents,
  where: Where,
  register: ArmRegister,
  report: Report,
): Filled | null {
  const entry = entryOf(cell, register);
  const problem = contradiction(cell, entry);
  if (problem || !entry) {
    if (problem)
      report({ severity: "error", path: where.section, wells: [where.well], ...problem });
    return null;
  }
  const inhibitorUm = inhibitorIn(cell, entry);
  const prednisoloneUgPerMl = cell.prednisolone?.amount ?? null;
  const role = roleInArm(entry.vehicle, prednisoloneUgPerMl);
  if (cell.role === "vehicle" && role !== "vehicle") {
    report({ severity: "error", path: where.section, wells: [where.well], ...NO_VEHICLE });
    return null;
  }
  const meaning: LayoutWell = {
    role,
    arm: register.use(armOf(cell, entry), entry, where.section),
    prednisoloneUgPerMl,
    inhibitorUm,
    replicate: cell.replicate,
    patientSlot: cell.patientSlot,
  };
  return { meaning, code: codeOf(cell, entry, register) };
}

/** The vehicle arm without prednisolone is `vehicle`; everything else that belongs to an arm is `treated`. */
export function roleInArm(
  vehicleArm: boolean,
  prednisoloneUgPerMl: number | null,
): "vehicle" | "treated" {
  return vehicleArm && !prednisoloneUgPerMl ? "vehicle" : "treated";
}

const NO_VEHICLE = {
  check: "role",
  message: "the role is vehicle, but the wells hold an inhibitor or prednisolone",
  remedy:
    'Write `role = "treated"`; the vehicle arm without prednisolone becomes vehicle by itself.',
};

function entryOf(cell: CellContents, register: ArmRegister): ArmEntry | null {
  const withoutDrug =
    cell.arm !== null && !cell.arm.vehicle && isCombination(cell) && cell.inhibitor?.level === 0;
  return cell.arm === null || withoutDrug ? register.vehicle() : cell.arm;
}

/** Each inhibitor level is an arm of its own where it runs against a prednisolone series, one arm in a titration. */
function isCombination(cell: CellContents): boolean {
  return cell.prednisoloneVaries && cell.inhibitor !== null;
}

function contradiction(
  cell: CellContents,
  entry: ArmEntry | null,
): { check: string; message: string; remedy: string } | null {
  if (!entry) {
    return {
      check: "arm",
      message: "it is not clear which of the vehicle arms stands in these wells",
      remedy: 'Name it: `arm = "…"`.',
    };
  }
  if (entry.vehicle) {
    const unmatched = cell.dilutionAxis !== null && cell.arm === entry;
    if (!unmatched || entry.matches === cell.dilutionAxis) return null;
    return {
      check: "arm",
      message: `the vehicle "${entry.id}" stands along the dilution \`${cell.dilutionAxis}\` without saying so`,
      remedy: `Add \`matches = "${cell.dilutionAxis}"\` to the vehicle arm: same share of solvent, level by level.`,
    };
  }
  if (cell.inhibitor && entry.concentrationUm !== null) {
    return {
      check: "arm",
      message: `the concentration of "${entry.id}" is given twice: by the arm and by the dilution`,
      remedy: "Remove `concentration` from the arm, or the dilution.",
    };
  }
  if (cell.inhibitor || entry.concentrationUm !== null) return null;
  return {
    check: "arm",
    message: `no concentration is given for "${entry.id}"`,
    remedy:
      'Add `concentration = "2.5 uM"` to the arm, or let a dilution axis run along the block.',
  };
}

function inhibitorIn(cell: CellContents, entry: ArmEntry): number | null {
  if (!entry.vehicle) return cell.inhibitor?.amount ?? entry.concentrationUm;
  const matched = entry.matches !== null && entry.matches === cell.dilutionAxis;
  const stated = cell.dilutionAxis === null && cell.inhibitor !== null;
  return matched || stated ? (cell.inhibitor?.amount ?? null) : null;
}

function armOf(cell: CellContents, entry: ArmEntry): Arm {
  const ownLevel = !entry.vehicle && isCombination(cell) ? (cell.inhibitor?.amount ?? null) : null;
  return {
    id: ownLevel === null ? entry.id : `${entry.id} ${ownLevel} uM`,
    vehicle: entry.vehicle,
    compound: entry.compound,
    concentrationUm: ownLevel ?? entry.concentrationUm,
    solvent: entry.solvent,
  };
}

/** Arm letters where the file names the arm, then the level of the inhibitor, then that of prednisolone. */
function codeOf(cell: CellContents, entry: ArmEntry, register: ArmRegister): string {
  const letters = cell.armIsNamed ? register.codeOf(entry) : "";
  const inhibitor = cell.dilutionAxis && cell.inhibitor ? levelCode(cell.inhibitor.level) : "";
  const prednisolone =
    cell.prednisoloneVaries && cell.prednisolone ? levelCode(cell.prednisolone.level) : "";
  return `${letters}${inhibitor}${prednisolone}` || register.codeOf(entry);
}
