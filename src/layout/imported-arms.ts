/** The arms of an imported plate: one concentration each, levels that are arms of their own, or a titration. */

import type { DrawnArm } from "../domain/drawn-layout.ts";
import type { Role } from "../domain/layout.ts";
import { convertQuantity, parseQuantity } from "../domain/quantity.ts";
import type { WellName } from "../domain/well.ts";
import type { Problem } from "./problem.ts";
import { formatWells } from "./well-range.ts";

/** A well of an imported plate, its texts read. Concentrations have their unit. */
export interface ImportedWell {
  readonly well: WellName;
  readonly line: number | null;
  /** Null where the file says nothing of it. */
  readonly role: Role | null;
  readonly arm: string | null;
  readonly compound: string | null;
  readonly solvent: string | null;
  readonly solventMax: string | null;
  readonly prednisolone: string | null;
  readonly inhibitor: string | null;
  readonly replicate: number | null;
  readonly patientSlot: string | null;
}

interface Settled {
  readonly arms: readonly DrawnArm[];
  readonly wells: readonly ImportedWell[];
}

/**
 * Arms in the order of their first well. An arm with role `vehicle` somewhere, or called vehicle, is one. One
 * concentration in all wells belongs to the arm. Several beside a prednisolone series make an arm each, none of it
 * the vehicle; without a series they are a titration and stay with the wells.
 */
export function settleArms(wells: readonly ImportedWell[], problems: Problem[]): Settled {
  const names = [...new Set(wells.flatMap((well) => well.arm ?? []))];
  const vehicles = names.filter((name) => isVehicle(name, wells));
  const renamed = names.flatMap((name) =>
    settleArm(
      name,
      wells.filter((well) => well.arm === name),
      vehicles,
      problems,
    ),
  );
  const byWell = new Map(renamed.flatMap(({ wells: own }) => own.map((well) => [well.well, well])));
  const settled = wells.map((well) => withVehicleDose(byWell.get(well.well) ?? well, wells));
  const arms = new Map<string, DrawnArm>();
  for (const { arms: own } of renamed) {
    for (const arm of own) if (!arms.has(arm.id)) arms.set(arm.id, arm);
  }
  return { arms: [...arms.values()], wells: settled };
}

function isVehicle(name: string, wells: readonly ImportedWell[]): boolean {
  if (name.toLowerCase() === "vehicle") return true;
  return wells.some((well) => well.arm === name && well.role === "vehicle");
}

function settleArm(
  name: string,
  wells: readonly ImportedWell[],
  vehicles: readonly string[],
  problems: Problem[],
): Settled[] {
  const solvent = oneOf(name, "solvent", wells, problems);
  const compound = oneOf(name, "compound", wells, problems) ?? name;
  if (vehicles.includes(name)) {
    const arm = { id: name, compound: null, concentration: null, solvent, vehicle: true };
    return [{ arms: [arm], wells }];
  }
  const inhibitor = { compound, solvent, vehicle: false };
  const levels = new Map(
    wells.flatMap(({ inhibitor: text }): [number, string][] =>
      text === null ? [] : [[micromolar(text), text]],
    ),
  );
  const [only] = levels.values();
  const stated = wells.every((well) => well.inhibitor !== null);
  if (levels.size === 1 && only !== undefined && stated) {
    const arm = { id: name, concentration: only, ...inhibitor };
    return [{ arms: [arm], wells: wells.map((well) => ({ ...well, inhibitor: null })) }];
  }
  const doses = new Set(wells.flatMap((well) => well.prednisolone ?? []));
  if (levels.size < 2 || doses.size < 2 || !stated) {
    return [{ arms: [{ id: name, concentration: null, ...inhibitor }], wells }];
  }
  return levelArms(name, wells, { inhibitor, vehicles, problems });
}

function levelArms(
  name: string,
  wells: readonly ImportedWell[],
  context: {
    readonly inhibitor: Pick<DrawnArm, "compound" | "solvent" | "vehicle">;
    readonly vehicles: readonly string[];
    readonly problems: Problem[];
  },
): Settled[] {
  const { inhibitor, vehicles, problems } = context;
  const vehicle = vehicles[0] ?? "vehicle";
  const arms = new Map<string, DrawnArm>();
  const settled = wells.map((well) => {
    const amount = micromolar(well.inhibitor ?? "");
    const id = amount === 0 ? vehicle : `${name} ${amount} uM`;
    if (amount === 0) {
      const none = { compound: null, concentration: null, vehicle: true };
      arms.set(id, { id, solvent: inhibitor.solvent, ...none });
    } else arms.set(id, { id, concentration: well.inhibitor, ...inhibitor });
    return { ...well, arm: id, inhibitor: null };
  });
  const without = settled.filter((well) => well.arm === vehicle).map((well) => well.well);
  if (without.length > 0) {
    problems.push({
      severity: vehicles.length > 1 ? "error" : "warning",
      check: "arm",
      line: null,
      column: null,
      well: without[0] ?? null,
      wells: without,
      message: `${formatWells(without)} have arm ${name} without any of it and are taken as the arm ${vehicle}`,
      remedy: "Name the vehicle arm in the file if they are of another one.",
    });
  }
  return [{ arms: [...arms.values()], wells: settled }];
}

/** What all wells of the arm that say anything agree on; an error where they do not. */
function oneOf(
  name: string,
  field: "solvent" | "compound",
  wells: readonly ImportedWell[],
  problems: Problem[],
): string | null {
  const [first = null, ...others] = new Set(wells.flatMap((well) => well[field] ?? []));
  const odd = wells.find((well) => well[field] !== null && well[field] !== first);
  if (others.length > 0 && odd !== undefined) {
    problems.push({
      severity: "error",
      check: "arm",
      line: odd.line,
      column: null,
      well: odd.well,
      wells: [odd.well],
      message: `arm “${name}” has ${field} “${first}” and “${odd[field]}”`,
      remedy: "Give the arms different names, or the same value.",
    });
  }
  return first;
}

/** Vehicle without a dose, on a plate with a prednisolone series, stands at zero; as in a layout file. */
function withVehicleDose(well: ImportedWell, wells: readonly ImportedWell[]): ImportedWell {
  const hasSeries = wells.some((one) => one.prednisolone !== null);
  const bare = well.role === "vehicle" && well.prednisolone === null && well.inhibitor === null;
  return bare && hasSeries ? { ...well, prednisolone: "0 ug/mL" } : well;
}

function micromolar(text: string): number {
  const read = parseQuantity(text);
  return (read.ok ? convertQuantity(read.quantity, "uM") : null) ?? Number.NaN;
}
