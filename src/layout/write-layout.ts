/** Writes the layout file of a drawing: for people, with axes, blocks, comments and the picture. */

import type { DrawnArm, DrawnLayout, DrawnWell } from "../domain/drawn-layout.ts";
import type { Role } from "../domain/layout.ts";
import { formatQuantity } from "../domain/quantity.ts";
import { ALL_WELLS, type WellName, wellIndex } from "../domain/well.ts";
import { doseAxisComment, doseAxisLine } from "./dose-axis-text.ts";
import { type DrawnCell, doseKey, isOfDrawnArm, quantityText } from "./drawn-cell.ts";
import { requirementsOf } from "./drawn-requirements.ts";
import { pictureLines, requireLines } from "./layout-tail.ts";
import {
  type ArmAxis,
  type PlannedBlock,
  type PlannedSections,
  planSections,
} from "./plan-sections.ts";
import { inlineTable, keyLines, tomlKey, tomlText } from "./toml-text.ts";
import { formatWells, parseWells, wellsOf } from "./well-range.ts";

/**
 * The text of the layout file that means what is drawn: read again it gives the same wells and arms, bit by bit, and so
 * the same hash. What is contradictory in the drawing is written as it is, so that the checks can say so. Throws
 * LAYOUT_INVALID for a concentration that is none.
 */
export function writeLayout(drawing: DrawnLayout): string {
  const plan = planSections(drawing);
  const parts = [
    commentLines(drawing.comment),
    headLines(drawing),
    waiverLines(drawing),
    solventLines(drawing),
    ...plan.doseAxes.map((axis) => [
      `# ${doseAxisComment(axis.doses, axis.kind === "prednisolone" ? "ug/mL" : "uM")}`,
      `[axis.${axis.name}]`,
      ...keyLines([
        ...(axis.kind === "dilution" ? [{ key: "of", value: '"arm"' }] : []),
        ...(axis.kind === "prednisolone" && axis.name !== "prednisolone"
          ? [{ key: "compound", value: '"prednisolone"' }]
          : []),
        doseAxisLine(axis.doses),
      ]),
    ]),
    ...plan.armAxes.map((axis) => armAxisLines(axis, drawing.arms, plan)),
    ...plan.blocks.map(blockLines),
    ...restSections(plan, drawing),
    ...plainSections(drawing),
    requireLines(drawing.require ?? requirementsOf(drawing)),
  ];
  const text = `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
  return `${text}${pictureLines(text)}`;
}

function commentLines(comment: string): string[] {
  const lines = comment.trim().split(/\r?\n/u);
  return comment.trim() === "" ? [] : lines.map((line) => `# ${line}`.trimEnd());
}

function headLines({ id, revision, title }: DrawnLayout): string[] {
  return keyLines([
    { key: "schema", value: '"plate-layout/1"' },
    { key: "id", value: tomlText(id) },
    { key: "revision", value: String(revision) },
    { key: "plate", value: "96" },
    { key: "title", value: tomlText(title) },
  ]);
}

function waiverLines({ waive }: DrawnLayout): string[] {
  if (waive.length === 0) return [];
  const entries = waive.map(
    ({ check, reason }) =>
      `  ${inlineTable([
        { key: "check", value: tomlText(check) },
        { key: "reason", value: tomlText(reason) },
      ])},`,
  );
  return ["waive = [", ...entries, "]"];
}

function solventLines({ solvents }: DrawnLayout): string[] {
  if (solvents.length === 0) return [];
  const rows = solvents.map(({ name, max }) => ({
    key: tomlKey(name),
    value: inlineTable([{ key: "max", value: tomlText(quantityText(max)) }]),
  }));
  return ["[solvent]", ...keyLines(rows)];
}

function armAxisLines(axis: ArmAxis, arms: readonly DrawnArm[], plan: PlannedSections): string[] {
  const defined = axis.arms.flatMap((id) => arms.find((arm) => arm.id === id) ?? []);
  const solvents = new Set(defined.map((arm) => arm.solvent));
  const [shared = null] = solvents.size === 1 ? solvents : [];
  const entries = defined.map((arm) => `  ${armText(arm, shared, plan)},`);
  return [
    `[axis.${axis.name}]`,
    ...(shared === null ? [] : [`solvent = ${tomlText(shared)}`]),
    "arms = [",
    ...entries,
    "]",
  ];
}

function armText(arm: DrawnArm, sharedSolvent: string | null, plan: PlannedSections): string {
  const matches = plan.matched.get(arm.id);
  const name = arm.vehicle ? "vehicle" : arm.compound;
  const isSlot = /^D[1-9]\d?$/.test(arm.compound ?? "");
  return inlineTable([
    ...(arm.id === name && !arm.vehicle ? [] : [{ key: "id", value: tomlText(arm.id) }]),
    ...(arm.vehicle ? [{ key: "vehicle", value: "true" }] : []),
    ...(matches === undefined ? [] : [{ key: "matches", value: tomlText(matches) }]),
    ...(arm.vehicle || arm.compound === null
      ? []
      : [{ key: isSlot ? "slot" : "compound", value: tomlText(arm.compound) }]),
    ...(arm.concentration === null
      ? []
      : [{ key: "concentration", value: tomlText(quantityText(arm.concentration)) }]),
    ...(arm.solvent === null || arm.solvent === sharedSolvent
      ? []
      : [{ key: "solvent", value: tomlText(arm.solvent) }]),
  ]);
}

function blockLines(block: PlannedBlock): string[] {
  const text = (key: string, value: string | null) =>
    value === null ? [] : [{ key, value: tomlText(value) }];
  const dose = block.prednisolone;
  return [
    "[[block]]",
    ...keyLines([
      ...text("patient", block.patient),
      ...text("arm", block.arm),
      ...text("prednisolone", dose === null ? null : formatQuantity(dose.quantity)),
      ...(block.replicate === 1 ? [] : [{ key: "replicate", value: String(block.replicate) }]),
      { key: "at", value: textList(block.at) },
      ...text("rows", block.rows),
      ...text("cols", block.cols),
      ...(block.turned === "turn" ? [{ key: "turn", value: "180" }] : []),
      ...(block.turned === null || block.turned === "turn" ? [] : text("mirror", block.turned)),
    ]),
  ];
}

/** Wells of arms outside the blocks: one section for each treatment whose replicates follow each other. */
function restSections(plan: PlannedSections, drawing: DrawnLayout): string[][] {
  const vehicles = new Set(drawing.arms.filter((arm) => arm.vehicle).map((arm) => arm.id));
  const hasSeries =
    plan.doseAxes.some((axis) => axis.kind === "prednisolone") ||
    plan.blocks.some((block) => block.prednisolone !== null);
  return runsOf(plan.rest).map((run) => {
    const { arm, patient, dose, inhibitor, replicate } = run.first;
    const isVehicle = vehicles.has(arm) && (dose === null ? !hasSeries : dose.amount === 0);
    return wellsLines({
      role: isVehicle ? "vehicle" : "treated",
      patient,
      arm,
      prednisolone: dose === null ? null : formatQuantity(dose.quantity),
      inhibitor: inhibitor === null ? null : formatQuantity(inhibitor.quantity),
      replicate: replicate === 1 ? null : replicate,
      at: orderedWells(run.wells),
    });
  });
}

function runsOf(cells: readonly DrawnCell[]): { first: DrawnCell; wells: WellName[] }[] {
  const runs = new Map<string, { first: DrawnCell; wells: WellName[] }[]>();
  for (const cell of cells.toSorted((a, b) => a.replicate - b.replicate)) {
    const { patient, arm, dose, inhibitor } = cell;
    const key = JSON.stringify([
      patient,
      arm,
      dose && doseKey(dose),
      inhibitor && doseKey(inhibitor),
    ]);
    const known = runs.get(key) ?? [];
    const open = known.find((run) => run.first.replicate + run.wells.length === cell.replicate);
    if (open) open.wells.push(cell.well);
    else known.push({ first: cell, wells: [cell.well] });
    runs.set(key, known);
  }
  return [...runs.values()]
    .flat()
    .toSorted((a, b) => wellIndex(a.first.well) - wellIndex(b.first.well));
}

/** Everything that is not written by its arm, and what nobody drew as unused. */
function plainSections(drawing: DrawnLayout): string[][] {
  const known = new Set(drawing.arms.map((arm) => arm.id));
  const byArm = (well: DrawnWell) => isOfDrawnArm(well) && known.has(well.arm ?? "");
  const plain = drawing.wells.filter((well) => !byArm(well));
  const named = new Set(drawing.wells.map((well) => well.well));
  const groups = new Map<string, { first: DrawnWell; wells: WellName[] }>();
  const unnamed = ALL_WELLS.filter((well) => !named.has(well)).map(unusedWell);
  for (const well of [...plain, ...unnamed]) {
    const { role, patientSlot, arm, prednisolone, inhibitor } = well;
    const key = JSON.stringify([role, patientSlot, arm, prednisolone, inhibitor]);
    const group = groups.get(key);
    if (group) group.wells.push(well.well);
    else groups.set(key, { first: well, wells: [well.well] });
  }
  const sorted = [...groups.values()].sort(
    (a, b) => SECTION_ORDER.indexOf(a.first.role) - SECTION_ORDER.indexOf(b.first.role),
  );
  return sorted.map(({ first, wells }) =>
    wellsLines({
      role: first.role,
      patient: first.patientSlot,
      arm: first.arm,
      prednisolone: first.prednisolone,
      inhibitor: first.inhibitor,
      replicate: null,
      at: formatWells(wells).split(", "),
    }),
  );
}

const SECTION_ORDER: readonly Role[] = [
  "treated",
  "vehicle",
  "untreated",
  "kill",
  "reference",
  "blank",
  "edge",
  "unused",
];

const ROLE_COMMENTS: Readonly<Partial<Record<Role, string>>> = {
  untreated: "cells, no compound, no solvent",
  blank: "medium and MTT, no cells",
  kill: "cells killed on purpose",
  reference: "a standard of known absorbance",
  edge: "liquid against drying out, not used",
  unused: "nothing that is meant",
};

function unusedWell(well: WellName): DrawnWell {
  const nothing = { arm: null, prednisolone: null, inhibitor: null };
  return { well, role: "unused", replicate: null, patientSlot: null, ...nothing };
}

function wellsLines(section: {
  readonly role: Role;
  readonly patient: string | null;
  readonly arm: string | null;
  readonly prednisolone: string | null;
  readonly inhibitor: string | null;
  readonly replicate: number | null;
  readonly at: readonly string[];
}): string[] {
  const comment = ROLE_COMMENTS[section.role];
  const role = tomlText(section.role);
  const text = (key: string, value: string | null) =>
    value === null ? [] : [{ key, value: tomlText(value) }];
  return [
    "[[wells]]",
    ...keyLines([
      { key: "role", value: comment === undefined ? role : `${role.padEnd(20)} # ${comment}` },
      ...text("patient", section.patient),
      ...text("arm", section.arm),
      ...text("prednisolone", section.prednisolone),
      ...text("inhibitor", section.inhibitor),
      ...(section.replicate === null
        ? []
        : [{ key: "replicate", value: String(section.replicate) }]),
      { key: "at", value: textList(section.at) },
    ]),
  ];
}

/** Wells in this very order, as few texts as keep it. */
function orderedWells(wells: readonly WellName[]): string[] {
  const short = formatWells(wells).split(", ");
  const again = short.flatMap((text) => {
    const read = parseWells(text);
    return read.ok ? read.grids.flatMap(wellsOf) : [];
  });
  return again.join() === wells.join() ? short : [...wells];
}

function textList(texts: readonly string[]): string {
  const [only] = texts;
  if (texts.length === 1 && only !== undefined) return tomlText(only);
  return `[${texts.map(tomlText).join(", ")}]`;
}
