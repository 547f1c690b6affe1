/** Collects the arms of a layout while its wells are placed: same id, same arm; two meanings of one id are an error. */

import type { Arm } from "../domain/layout.ts";
import { shortArmCodes } from "./arm-codes.ts";
import type { Path, Report } from "./problem.ts";
import type { ArmEntry } from "./resolve-arms.ts";

export interface ArmRegister {
  /** Arms defined by an `arms` axis, whether placed or not. */
  readonly entries: ReadonlyMap<string, ArmEntry>;
  /** Adds the arm, or reports that its id is taken by another one. Returns its id. */
  readonly use: (arm: Arm, entry: ArmEntry, at: Path) => string;
  /** The arm of wells without inhibitor: the only vehicle of the file, or one made for it. Null when there are several. */
  readonly vehicle: () => ArmEntry | null;
  /** What the picture calls a defined arm. */
  readonly codeOf: (entry: ArmEntry) => string;
  /** In the order of definition, those made on the way last. */
  readonly list: () => Arm[];
  /** Where the file defines the arms in use, by id; empty for one made here. */
  readonly places: () => ReadonlyMap<string, Path>;
  /** Defined arms that no well holds. */
  readonly unused: () => ArmEntry[];
}

export const PLAIN_VEHICLE: ArmEntry = {
  id: "vehicle",
  compound: "vehicle",
  vehicle: true,
  matches: null,
  concentrationUm: null,
  solvent: null,
  code: null,
  path: [],
};

/** `defined` are all arms of all axes, in file order; `solvents` those of the dilution axes, for a vehicle made here. */
export function createArmRegister(
  defined: readonly ArmEntry[],
  solvents: readonly string[],
  report: Report,
): ArmRegister {
  const entries = new Map<string, ArmEntry>();
  for (const entry of defined) {
    if (!entries.has(entry.id)) entries.set(entry.id, entry);
    else reportTwice(entry, report);
  }
  const codes = shortArmCodes([...entries.keys()]);
  const used = new Map<string, Arm>();
  const usedEntries = new Set<string>();
  const places = new Map<string, Path>();
  const vehicles = [...entries.values()].filter((entry) => entry.vehicle);
  const made = { ...PLAIN_VEHICLE, solvent: solvents.length === 1 ? (solvents[0] ?? null) : null };
  return {
    entries,
    use: (arm, entry, at) => {
      usedEntries.add(entry.id);
      places.set(arm.id, entry.path);
      const known = used.get(arm.id);
      if (!known) used.set(arm.id, arm);
      else if (JSON.stringify(known) !== JSON.stringify(arm)) reportClash(arm, at, report);
      return arm.id;
    },
    vehicle: () => (vehicles.length > 1 ? null : (vehicles[0] ?? made)),
    codeOf: (entry) => entry.code ?? codes.get(entry.id) ?? "",
    list: () => {
      const defined = [...entries.keys()].flatMap((id) => used.get(id) ?? []);
      return [...defined, ...[...used.values()].filter((arm) => !entries.has(arm.id))];
    },
    places: () => places,
    unused: () => [...entries.values()].filter((entry) => !usedEntries.has(entry.id)),
  };
}

function reportTwice(entry: ArmEntry, report: Report): void {
  report({
    severity: "error",
    check: "duplicate-id",
    path: entry.path,
    message: `two arms are called "${entry.id}"`,
    remedy: "Give each arm its own `id`; the compound alone is not enough when it occurs twice.",
  });
}

function reportClash(arm: Arm, at: Path, report: Report): void {
  report({
    severity: "error",
    check: "duplicate-id",
    path: at,
    message: `arm "${arm.id}" means two different things in this layout`,
    remedy: "Give the arms different ids, or the same concentration and solvent.",
  });
}
