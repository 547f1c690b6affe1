/** A plan for the terminal: samples, plates in order of time, lots. */

import type { Plan, PlannedPlate, PlannedSample } from "../domain/plan.ts";
import { textTable } from "../domain/text-table.ts";

/** Tables of samples, plates and lots. Plates that are due at the same instant keep the order of the plan. */
export function renderPlan(plan: Plan): string {
  const plates = plan.plates.toSorted((a, b) => dueMs(a) - dueMs(b));
  const lots = plan.lots.map(({ compound, lot }) => [compound, lot]);
  const sections = [
    `${plan.id}: ${plan.title}`,
    textTable(["sample", "patient", "RAS pathway", "blasts day 4"], plan.samples.map(sampleRow)),
    textTable(["due", "barcode", "layout", "cells", "compounds", "reader"], plates.map(plateRow)),
    lots.length > 0 ? textTable(["compound", "lot"], lots) : "No lots stated.",
  ];
  return sections.join("\n\n");
}

function sampleRow(sample: PlannedSample): string[] {
  const genes = sample.mutatedGenes.length > 0 ? ` (${sample.mutatedGenes.join(", ")})` : "";
  const blasts =
    sample.blastsDay4Percent === null ? "not entered" : `${sample.blastsDay4Percent} %`;
  return [sample.id, sample.patient, `${sample.ras}${genes}`, blasts];
}

function plateRow(plate: PlannedPlate): string[] {
  return [
    plate.dueAt?.replace("T", " ").replace(/(:00)?\.000/, " ") ?? "any time",
    plate.barcode,
    `${plate.layoutId} r${plate.layoutRevision}`,
    bindings(plate.samples),
    bindings(plate.drugs) || "as in the layout",
    plate.reader ?? "any",
  ];
}

/** Plates that may come at any time stand last. */
function dueMs(plate: PlannedPlate): number {
  return plate.dueAt === null ? Number.MAX_SAFE_INTEGER : Date.parse(plate.dueAt);
}

function bindings(slots: Readonly<Record<string, string>>): string {
  return Object.entries(slots)
    .map(([slot, value]) => `${slot} = ${value}`)
    .join(", ");
}
