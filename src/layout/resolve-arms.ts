/** The arms of a layout file: one inhibitor (or drug slot) each, or the vehicle. */

import { questionConcentration } from "../domain/plausible-concentration.ts";
import { convertQuantity } from "../domain/quantity.ts";
import type { ArmSection } from "./layout-schema.ts";
import type { Path, Report } from "./problem.ts";

export interface ArmEntry {
  readonly id: string;
  readonly compound: string;
  readonly vehicle: boolean;
  /** Dilution axis whose levels this vehicle follows. */
  readonly matches: string | null;
  /** Null for the vehicle and where a dilution axis gives it. */
  readonly concentrationUm: number | null;
  readonly solvent: string | null;
  /** Letters for the picture; null = made from the id. */
  readonly code: string | null;
  /** Where the file defines it. */
  readonly path: Path;
}

/** The arms that can be understood, in file order; what is wrong with the others has been reported. */
export function resolveArms(
  sections: readonly ArmSection[],
  axisSolvent: string | null,
  path: Path,
  report: Report,
): ArmEntry[] {
  const arms = sections.map((section, index) =>
    resolveArm(section, axisSolvent, [...path, index], report),
  );
  return arms.filter((arm) => arm !== null);
}

function resolveArm(
  section: ArmSection,
  axisSolvent: string | null,
  path: Path,
  report: Report,
): ArmEntry | null {
  const problem = section.vehicle ? vehicleProblem(section) : inhibitorProblem(section);
  if (problem) {
    report({ severity: "error", check: "arm", path, ...problem });
    return null;
  }
  const concentrationUm = concentrationOf(section, path, report);
  if (concentrationUm === undefined) return null;
  const compound = section.vehicle ? "vehicle" : (section.compound ?? section.slot ?? "");
  return {
    id: section.id ?? compound,
    compound,
    vehicle: section.vehicle,
    matches: section.matches ?? null,
    concentrationUm,
    solvent: section.solvent ?? axisSolvent,
    code: section.code ?? null,
    path,
  };
}

function vehicleProblem(section: ArmSection): { message: string; remedy: string } | null {
  if (section.compound === undefined && section.slot === undefined && !section.concentration) {
    return null;
  }
  return {
    message: "a vehicle holds no compound",
    remedy: "Remove `compound`, `slot` and `concentration`, or `vehicle = true`.",
  };
}

function inhibitorProblem(section: ArmSection): { message: string; remedy: string } | null {
  if (section.matches !== undefined) {
    return {
      message: "only a vehicle can match a dilution",
      remedy: "Add `vehicle = true`, or remove `matches`.",
    };
  }
  if (section.compound !== undefined && section.slot !== undefined) {
    return {
      message: "an arm has either a compound or a slot",
      remedy: "Keep `compound` when the layout names the inhibitor, `slot` when the plan does.",
    };
  }
  if (section.compound !== undefined || section.slot !== undefined) return null;
  return {
    message: "this arm says neither which compound it holds nor that it is the vehicle",
    remedy: 'Add `compound = "…"`, `slot = "D1"` or `vehicle = true`.',
  };
}

/** In µM; null when the arm states none; undefined when it states one that cannot be used. */
function concentrationOf(
  section: ArmSection,
  path: Path,
  report: Report,
): number | null | undefined {
  if (section.concentration === undefined) return null;
  const molarMass = section.molar_mass_g_per_mol ?? null;
  const problem = questionConcentration(section.concentration, "inhibitor", molarMass);
  if (problem) {
    report({
      severity: "error",
      check: "implausible",
      path: [...path, "concentration"],
      ...problem,
    });
    return undefined;
  }
  return convertQuantity(section.concentration, "uM", molarMass) ?? undefined;
}
