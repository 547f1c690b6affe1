/** A plan for the terminal: samples, plates in order of time, lots. */

import type { Plan, PlannedPlate, PlannedSample } from "../domain/plan.ts";

/** Tables of samples, plates and lots. Plates that are due at the same instant keep the order of the plan. */
export function renderPlan(plan: Plan): string {
  const plates = plan.plates.toSorted((a, b) => dueMs(a) - dueMs(b));
  const lots = plan.lots.map(({ compound, lot }) => [compound, lot]);
  const sections = [
    `${plan.id}: ${plan.title}`,
    table(["sample", "patient", "RAS pathway", "blasts day 4"], plan.samples.map(sampleRow)),
    table(["due", "barcode", "layout", "cells", "compounds", "reader"], plates.map(plateRow)),
    lots.length > 0 ? table(["compound", "lot"], lots) : "No lots stated.",
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

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(head), ...rows.map(line)].join("\n");
}
