/** Lays one `[[block]]` on the plate: rows and columns of wells against the axes that run along them. */

import { type Turn, turnPlace } from "../domain/plate-turn.ts";
import type { WellName } from "../domain/well.ts";
import { wellAt } from "../domain/well.ts";
import type { ArmRegister } from "./arm-register.ts";
import { type CellContents, type Contents, fillWell } from "./fill-well.ts";
import type { BlockSection } from "./layout-schema.ts";
import type { Placement } from "./placement.ts";
import type { Path, Report } from "./problem.ts";
import { type Axis, axisLength } from "./resolve-axis.ts";
import type { WellGrid } from "./well-range.ts";

export interface BlockContext {
  readonly axes: ReadonlyMap<string, Axis>;
  readonly register: ArmRegister;
  readonly report: Report;
}

/**
 * The wells of a block, each grid of `at` one after the other. Both axes given: each grid is one replicate. A
 * direction without an axis counts replicates. `turn` and `mirror` turn the contents, not the place. Returns no
 * wells where an axis or a size is wrong; that has been reported.
 */
export function placeBlock(
  block: BlockSection,
  index: number,
  constants: Contents,
  context: BlockContext,
): Placement[] {
  const section: Path = ["block", index];
  const rowAxis = block.rows === undefined ? null : context.axes.get(block.rows);
  const columnAxis = block.cols === undefined ? null : context.axes.get(block.cols);
  if (rowAxis === undefined || columnAxis === undefined) return [];
  const perGrid = rowAxis && columnAxis ? 1 : null;
  let replicate = block.replicate ?? 1;
  const placements: Placement[] = [];
  block.at.forEach((grids, textIndex) => {
    const at: Path = [...section, "at", textIndex];
    for (const grid of grids) {
      if (!gridFits(grid, rowAxis, columnAxis, at, context.report)) continue;
      const lay = { block, grid, rowAxis, columnAxis, replicate, constants, section, at };
      placements.push(...layGrid(lay, context));
      replicate += perGrid ?? replicatesIn(grid, rowAxis, columnAxis);
    }
  });
  return placements;
}

interface Lay {
  readonly block: BlockSection;
  readonly grid: WellGrid;
  readonly rowAxis: Axis | null;
  readonly columnAxis: Axis | null;
  readonly replicate: number;
  readonly constants: Contents;
  readonly section: Path;
  readonly at: Path;
}

function layGrid(lay: Lay, context: BlockContext): Placement[] {
  const { grid, section, at } = lay;
  return grid.rows.flatMap((row, rowIndex) =>
    grid.columns.flatMap((column, columnIndex) => {
      const cell = contentsAt(lay, rowIndex, columnIndex);
      const well: WellName = wellAt(row, column);
      const filled = fillWell(cell, { section, well }, context.register, context.report);
      return filled ? [{ well, ...filled, section, at, replaces: lay.block.replaces }] : [];
    }),
  );
}

function contentsAt(lay: Lay, rowIndex: number, columnIndex: number): CellContents {
  const { grid, rowAxis, columnAxis, block } = lay;
  const turn = turnOf(block);
  const place = turn
    ? turnPlace(rowIndex, columnIndex, grid.rows.length, grid.columns.length, turn)
    : { row: rowIndex, column: columnIndex };
  const counted = countReplicate(rowIndex, columnIndex, grid, rowAxis, columnAxis);
  return {
    ...lay.constants,
    ...entryAt(rowAxis, place.row),
    ...entryAt(columnAxis, place.column),
    replicate: lay.replicate + counted,
    role: block.role,
    patientSlot: block.patient ?? null,
  };
}

function turnOf(block: BlockSection): Turn | null {
  if (block.turn === 180) return "turned-180";
  return block.mirror ? `mirrored-${block.mirror}` : null;
}

function entryAt(axis: Axis | null, index: number): Partial<Contents> {
  if (!axis) return {};
  if (axis.kind === "arms") {
    const arm = axis.arms[index];
    return arm ? { arm, armIsNamed: true } : {};
  }
  const level = axis.levels[index];
  if (!level) return {};
  if (axis.kind === "prednisolone") return { prednisolone: level, prednisoloneVaries: true };
  const dilution = { inhibitor: level, dilutionAxis: axis.name };
  return axis.of ? { ...dilution, arm: axis.of } : dilution;
}

function countReplicate(
  row: number,
  column: number,
  grid: WellGrid,
  rowAxis: Axis | null,
  columnAxis: Axis | null,
): number {
  if (rowAxis) return columnAxis ? 0 : column;
  return columnAxis ? row : row * grid.columns.length + column;
}

function replicatesIn(grid: WellGrid, rowAxis: Axis | null, columnAxis: Axis | null): number {
  return (rowAxis ? 1 : grid.rows.length) * (columnAxis ? 1 : grid.columns.length);
}

function gridFits(
  grid: WellGrid,
  rowAxis: Axis | null,
  columnAxis: Axis | null,
  at: Path,
  report: Report,
): boolean {
  const sides = [
    { axis: rowAxis, wells: grid.rows.length, word: "rows" },
    { axis: columnAxis, wells: grid.columns.length, word: "columns" },
  ];
  const wrong = sides.filter(({ axis, wells }) => axis !== null && axisLength(axis) !== wells);
  for (const { axis, wells, word } of wrong) {
    if (!axis) continue;
    report({
      severity: "error",
      check: "block-size",
      path: at,
      offset: 0,
      message: `these wells have ${wells} ${word}, but axis \`${axis.name}\` has ${axisLength(axis)} steps`,
      remedy: "Give the block as many rows and columns as its axes have doses or arms.",
    });
  }
  return wrong.length === 0;
}
