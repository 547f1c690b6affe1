/** Solvents of a layout file: each described once, no load above what the cells bear. */

import { questionConcentration } from "../domain/plausible-concentration.ts";
import { formatQuantity, type Quantity } from "../domain/quantity.ts";
import { suggestName } from "./closest-name.ts";
import type { Path, Report } from "./problem.ts";
import type { Sections } from "./sections.ts";

/** Reports shares that are no shares, names without a `[solvent]` entry and loads above the limit. */
export function checkSolventSections(sections: Sections, report: Report): void {
  for (const [name, solvent] of sections.solvents) {
    if (solvent) shareIsPlausible(solvent.max, ["solvent", name, "max"], report);
  }
  for (const [name, axis] of sections.axes) {
    solventIsKnown(axis?.solvent, ["axis", name, "solvent"], sections, report);
    axis?.arms?.forEach((arm, index) => {
      solventIsKnown(arm.solvent, ["axis", name, "arms", index, "solvent"], sections, report);
    });
  }
  sections.wells.forEach((section, index) => {
    for (const [name, share] of Object.entries(section?.load ?? {})) {
      checkLoad(name, share, ["wells", index, "load", name], sections, report);
    }
  });
}

/** Solvents that vehicle wells state as their load. */
export function loadedSolvents(sections: Sections): Set<string> {
  const vehicles = sections.wells.filter((section) => section?.role === "vehicle");
  return new Set(vehicles.flatMap((section) => Object.keys(section?.load ?? {})));
}

function checkLoad(
  name: string,
  share: Quantity,
  path: Path,
  sections: Sections,
  report: Report,
): void {
  if (!shareIsPlausible(share, path, report)) return;
  if (!solventIsKnown(name, path, sections, report)) return;
  const max = sections.solvents.get(name)?.max;
  if (!max || max.unit !== share.unit || share.value <= max.value) return;
  report({
    severity: "error",
    check: "solvent",
    path,
    message: `${formatQuantity(share)} ${name} is above its limit of ${formatQuantity(max)}`,
    remedy: "Lower the load, or raise `max` if the cells bear it.",
  });
}

function shareIsPlausible(share: Quantity, path: Path, report: Report): boolean {
  const problem = questionConcentration(share, "solvent");
  if (problem) report({ severity: "error", check: "implausible", path, ...problem });
  return problem === null;
}

function solventIsKnown(
  name: string | undefined,
  path: Path,
  sections: Sections,
  report: Report,
): boolean {
  if (name === undefined || sections.solvents.has(name)) return true;
  const known = [...sections.solvents.keys()];
  const describe = `Describe it: \`[solvent]\` with \`${name} = { max = "0.1 % v/v" }\`, the share that the cells bear.`;
  report({
    severity: "error",
    check: "solvent",
    path,
    message: `solvent "${name}" is not described`,
    remedy:
      known.length > 0 ? `${suggestName(name, known)} Or describe it under [solvent].` : describe,
  });
  return false;
}
