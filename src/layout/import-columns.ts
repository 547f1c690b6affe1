/** Names of columns (CSV), blocks (plater) and keys (wellmap) in the files of other programs, and their units. */

import { parseQuantity, UNIT_NAMES, type Unit } from "../domain/quantity.ts";
import { suggestName } from "./closest-name.ts";

/** What an imported file can say of a well. */
export type ImportField =
  | "role"
  | "arm"
  | "compound"
  | "solvent"
  | "solvent max"
  | "prednisolone"
  | "inhibitor"
  | "replicate"
  | "patient";

/** Other names for the same thing. `dose` and `concentration` alone do not say of what, so they are not here. */
const FIELDS: Readonly<Record<string, ImportField>> = {
  role: "role",
  arm: "arm",
  drug: "arm",
  treatment: "arm",
  compound: "compound",
  solvent: "solvent",
  "solvent max": "solvent max",
  prednisolone: "prednisolone",
  inhibitor: "inhibitor",
  replicate: "replicate",
  patient: "patient",
};

const WITH_UNIT: readonly ImportField[] = ["prednisolone", "inhibitor", "solvent max"];

export interface ImportColumn {
  readonly field: ImportField;
  /** Of bare numbers below; null where each value must state its own. */
  readonly unit: Unit | null;
}

export type ColumnResult =
  | { readonly ok: true; readonly column: ImportColumn }
  /** `unknown`: not for us. Otherwise the name is ours, but its unit is none. */
  | {
      readonly ok: false;
      readonly unknown: boolean;
      readonly message: string;
      readonly remedy: string;
    };

/** Reads `prednisolone (ug/mL)`, `inhibitor [uM]`, `inhibitor_uM` or `role`. Capitals do not matter in names, in units they do. */
export function readColumn(text: string): ColumnResult {
  const name = text.trim();
  const bracket = /^(.*?)\s*[([]\s*(.*?)\s*[)\]]$/u.exec(name);
  const [words, unitText] = bracket ? [bracket[1] ?? "", bracket[2] ?? ""] : takeUnit(name);
  const key = words.trim().toLowerCase().replaceAll("_", " ");
  const field = Object.hasOwn(FIELDS, key) ? FIELDS[key] : undefined;
  if (field === undefined) {
    return {
      ok: false,
      unknown: true,
      message: `“${name}” is nothing that a layout holds`,
      remedy: suggestName(key, Object.keys(FIELDS)),
    };
  }
  if (unitText === null) return { ok: true, column: { field, unit: null } };
  const unit = WITH_UNIT.includes(field) ? parseQuantity(`1 ${unitText}`) : null;
  if (unit?.ok) return { ok: true, column: { field, unit: unit.quantity.unit } };
  return {
    ok: false,
    unknown: false,
    message: `“${unitText}” in “${name}” is no unit that Platewarden knows`,
    remedy: unit === null ? `Write “${words.trim()}” alone.` : unit.problem.remedy,
  };
}

/** `inhibitor_uM`, `prednisolone_ug_per_mL`: names in wellmap files have no brackets. */
function takeUnit(name: string): [string, string | null] {
  for (const unit of UNIT_NAMES) {
    const written = unit.replaceAll(/[^A-Za-z]+/gu, "_");
    for (const ending of [written, unit.replace("/", "_per_"), unit.replace("/", "")]) {
      if (name.endsWith(`_${ending}`)) return [name.slice(0, -ending.length - 1), unit];
    }
  }
  return [name, null];
}
