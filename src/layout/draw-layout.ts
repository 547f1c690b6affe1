/** A layout file as a drawing: the way back from `writeLayout`. */

import type {
  DrawnArm,
  DrawnLayout,
  DrawnRequirements,
  DrawnWell,
} from "../domain/drawn-layout.ts";
import type { Arm, LayoutWell } from "../domain/layout.ts";
import { formatQuantity } from "../domain/quantity.ts";
import { ALL_WELLS, type WellName } from "../domain/well.ts";
import type { UncheckedPlate } from "./check-layout-text.ts";
import type { LayoutFile } from "./layout-schema.ts";

/**
 * What a text of a layout file draws. Doses come in ug/mL and uM with all their digits, whatever units the file has.
 * Comments inside the file have no place in a drawing; the one it begins with stays.
 */
export function drawLayout(plate: UncheckedPlate, text: string): DrawnLayout {
  const { arms, wells, file } = plate;
  return {
    id: file.id,
    revision: file.revision,
    title: file.title,
    comment: firstComment(text),
    waive: file.waive,
    solvents: Object.entries(file.solvent).map(([name, { max }]) => ({
      name,
      max: formatQuantity(max),
    })),
    arms: arms.map(drawArm),
    wells: ALL_WELLS.map((well) => drawWell(well, wells[well], arms)),
    require: drawRequirements(file.require),
  };
}

/** The lines of comment before anything else, without `#`. */
function firstComment(text: string): string {
  const lines = text.replace(/^\uFEFF/u, "").split(/\r?\n/u);
  const end = lines.findIndex((line) => !line.startsWith("#"));
  return lines
    .slice(0, Math.max(0, end))
    .map((line) => line.replace(/^#+ ?/u, ""))
    .join("\n");
}

function drawArm(arm: Arm): DrawnArm {
  return {
    id: arm.id,
    compound: arm.vehicle ? null : arm.compound,
    concentration: micromolar(arm.concentrationUm),
    solvent: arm.solvent,
    vehicle: arm.vehicle,
  };
}

function drawWell(well: WellName, meaning: LayoutWell, arms: readonly Arm[]): DrawnWell {
  const arm = arms.find((one) => one.id === meaning.arm);
  const ofArm = arm !== undefined && arm.concentrationUm === meaning.inhibitorUm;
  const dose = meaning.prednisoloneUgPerMl;
  return {
    well,
    role: meaning.role,
    arm: meaning.arm,
    prednisolone: dose === null ? null : `${dose} ug/mL`,
    inhibitor: ofArm ? null : micromolar(meaning.inhibitorUm),
    replicate: meaning.replicate,
    patientSlot: meaning.patientSlot,
  };
}

function micromolar(amountUm: number | null): string | null {
  return amountUm === null ? null : `${amountUm} uM`;
}

function drawRequirements(wanted: LayoutFile["require"]): DrawnRequirements {
  return {
    blank: wanted.blank ?? null,
    untreated: wanted.untreated ?? null,
    vehiclePerPatient: wanted.vehicle_per_patient ?? null,
    replicates: wanted.replicates ?? null,
  };
}
