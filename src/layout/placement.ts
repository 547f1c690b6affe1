/** One well as one section of a layout file (or one entry of a study) wants it, before all of them are joined. */

import type { LayoutWell, Role } from "../domain/layout.ts";
import type { Claim } from "./claims.ts";

export interface Placement extends Claim {
  readonly meaning: LayoutWell;
  /** What the picture shows for it; null where no picture is possible. */
  readonly code: string | null;
}

/** What a well without cells, or with nothing but cells, is. */
export function plainWell(role: Role, patientSlot: string | null): LayoutWell {
  return {
    role,
    arm: null,
    prednisoloneUgPerMl: null,
    inhibitorUm: null,
    replicate: null,
    patientSlot,
  };
}

const ROLES_WITHOUT_CELLS: readonly Role[] = ["blank", "edge", "unused"];

export function hasCells(role: Role): boolean {
  return !ROLES_WITHOUT_CELLS.includes(role);
}

export const ROLE_CODES: Readonly<Record<Role, string>> = {
  treated: "T",
  vehicle: "V",
  untreated: "U",
  blank: "B",
  kill: "K",
  reference: "R",
  edge: "--",
  unused: "--",
};
