/** Lays one `[[wells]]` section on the plate: the same role in every well of its list. */

import type { ArmRegister } from "./arm-register.ts";
import { type CellContents, type Contents, fillWell } from "./fill-well.ts";
import type { WellsSection } from "./layout-schema.ts";
import { type Placement, plainWell, ROLE_CODES } from "./placement.ts";
import type { Path, Report } from "./problem.ts";
import { wellsOf } from "./well-range.ts";

const ROLES_OF_AN_ARM: readonly string[] = ["treated", "vehicle"];

/**
 * The wells of a section in the order written; replicates of an arm count up along it. Vehicle wells stand at zero
 * prednisolone when the plate has a prednisolone series (`hasSeries`), and outside any series when it has none.
 */
export function placeWells(
  section: WellsSection,
  index: number,
  constants: Contents,
  context: { register: ArmRegister; report: Report; hasSeries: boolean },
): Placement[] {
  const path: Path = ["wells", index];
  const { role } = section;
  if (!wellsAreClear(section, path, context.report)) return [];
  let replicate = section.replicate ?? 1;
  return section.at.flatMap((grids, textIndex) =>
    grids.flatMap(wellsOf).flatMap((well): Placement[] => {
      const at: Path = [...path, "at", textIndex];
      const common = { well, section: path, at, replaces: section.replaces };
      if (!ROLES_OF_AN_ARM.includes(role)) {
        const meaning = plainWell(role, section.patient ?? null);
        return [{ ...common, meaning, code: section.code ?? ROLE_CODES[role] }];
      }
      const cell = cellOf(section, constants, replicate, context.hasSeries);
      const filled = fillWell(cell, { section: path, well }, context.register, context.report);
      replicate += 1;
      if (!filled) return [];
      const ownCode = role === "vehicle" ? ROLE_CODES.vehicle : filled.code;
      return [{ ...common, meaning: filled.meaning, code: section.code ?? ownCode }];
    }),
  );
}

function cellOf(
  section: WellsSection,
  constants: Contents,
  replicate: number,
  hasSeries: boolean,
): CellContents {
  const none = section.role === "vehicle" && hasSeries ? { level: 0, amount: 0 } : null;
  return {
    ...constants,
    prednisolone: constants.prednisolone ?? none,
    role: section.role,
    replicate,
    patientSlot: section.patient ?? null,
  };
}

/** Keys that only make sense for wells of an arm, and an arm for treated wells. */
function wellsAreClear(section: WellsSection, path: Path, report: Report): boolean {
  if (section.role === "treated" && section.arm === undefined) {
    report({
      severity: "error",
      check: "arm",
      path,
      message: "these treated wells name no arm",
      remedy: 'Add `arm = "…"`, or use a [[block]] with axes.',
    });
    return false;
  }
  if (ROLES_OF_AN_ARM.includes(section.role)) return true;
  const stray = (["arm", "prednisolone", "inhibitor", "load", "replicate"] as const).filter(
    (key) => section[key] !== undefined,
  );
  for (const key of stray) {
    report({
      severity: "error",
      check: "role",
      path: [...path, key],
      atKey: true,
      message: `\`${key}\` makes no sense for ${section.role} wells`,
      remedy: "Remove it, or correct the role.",
    });
  }
  return stray.length === 0;
}
