/** Finds the dose series in a drawing: wells of one arm in a line, and lines side by side that make a block. */

import { wellAt } from "../domain/well.ts";
import { type DrawnCell, doseKey, type WrittenDose } from "./drawn-cell.ts";
import { parseWells, wellsOf } from "./well-range.ts";

/** Doses run down the rows, or along the columns. */
export type Direction = "down" | "along";

/** Wells in rows and columns with doses in one direction and arms in the other, all of one replicate and patient. */
export interface DoseBlock {
  readonly direction: Direction;
  readonly kind: "prednisolone" | "dilution";
  readonly patient: string | null;
  readonly replicate: number;
  /** In the order down or along the plate. */
  readonly doses: readonly WrittenDose[];
  readonly arms: readonly string[];
  /** Prednisolone of all wells of a dilution; null for none, and for a prednisolone series. */
  readonly constant: WrittenDose | null;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly cells: readonly DrawnCell[];
}

/**
 * The blocks that the cells can be written as, and the cells that are left. A line has two doses or more, an even
 * step between its wells, and either a prednisolone series without own inhibitor levels or a dilution at one
 * prednisolone dose.
 */
export function findDoseBlocks(cells: readonly DrawnCell[]): {
  blocks: DoseBlock[];
  rest: DrawnCell[];
} {
  const lines = groupsBy(cells, ({ patient, replicate, arm, inhibitor, dose }) => [
    patient,
    replicate,
    arm,
    inhibitor === null ? "series" : `dilution ${dose === null ? "" : doseKey(dose)}`,
    inhibitor === null && dose === null,
  ]).flatMap((group) => lineOf(group) ?? []);
  const blocks = groupsBy(lines, (line) => [
    line.direction,
    line.kind,
    line.patient,
    line.replicate,
    line.doses.map(doseKey),
    line.constant === null ? null : doseKey(line.constant),
    line.direction === "down" ? line.rows : line.columns,
  ]).flatMap(joinLines);
  const placed = new Set(blocks.flatMap((block) => block.cells.map((cell) => cell.well)));
  return { blocks, rest: cells.filter((cell) => !placed.has(cell.well)) };
}

/** Cuts a block into its arms. */
export function splitByArm(block: DoseBlock): DoseBlock[] {
  return block.arms.map((_, index) => sliceLines(block, index, index + 1));
}

/** As `at` of a file writes it: `B2:D10`, or `A2,A4,...,H10` where rows or columns are left out. */
export function gridText({ rows, columns }: Pick<DoseBlock, "rows" | "columns">): string {
  const first = wellAt(rows[0] ?? 0, columns[0] ?? 0);
  const last = wellAt(rows.at(-1) ?? 0, columns.at(-1) ?? 0);
  if (first === last) return first;
  const rowStep = stepOf(rows) ?? 1;
  const columnStep = stepOf(columns) ?? 1;
  if (rowStep === 1 && columnStep === 1) return `${first}:${last}`;
  const next = wellAt(
    (rows[0] ?? 0) + (rowStep > 1 ? rowStep : 0),
    (columns[0] ?? 0) + (columnStep > 1 ? columnStep : 0),
  );
  return `${first},${next},...,${last}`;
}

/** True when the text means exactly these rows and columns, in this order. */
function isOneGrid(grid: Pick<DoseBlock, "rows" | "columns">): boolean {
  const read = parseWells(gridText(grid));
  const wanted = wellsOf(grid).join();
  return read.ok && read.grids.flatMap(wellsOf).join() === wanted;
}

function lineOf(cells: readonly DrawnCell[]): DoseBlock | null {
  const [first] = cells;
  if (first === undefined || cells.length < 2) return null;
  const kind = first.inhibitor === null ? "prednisolone" : "dilution";
  const rows = distinct(cells.map((cell) => cell.row));
  const columns = distinct(cells.map((cell) => cell.column));
  if (rows.length > 1 === columns.length > 1) return null;
  const doses = cells.map((cell) => (kind === "dilution" ? cell.inhibitor : cell.dose));
  const known = doses.filter((dose) => dose !== null);
  const distinctDoses = new Set(known.map(doseKey));
  if (known.length < cells.length || distinctDoses.size < 2 || !isOneGrid({ rows, columns })) {
    return null;
  }
  return {
    direction: rows.length > 1 ? "down" : "along",
    kind,
    patient: first.patient,
    replicate: first.replicate,
    doses: known,
    arms: [first.arm],
    constant: kind === "dilution" ? first.dose : null,
    rows,
    columns,
    cells,
  };
}

/** Lines with the same doses at the same places: as few blocks as even steps between them allow. */
function joinLines(lines: readonly DoseBlock[]): DoseBlock[] {
  const sorted = lines.toSorted((a, b) => placeAcross(a) - placeAcross(b));
  const blocks: DoseBlock[] = [];
  let open: DoseBlock[] = [];
  for (const line of sorted) {
    const wider = [...open, line];
    if (open.length > 0 && !canJoin(wider)) {
      blocks.push(joined(open));
      open = [line];
    } else open = wider;
  }
  if (open.length > 0) blocks.push(joined(open));
  return blocks;
}

function canJoin(lines: readonly DoseBlock[]): boolean {
  const arms = lines.flatMap((line) => line.arms);
  return new Set(arms).size === arms.length && isOneGrid(joined(lines));
}

function joined(lines: readonly DoseBlock[]): DoseBlock {
  const [first] = lines;
  if (first === undefined) throw new Error("no line to join");
  return {
    ...first,
    arms: lines.flatMap((line) => line.arms),
    rows: distinct(lines.flatMap((line) => line.rows)),
    columns: distinct(lines.flatMap((line) => line.columns)),
    cells: lines.flatMap((line) => line.cells),
  };
}

function sliceLines(block: DoseBlock, from: number, to: number): DoseBlock {
  const arms = block.arms.slice(from, to);
  const cells = block.cells.filter((cell) => arms.includes(cell.arm));
  const across = (places: readonly number[]) => places.slice(from, to);
  return {
    ...block,
    arms,
    cells,
    rows: block.direction === "down" ? block.rows : across(block.rows),
    columns: block.direction === "down" ? across(block.columns) : block.columns,
  };
}

function placeAcross(line: DoseBlock): number {
  return (line.direction === "down" ? line.columns[0] : line.rows[0]) ?? 0;
}

function stepOf(places: readonly number[]): number | null {
  const [first, second] = places;
  return first === undefined || second === undefined ? null : second - first;
}

function distinct(places: readonly number[]): number[] {
  return [...new Set(places)].sort((a, b) => a - b);
}

function groupsBy<Item>(items: readonly Item[], keyOf: (item: Item) => unknown): Item[][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return [...groups.values()];
}
