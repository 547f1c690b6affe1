/** Which axes, blocks and lists of wells a drawing is written as. */

import type { DrawnLayout } from "../domain/drawn-layout.ts";
import { type DoseBlock, findDoseBlocks, gridText, splitByArm } from "./dose-lines.ts";
import { armCells, type DrawnCell, doseKey, type WrittenDose } from "./drawn-cell.ts";

export interface DoseAxis {
  readonly name: string;
  readonly kind: DoseBlock["kind"];
  readonly doses: readonly WrittenDose[];
}

export interface ArmAxis {
  readonly name: string;
  readonly arms: readonly string[];
}

export interface PlannedBlock {
  readonly patient: string | null;
  readonly replicate: number;
  /** One text a replicate. */
  readonly at: readonly string[];
  readonly rows: string | null;
  readonly cols: string | null;
  readonly arm: string | null;
  readonly prednisolone: WrittenDose | null;
  /** `turn = 180`, `mirror = "left-right"` … ; null for as the axes say. */
  readonly turned: "turn" | "left-right" | "top-bottom" | null;
}

export interface PlannedSections {
  readonly doseAxes: readonly DoseAxis[];
  readonly armAxes: readonly ArmAxis[];
  readonly blocks: readonly PlannedBlock[];
  /** Cells of arms that no block holds. */
  readonly rest: readonly DrawnCell[];
  /** Vehicle arms that stand along the dilution, with its name. */
  readonly matched: ReadonlyMap<string, string>;
}

/** Replicates that are not drawn are counted along rows or columns, whichever gives fewer sections. */
export function planSections(drawing: DrawnLayout): PlannedSections {
  const byColumns = planCounted(drawing, "columns");
  const byRows = planCounted(drawing, "rows");
  return sizeOf(byColumns) < sizeOf(byRows) ? byColumns : byRows;
}

function sizeOf({ blocks, rest, doseAxes }: PlannedSections): number {
  return blocks.length + rest.length + doseAxes.length;
}

function planCounted(drawing: DrawnLayout, order: "rows" | "columns"): PlannedSections {
  const found = findDoseBlocks(armCells(drawing, order));
  const { kept, dropped } = keepOneDilution(found.blocks);
  const armAxes = chooseArmAxes(kept);
  const pieces = kept.flatMap((block) =>
    fitsArmAxis(block, armAxes) ? [block] : splitByArm(block),
  );
  const doseAxes = chooseDoseAxes(pieces);
  const blocks = joinReplicates(
    pieces.toSorted(inPlateOrder).map((piece) => planBlock(piece, doseAxes, armAxes)),
  );
  return {
    doseAxes,
    armAxes: withOtherArms(armAxes, drawing),
    blocks,
    rest: [...found.rest, ...dropped],
    matched: matchedVehicles(pieces, doseAxes, drawing),
  };
}

/** A vehicle can follow one dilution only, so the largest is an axis and others are written well by well. */
function keepOneDilution(blocks: readonly DoseBlock[]): {
  kept: DoseBlock[];
  dropped: DrawnCell[];
} {
  const dilutions = blocks.filter((block) => block.kind === "dilution");
  const [largest] = dilutions.toSorted((a, b) => b.cells.length - a.cells.length);
  const fits = (block: DoseBlock) =>
    block.kind !== "dilution" ||
    (largest !== undefined && sameOrTurned(block.doses, largest.doses));
  return {
    kept: blocks.filter(fits),
    dropped: blocks.filter((block) => !fits(block)).flatMap((block) => block.cells),
  };
}

/** An arm is defined once, so arms axes share none; those with the most wells win. */
function chooseArmAxes(blocks: readonly DoseBlock[]): ArmAxis[] {
  const wells = new Map<string, { block: DoseBlock; count: number }>();
  for (const block of blocks.toSorted(inPlateOrder)) {
    const key = [block.arms.join("\n"), block.arms.toReversed().join("\n")].sort()[0] ?? "";
    const known = wells.get(key);
    wells.set(key, {
      block: known?.block ?? block,
      count: (known?.count ?? 0) + block.cells.length,
    });
  }
  const axes: ArmAxis[] = [];
  const taken = new Set<string>();
  for (const { block } of [...wells.values()].sort((a, b) => b.count - a.count)) {
    if (block.arms.length < 2 || block.arms.some((arm) => taken.has(arm))) continue;
    for (const arm of block.arms) taken.add(arm);
    axes.push({ name: axes.length === 0 ? "arm" : `arm_${axes.length + 1}`, arms: block.arms });
  }
  return axes;
}

function withOtherArms(axes: readonly ArmAxis[], drawing: DrawnLayout): ArmAxis[] {
  const taken = new Set(axes.flatMap((axis) => axis.arms));
  const others = drawing.arms.map((arm) => arm.id).filter((id) => !taken.has(id));
  if (others.length === 0) return [...axes];
  return [...axes, { name: axes.length === 0 ? "arm" : "other_arms", arms: others }];
}

function fitsArmAxis(block: DoseBlock, axes: readonly ArmAxis[]): boolean {
  return block.arms.length === 1 || armAxisOf(block, axes) !== null;
}

interface Found<Axis> {
  readonly axis: Axis;
  readonly reversed: boolean;
}

function armAxisOf(block: DoseBlock, axes: readonly ArmAxis[]): Found<ArmAxis> | null {
  return findTurned(axes, block.arms.join("\n"), block.arms.toReversed().join("\n"), (axis) =>
    axis.arms.join("\n"),
  );
}

function doseAxisOf(block: DoseBlock, axes: readonly DoseAxis[]): Found<DoseAxis> | null {
  const ofKind = axes.filter((axis) => axis.kind === block.kind);
  return findTurned(ofKind, keysOf(block.doses), keysOf(block.doses.toReversed()), (axis) =>
    keysOf(axis.doses),
  );
}

function findTurned<Axis>(
  axes: readonly Axis[],
  forward: string,
  backward: string,
  keyOf: (axis: Axis) => string,
): Found<Axis> | null {
  const straight = axes.find((axis) => keyOf(axis) === forward);
  if (straight !== undefined) return { axis: straight, reversed: false };
  const turned = axes.find((axis) => keyOf(axis) === backward);
  return turned === undefined ? null : { axis: turned, reversed: true };
}

function chooseDoseAxes(blocks: readonly DoseBlock[]): DoseAxis[] {
  const axes: DoseAxis[] = [];
  for (const block of blocks.toSorted(inPlateOrder)) {
    if (doseAxisOf(block, axes) !== null) continue;
    const before = axes.filter((axis) => axis.kind === block.kind).length;
    const name = before === 0 ? block.kind : `${block.kind}_${before + 1}`;
    axes.push({ name, kind: block.kind, doses: block.doses });
  }
  return axes;
}

function planBlock(
  block: DoseBlock,
  doseAxes: readonly DoseAxis[],
  armAxes: readonly ArmAxis[],
): PlannedBlock {
  const doses = doseAxisOf(block, doseAxes);
  const arms = block.arms.length === 1 ? null : armAxisOf(block, armAxes);
  const doseName = doses?.axis.name ?? null;
  const armName = arms?.axis.name ?? null;
  const down = block.direction === "down";
  const rowsTurned = (down ? doses?.reversed : arms?.reversed) ?? false;
  const colsTurned = (down ? arms?.reversed : doses?.reversed) ?? false;
  return {
    patient: block.patient,
    replicate: block.replicate,
    at: [gridText(block)],
    rows: down ? doseName : armName,
    cols: down ? armName : doseName,
    arm: block.arms.length === 1 ? (block.arms[0] ?? null) : null,
    prednisolone: block.constant,
    turned: turnedBy(rowsTurned, colsTurned),
  };
}

function turnedBy(rows: boolean, columns: boolean): PlannedBlock["turned"] {
  if (rows && columns) return "turn";
  if (rows) return "top-bottom";
  return columns ? "left-right" : null;
}

/** Neighbours that differ only in the next replicate become one block with one text more. */
function joinReplicates(blocks: readonly PlannedBlock[]): PlannedBlock[] {
  const joined: PlannedBlock[] = [];
  for (const block of blocks) {
    const last = joined.findIndex(
      (one) => sameButPlace(one, block) && one.replicate + one.at.length === block.replicate,
    );
    const known = joined[last];
    if (known === undefined) joined.push(block);
    else joined[last] = { ...known, at: [...known.at, ...block.at] };
  }
  return joined;
}

function sameButPlace(a: PlannedBlock, b: PlannedBlock): boolean {
  const key = ({ at: _at, replicate: _replicate, ...rest }: PlannedBlock) => JSON.stringify(rest);
  return key(a) === key(b);
}

function matchedVehicles(
  blocks: readonly DoseBlock[],
  axes: readonly DoseAxis[],
  drawing: DrawnLayout,
): Map<string, string> {
  const dilution = axes.find((axis) => axis.kind === "dilution");
  const diluted = new Set(
    blocks.filter((block) => block.kind === "dilution").flatMap((block) => block.arms),
  );
  if (dilution === undefined) return new Map();
  const vehicles = drawing.arms.filter((arm) => arm.vehicle && diluted.has(arm.id));
  return new Map(vehicles.map((arm) => [arm.id, dilution.name]));
}

function inPlateOrder(a: DoseBlock, b: DoseBlock): number {
  const patient = (a.patient ?? "").localeCompare(b.patient ?? "", "en", { numeric: true });
  if (patient !== 0) return patient;
  if (a.replicate !== b.replicate) return a.replicate - b.replicate;
  const place = ({ rows, columns }: DoseBlock) => (rows[0] ?? 0) * 12 + (columns[0] ?? 0);
  return place(a) - place(b);
}

function sameOrTurned(a: readonly WrittenDose[], b: readonly WrittenDose[]): boolean {
  return keysOf(a) === keysOf(b) || keysOf(a) === keysOf(b.toReversed());
}

function keysOf(doses: readonly WrittenDose[]): string {
  return doses.map(doseKey).join(" ");
}
