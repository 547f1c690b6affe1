/** A plate as another program's file describes it, well by well; what it means for a layout is decided here, without guessing. */

import type { DrawnArm, DrawnLayout, DrawnWell } from "../domain/drawn-layout.ts";
import { ROLES, type Role } from "../domain/layout.ts";
import { ALL_WELLS, type WellName } from "../domain/well.ts";
import { suggestName } from "./closest-name.ts";
import type { ImportColumn, ImportField } from "./import-columns.ts";
import { type ImportedWell, settleArms } from "./imported-arms.ts";
import { importedQuantity, isMissing } from "./imported-quantity.ts";
import { joinProblems } from "./join-problems.ts";
import { hasCells } from "./placement.ts";
import { hasErrors, type Problem, sortProblems } from "./problem.ts";
import { formatWells } from "./well-range.ts";

/** One value of one well, and where it stands in the file. */
export interface ImportedValue {
  readonly text: string;
  readonly column: ImportColumn;
  readonly line: number;
  readonly place: number | null;
}

export type ImportedValues = ReadonlyMap<ImportField, ImportedValue>;

/** Wells in any order; what a well says nothing of is not in its map. */
export type ImportedPlate = ReadonlyMap<WellName, ImportedValues>;

export interface ImportedLayout {
  /** Null while there are errors. */
  readonly drawing: DrawnLayout | null;
  /** Errors, and as warnings what could not be taken over or was taken to mean something. */
  readonly problems: readonly Problem[];
}

/**
 * The drawing of an imported plate under this id, revision 1. An unknown role, a number without unit, a patient's name
 * in place of a slot and an arm without role or dose are errors with their line. Taken to mean something, each with a
 * remark: wells of an arm without role are treated, wells that are not described unused, cells without slot P1's.
 */
export function drawImported(
  id: string,
  plate: ImportedPlate,
  found: readonly Problem[],
): ImportedLayout {
  const problems = [...found];
  const wells = ALL_WELLS.flatMap((well) => {
    const values = plate.get(well);
    return values === undefined ? [] : [readWell(well, values, problems)];
  });
  tellUndescribed(wells, problems);
  const patients = givePatients(wells, problems);
  const { arms, wells: settled } = settleArms(patients, problems);
  const drawing = {
    id,
    revision: 1,
    title: id,
    comment: "",
    waive: [],
    solvents: solventsOf(settled),
    arms: arms.map(withoutWells),
    wells: settled.map(drawnWell),
    require: null,
  };
  const sorted = sortProblems(joinProblems(problems));
  return { drawing: hasErrors(sorted) ? null : drawing, problems: sorted };
}

function withoutWells({ id, compound, concentration, solvent, vehicle }: DrawnArm): DrawnArm {
  return { id, compound, concentration, solvent, vehicle };
}

function readWell(well: WellName, values: ImportedValues, problems: Problem[]): ImportedWell {
  const text = (field: ImportField): string | null => {
    const value = values.get(field);
    return value === undefined || isMissing(value.text) ? null : value.text.trim();
  };
  const quantity = (field: "prednisolone" | "inhibitor" | "solvent max"): string | null => {
    const value = values.get(field);
    return value === undefined ? null : importedQuantity(well, value, problems);
  };
  const place = [...values.values()][0] ?? null;
  const arm = text("arm");
  const role = roleOf(well, text("role"), arm, values.get("role") ?? place, problems);
  const read = {
    well,
    line: place?.line ?? null,
    role,
    arm,
    compound: text("compound"),
    solvent: text("solvent"),
    solventMax: quantity("solvent max"),
    prednisolone: quantity("prednisolone"),
    inhibitor: quantity("inhibitor"),
    replicate: replicateOf(well, text("replicate"), values.get("replicate"), problems),
    patientSlot: slotOf(well, text("patient"), values.get("patient"), problems),
  };
  refuseStrayDose(read, values, problems);
  return read;
}

function roleOf(
  well: WellName,
  text: string | null,
  arm: string | null,
  place: ImportedValue | null,
  problems: Problem[],
): Role | null {
  if (text === null) return arm === null ? null : "treated";
  const role = ROLES.find((one) => one === text.toLowerCase());
  if (role !== undefined) return role;
  problems.push(
    problem(
      well,
      place,
      "role",
      `“${text}” is no role`,
      suggestName(text.toLowerCase(), [...ROLES]),
    ),
  );
  return "unused";
}

function replicateOf(
  well: WellName,
  text: string | null,
  place: ImportedValue | undefined,
  problems: Problem[],
): number | null {
  if (text === null) return null;
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  const remedy = "Number the replicates 1, 2, …, or leave the cell empty.";
  problems.push(problem(well, place ?? null, "replicate", `“${text}” is no replicate`, remedy));
  return null;
}

function slotOf(
  well: WellName,
  text: string | null,
  place: ImportedValue | undefined,
  problems: Problem[],
): string | null {
  if (text === null || /^P[1-9]\d?$/.test(text)) return text;
  problems.push(
    problem(
      well,
      place ?? null,
      "slots",
      "a layout names no patient",
      "Write P1 (P2, … when several patients share the plate); the plan says who that is.",
    ),
  );
  return null;
}

/** A dose where nothing is treated is a shifted row or column more often than not. */
function refuseStrayDose(read: ImportedWell, values: ImportedValues, problems: Problem[]): void {
  const treated = read.role === "treated" || read.role === "vehicle";
  if (treated) return;
  for (const field of ["arm", "prednisolone", "inhibitor"] as const) {
    if (read[field] === null) continue;
    const holder = read.role === null ? "a well without role" : `a well with the role ${read.role}`;
    problems.push(
      problem(
        read.well,
        values.get(field) ?? null,
        "role",
        `${holder} has ${field} “${read[field]}”`,
        "Empty the cell, or give the well a role and an arm.",
      ),
    );
  }
}

function tellUndescribed(wells: readonly ImportedWell[], problems: Problem[]): void {
  const described = new Set(wells.filter((well) => well.role !== null).map((well) => well.well));
  const left = ALL_WELLS.filter((well) => !described.has(well));
  if (left.length === 0) return;
  problems.push({
    severity: "warning",
    check: "unaccounted",
    line: null,
    column: null,
    well: left[0] ?? null,
    wells: left,
    message: `${left.length} wells are not described and are taken as unused: ${formatWells(left)}`,
    remedy: "Check them in the drawing.",
  });
}

/** The one slot of a file that names none. */
function givePatients(wells: readonly ImportedWell[], problems: Problem[]): ImportedWell[] {
  const needing = wells.filter(
    ({ role, patientSlot }) =>
      role !== null && role !== "reference" && hasCells(role) && patientSlot === null,
  );
  if (needing.length === 0) return [...wells];
  const some = wells.some((well) => well.patientSlot !== null);
  const names = needing.map((well) => well.well);
  problems.push({
    severity: some ? "error" : "warning",
    check: "slots",
    line: some ? (needing[0]?.line ?? null) : null,
    column: null,
    well: names[0] ?? null,
    wells: names,
    message: some
      ? `whose cells stand in ${formatWells(names)} is not said`
      : "the file names no patient slot; all cells are taken as P1",
    remedy: some
      ? "Add the slot (P1, P2, …)."
      : "Draw the slots if several patients share the plate.",
  });
  return wells.map((well) =>
    needing.includes(well) && !some ? { ...well, patientSlot: "P1" } : well,
  );
}

function solventsOf(wells: readonly ImportedWell[]): { name: string; max: string }[] {
  const limits = new Map(
    wells.flatMap(({ solvent, solventMax }): [string, string][] =>
      solvent === null || solventMax === null ? [] : [[solvent, solventMax]],
    ),
  );
  return [...limits].map(([name, max]) => ({ name, max }));
}

function drawnWell(well: ImportedWell): DrawnWell {
  const { role, arm, prednisolone, inhibitor, replicate, patientSlot } = well;
  return {
    well: well.well,
    role: role ?? "unused",
    arm,
    prednisolone,
    inhibitor,
    replicate: arm === null ? null : replicate,
    patientSlot,
  };
}

function problem(
  well: WellName,
  place: ImportedValue | null,
  check: string,
  message: string,
  remedy: string,
): Problem {
  return {
    severity: "error",
    check,
    line: place?.line ?? null,
    column: place?.place ?? null,
    well,
    wells: [well],
    message,
    remedy,
  };
}
