/** What a check sees, and the names of all checks that a layout may waive. */

import type { Arm, LayoutWell } from "../domain/layout.ts";
import type { WellName } from "../domain/well.ts";
import type { Requirements } from "./layout-schema.ts";
import type { Finding, Path } from "./problem.ts";

export interface CheckedPlate {
  readonly arms: readonly Arm[];
  readonly wells: Readonly<Record<WellName, LayoutWell>>;
  readonly require: Requirements;
  /** Where the file defines an arm. */
  readonly placeOfArm: (id: string) => Path;
  /** The section of the file that says what stands in the well. */
  readonly sectionOf: (well: WellName) => Path;
}

/** A check of the whole plate; finds nothing when all is well. */
export type LayoutCheck = (plate: CheckedPlate) => Finding[];

/** Checks that `waive` may name, each with what it asks for. */
export const WAIVABLE_CHECKS: Readonly<Record<string, string>> = {
  blank: "enough blanks to subtract (3, or `require.blank`)",
  vehicle: "enough vehicle wells for each patient (2, or `require.vehicle_per_patient`)",
  untreated: "enough untreated wells for each patient (2, or `require.untreated`)",
  prednisolone: "a prednisolone series",
  "zero-prednisolone": "each arm of a prednisolone series also without prednisolone",
  "vehicle-series": "prednisolone alone (the vehicle arm) at every dose of the other arms",
  "matched-vehicle": "vehicle at every level of a titration, where vehicle is matched at all",
  replicates: "the same number of replicates everywhere, at least 2 (or `require.replicates`)",
  "vehicle-solvent": "vehicle with the solvent of every arm",
  solubility: "prednisolone not above 250 ug/mL",
  border: "no cells on the border of the plate",
  adjacent: "replicates apart from each other",
  "controls-side": "controls on both sides of the plate",
  orientation: "a turned plate can be told from its controls",
  "unused-axis": "every axis used by a block",
};
