import type { WellName } from "./well.ts";

/** The field's roles of a well. `treated` and `vehicle` carry an arm; `vehicle` is the vehicle arm without prednisolone. */
export type Role =
  | "treated"
  | "vehicle"
  | "untreated"
  | "blank"
  | "kill"
  | "reference"
  | "edge"
  | "unused";

export const ROLES: readonly Role[] = [
  "treated",
  "vehicle",
  "untreated",
  "blank",
  "kill",
  "reference",
  "edge",
  "unused",
];

/** One inhibitor at one concentration, or the vehicle, over the prednisolone series. */
export interface Arm {
  /** Unique in the layout; the inhibitor's name where the layout has it once. */
  readonly id: string;
  readonly vehicle: boolean;
  readonly compound: string;
  /** Null for the vehicle, and where each well states its own (a titration). */
  readonly concentrationUm: number | null;
  readonly solvent: string | null;
}

/** What stands in one well. */
export interface LayoutWell {
  readonly role: Role;
  /** Arm id; only `treated` and `vehicle` wells have one. */
  readonly arm: string | null;
  /** Exact dose, never rounded; null where the well has no place in a prednisolone series. */
  readonly prednisoloneUgPerMl: number | null;
  /** Inhibitor concentration of this well (of the matched dilution level in a vehicle well); null if none is stated. */
  readonly inhibitorUm: number | null;
  /** 1, 2, …; null for wells outside an arm. */
  readonly replicate: number | null;
  /** The patient slot whose cells are in the well (`P1`); null where there are none. */
  readonly patientSlot: string | null;
}

/** A layout revision, expanded to all 96 wells. */
export interface Layout {
  readonly id: string;
  readonly revision: number;
  readonly title: string;
  readonly arms: readonly Arm[];
  readonly wells: Readonly<Record<WellName, LayoutWell>>;
  /** Checks that this layout does without, each with its reason. */
  readonly waivers: readonly { readonly check: string; readonly reason: string }[];
  /** SHA-256 (hex) of the expanded meaning: same wells, same hash, whatever the file looks like. */
  readonly sha256: string;
}
