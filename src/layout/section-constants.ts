/** What a `[[block]]` or `[[wells]]` section states for all its wells: an arm by name, one dose of a compound. */

import { questionConcentration } from "../domain/plausible-concentration.ts";
import { convertQuantity, PREDNISOLONE_G_PER_MOL, type Quantity } from "../domain/quantity.ts";
import type { ArmRegister } from "./arm-register.ts";
import { suggestName } from "./closest-name.ts";
import { type Contents, NOTHING } from "./fill-well.ts";
import type { BlockSection, WellsSection } from "./layout-schema.ts";
import { hasCells } from "./placement.ts";
import type { Path, Report } from "./problem.ts";
import type { DoseLevel } from "./resolve-axis.ts";

export interface ConstantsContext {
  readonly register: ArmRegister;
  /** True when every `arms` axis was understood, so that a name that is not there is really unknown. */
  readonly armsAreComplete: boolean;
  readonly report: Report;
}

/** The constants of a section, or null when one of them is wrong (reported) or rests on an arm that is. */
export function sectionConstants(
  section: BlockSection | WellsSection,
  path: Path,
  context: ConstantsContext,
): Contents | null {
  const { report } = context;
  const patientFits = checkPatient(section, path, report);
  const arm = section.arm === undefined ? null : context.register.entries.get(section.arm);
  if (arm === undefined && section.arm !== undefined && context.armsAreComplete) {
    report({
      severity: "error",
      check: "unknown-name",
      path: [...path, "arm"],
      message: `no arm is called "${section.arm}"`,
      remedy: suggestName(section.arm, [...context.register.entries.keys()]),
    });
  }
  const prednisolone = oneDose(section.prednisolone, "prednisolone", path, report);
  const inhibitor =
    "inhibitor" in section ? oneDose(section.inhibitor, "inhibitor", path, report) : null;
  if (!patientFits || arm === undefined || prednisolone === undefined || inhibitor === undefined) {
    return null;
  }
  return { ...NOTHING, arm, armIsNamed: arm !== null, prednisolone, inhibitor };
}

function oneDose(
  quantity: Quantity | undefined,
  kind: "prednisolone" | "inhibitor",
  path: Path,
  report: Report,
): DoseLevel | null | undefined {
  if (quantity === undefined) return null;
  const problem = questionConcentration(quantity, kind);
  if (problem) {
    report({ severity: "error", check: "implausible", path: [...path, kind], ...problem });
    return undefined;
  }
  const amount =
    kind === "prednisolone"
      ? convertQuantity(quantity, "ug/mL", PREDNISOLONE_G_PER_MOL)
      : convertQuantity(quantity, "uM");
  return amount === null ? undefined : { level: amount === 0 ? 0 : 1, amount };
}

function checkPatient(section: BlockSection | WellsSection, path: Path, report: Report): boolean {
  const cells = hasCells(section.role) && section.role !== "reference";
  if (cells && section.patient === undefined) {
    report({
      severity: "error",
      check: "slots",
      path,
      message: `whose cells stand in these ${section.role} wells is not said`,
      remedy: 'Add `patient = "P1"`; the plan says who that is.',
    });
    return false;
  }
  if (hasCells(section.role) || section.patient === undefined) return true;
  report({
    severity: "error",
    check: "slots",
    path: [...path, "patient"],
    atKey: true,
    message: `${section.role} wells hold no cells, so they belong to no patient`,
    remedy: "Remove `patient`, or correct the role.",
  });
  return false;
}
