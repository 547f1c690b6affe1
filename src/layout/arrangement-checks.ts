/** Is the plate arranged so that edge effects, gradients and a turned plate can be noticed? All are warnings. */

import { COLUMN_COUNT, ROW_COUNT, type WellName, wellPosition } from "../domain/well.ts";
import { fingerprint } from "./fingerprint.ts";
import type { LayoutCheck } from "./layout-check.ts";
import { conditionsOf, isOfArm, wellsWhere } from "./plate-groups.ts";
import { formatWells } from "./well-range.ts";

/** Wells on the rim dry out first. */
export const checkBorder: LayoutCheck = ({ wells }) => {
  const border = wellsWhere(wells, isOfArm).filter((well) => {
    const { row, column } = wellPosition(well);
    return row === 0 || row === ROW_COUNT - 1 || column === 0 || column === COLUMN_COUNT - 1;
  });
  if (border.length === 0) return [];
  return [
    {
      severity: "warning",
      check: "border",
      path: ["plate"],
      wells: border,
      message: `${border.length} treated or vehicle wells lie on the border: ${formatWells(border)}`,
      remedy:
        "Keep the border for blanks and liquid if the cells allow it, or waive `border` with the reason.",
    },
  ];
};

/** Replicates side by side share every local fault, so their agreement says little. */
export const checkAdjacent: LayoutCheck = (plate) => {
  const groups = conditionsOf(plate.wells).filter(
    (group) => new Set(group.map((well) => plate.wells[well].replicate)).size > 1,
  );
  const close = groups.filter(allTouch);
  if (close.length === 0 || close.length * 2 < groups.length) return [];
  const wells = close.flat();
  return [
    {
      severity: "warning",
      check: "adjacent",
      path: plate.sectionOf(wells[0] ?? "A1"),
      wells,
      message: `the replicates of ${close.length} of ${groups.length} treatments lie side by side`,
      remedy:
        "Put the second replicate elsewhere (`turn = 180` does it), or waive `adjacent` with the reason.",
    },
  ];
};

function allTouch(group: readonly WellName[]): boolean {
  return group.every((well, index) => {
    const next = group[index + 1];
    if (next === undefined) return true;
    const here = wellPosition(well);
    const there = wellPosition(next);
    return Math.abs(here.row - there.row) + Math.abs(here.column - there.column) === 1;
  });
}

/** Controls in one half of the plate cannot show a gradient towards the other. */
export const checkControlsSide: LayoutCheck = ({ wells }) => {
  const controls = wellsWhere(wells, (well) =>
    ["blank", "untreated", "vehicle"].includes(well.role),
  );
  if (controls.length < 2) return [];
  const columns = controls.map((well) => wellPosition(well).column);
  const rows = controls.map((well) => wellPosition(well).row);
  const side =
    halfOf(columns, COLUMN_COUNT, ["left", "right"]) ?? halfOf(rows, ROW_COUNT, ["upper", "lower"]);
  if (side === null) return [];
  return [
    {
      severity: "warning",
      check: "controls-side",
      path: ["plate"],
      wells: controls,
      message: `all controls lie in the ${side} half of the plate`,
      remedy: "Put controls on both sides, or waive `controls-side` with the reason.",
    },
  ];
};

function halfOf(
  places: readonly number[],
  size: number,
  names: readonly [string, string],
): string | null {
  if (places.every((place) => place < size / 2)) return names[0];
  return places.every((place) => place >= size / 2) ? names[1] : null;
}

export const checkOrientation: LayoutCheck = (plate) => {
  const turned = fingerprint(plate)["turned-180"];
  if (turned.cells > 0) return [];
  const harmless = turned.wells === 0;
  return [
    {
      severity: "warning",
      check: "orientation",
      path: ["plate"],
      message: harmless
        ? "the plate means the same turned by 180°, so a turn cannot be noticed (and does no harm)"
        : `turned by 180°, ${turned.wells} wells would mean something else, but wells with and without cells stand the same: the reading cannot show it`,
      remedy:
        "One more blank, not opposite another one, makes the turn visible; or waive `orientation` with the reason.",
    },
  ];
};
