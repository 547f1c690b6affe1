/** A drawn well of an arm, its texts read: what the writer arranges into blocks. */

import type { DrawnArm, DrawnLayout, DrawnWell } from "../domain/drawn-layout.ts";
import { PlatewardenError } from "../domain/errors.ts";
import {
  convertQuantity,
  formatQuantity,
  PREDNISOLONE_G_PER_MOL,
  parseQuantity,
  type Quantity,
} from "../domain/quantity.ts";
import { type WellName, wellIndex, wellPosition } from "../domain/well.ts";

/** One dose: the text to write, and what makes two doses the same. */
export interface WrittenDose {
  readonly quantity: Quantity;
  /** In ug/mL (prednisolone) or uM (inhibitor); doses written in different units can be the same. */
  readonly amount: number;
}

export interface DrawnCell {
  readonly well: WellName;
  readonly row: number;
  readonly column: number;
  readonly arm: string;
  readonly dose: WrittenDose | null;
  /** Null where the arm gives it. */
  readonly inhibitor: WrittenDose | null;
  readonly replicate: number;
  readonly patient: string | null;
}

const ROLES_OF_AN_ARM: readonly string[] = ["treated", "vehicle"];

/** The drawn wells that name an arm of the drawing, in reading order, replicates counted by `order` where none is drawn. */
export function armCells(drawing: DrawnLayout, order: "rows" | "columns"): DrawnCell[] {
  const arms = new Map(drawing.arms.map((arm) => [arm.id, arm]));
  const cells = drawing.wells.flatMap((well) => {
    const arm = isOfDrawnArm(well) ? arms.get(well.arm ?? "") : undefined;
    return arm === undefined ? [] : [cellOf(well, arm)];
  });
  const counted = countReplicates(cells, order);
  return counted.toSorted((a, b) => wellIndex(a.well) - wellIndex(b.well));
}

/** True for wells that can be written by their arm. */
export function isOfDrawnArm(well: DrawnWell): boolean {
  return well.arm !== null && ROLES_OF_AN_ARM.includes(well.role);
}

/** The shortest text of a quantity. Throws LAYOUT_INVALID for a text that is none. */
export function quantityText(text: string): string {
  return formatQuantity(requireQuantity(text, "the drawing"));
}

type Uncounted = Omit<DrawnCell, "replicate"> & { readonly replicate: number | null };

function cellOf(well: DrawnWell, arm: DrawnArm): Uncounted {
  const { row, column } = wellPosition(well.well);
  const dose = doseOf(well.prednisolone, "prednisolone", well.well);
  const inhibitor = doseOf(well.inhibitor, "inhibitor", well.well);
  const ofArm = arm.vehicle ? null : doseOf(arm.concentration, "inhibitor", `arm ${arm.id}`);
  const same = inhibitor !== null && inhibitor.amount === ofArm?.amount;
  return {
    well: well.well,
    row,
    column,
    arm: arm.id,
    dose,
    inhibitor: same ? null : inhibitor,
    replicate: well.replicate,
    patient: well.patientSlot,
  };
}

function doseOf(
  text: string | null,
  kind: "prednisolone" | "inhibitor",
  place: string,
): WrittenDose | null {
  if (text === null) return null;
  const quantity = requireQuantity(text, place);
  const amount =
    kind === "prednisolone"
      ? convertQuantity(quantity, "ug/mL", PREDNISOLONE_G_PER_MOL)
      : convertQuantity(quantity, "uM");
  // A mass of an inhibitor cannot be compared without its molar mass; it stays what it is.
  return { quantity, amount: amount ?? Number.NaN };
}

function requireQuantity(text: string, place: string): Quantity {
  const read = parseQuantity(text);
  if (read.ok) return read.quantity;
  const { message, remedy } = read.problem;
  throw new PlatewardenError("LAYOUT_INVALID", `${place}: ${message}. ${remedy}`);
}

/** What wells have in common that are replicates of each other. */
function treatmentOf({ patient, arm, dose, inhibitor }: Uncounted): string {
  const key = (one: WrittenDose | null) => (one === null ? null : doseKey(one));
  return JSON.stringify([patient, arm, key(dose), key(inhibitor)]);
}

/** Equal for doses that are the same. */
export function doseKey({ amount, quantity }: WrittenDose): string {
  return Number.isNaN(amount) ? formatQuantity(quantity) : String(amount);
}

/** Numbers that are drawn stay; the others count up along the rows or the columns, leaving out those taken. */
function countReplicates(cells: readonly Uncounted[], order: "rows" | "columns"): DrawnCell[] {
  const place = ({ row, column }: Uncounted) =>
    order === "rows" ? row * 100 + column : column * 100 + row;
  const groups = new Map<string, Uncounted[]>();
  for (const cell of cells.toSorted((a, b) => place(a) - place(b))) {
    const key = treatmentOf(cell);
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].flatMap((group) => {
    const taken = new Set(group.map((cell) => cell.replicate));
    let next = 0;
    return group.map((cell) => {
      if (cell.replicate !== null) return { ...cell, replicate: cell.replicate };
      do next += 1;
      while (taken.has(next));
      return { ...cell, replicate: next };
    });
  });
}
