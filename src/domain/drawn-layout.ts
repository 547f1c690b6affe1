/** A layout as a person draws it on a grid: what each well holds. The layout file is written from it, and it from the file. */
import type { Role } from "./layout.ts";
import type { WellName } from "./well.ts";

/** Concentrations are texts with a unit (`2.5 uM`), as `parseQuantity` reads them. */
export interface DrawnArm {
  readonly id: string;
  /** Null for the vehicle; a drug slot (`D1`) where the plan names the compound. */
  readonly compound: string | null;
  /** Null for the vehicle, and where each well states its own (a titration). */
  readonly concentration: string | null;
  readonly solvent: string | null;
  readonly vehicle: boolean;
}

export interface DrawnWell {
  readonly well: WellName;
  /** Of a well with an arm it follows from arm and dose, whatever stands here. */
  readonly role: Role;
  readonly arm: string | null;
  readonly prednisolone: string | null;
  /** Null where the arm gives it. */
  readonly inhibitor: string | null;
  /** Null: counted among the wells of the same treatment. */
  readonly replicate: number | null;
  readonly patientSlot: string | null;
}

/** How many there must be; null where the file is silent. */
export interface DrawnRequirements {
  readonly blank: number | null;
  readonly untreated: number | null;
  readonly vehiclePerPatient: number | null;
  readonly replicates: number | null;
}

export interface DrawnLayout {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
  /** The comment that the file begins with, without its `#`; may have several lines. */
  readonly comment: string;
  readonly waive: readonly { readonly check: string; readonly reason: string }[];
  readonly solvents: readonly { readonly name: string; readonly max: string }[];
  readonly arms: readonly DrawnArm[];
  /** Wells that are not named are unused. */
  readonly wells: readonly DrawnWell[];
  /** Null: as many as are drawn. */
  readonly require: DrawnRequirements | null;
}
