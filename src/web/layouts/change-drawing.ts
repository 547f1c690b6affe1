/** What drawing does to a layout; every function gives a new drawing and leaves the old one as it was. */
import type { DrawnArm, DrawnLayout, DrawnWell } from "../../domain/drawn-layout.ts";
import type { Role } from "../../domain/layout.ts";
import { ALL_WELLS, type WellName, wellAt, wellPosition } from "../../domain/well.ts";

export type DrawnField =
  | "role"
  | "arm"
  | "prednisolone"
  | "inhibitor"
  | "replicate"
  | "patientSlot";

const SLOT = "P1";
const OWN_CONTROLS: readonly Role[] = ["untreated", "kill", "reference"];

export const EMPTY_DRAWING: DrawnLayout = {
  id: "our-layout",
  revision: 1,
  title: "",
  comment: "",
  waive: [],
  solvents: [],
  arms: [],
  wells: [],
  require: null,
};

/** Every well between two corners. */
export function wellsBetween(from: WellName, to: WellName): readonly WellName[] {
  const [a, b] = [wellPosition(from), wellPosition(to)];
  const rows = [Math.min(a.row, b.row), Math.max(a.row, b.row)] as const;
  const columns = [Math.min(a.column, b.column), Math.max(a.column, b.column)] as const;
  return ALL_WELLS.filter((well) => {
    const { row, column } = wellPosition(well);
    return row >= rows[0] && row <= rows[1] && column >= columns[0] && column <= columns[1];
  });
}

export function drawnWell(drawing: DrawnLayout, well: WellName): DrawnWell | null {
  return drawing.wells.find((one) => one.well === well) ?? null;
}

function unused(well: WellName): DrawnWell {
  return {
    well,
    role: "unused",
    arm: null,
    prednisolone: null,
    inhibitor: null,
    replicate: null,
    patientSlot: null,
  };
}

/** Changes these wells one by one; those that end up unused are taken out. */
export function changeWells(
  drawing: DrawnLayout,
  wells: readonly WellName[],
  change: (well: DrawnWell) => DrawnWell,
): DrawnLayout {
  const changed = new Map<string, DrawnWell>(drawing.wells.map((one) => [one.well, one]));
  for (const well of wells) changed.set(well, change(changed.get(well) ?? unused(well)));
  const kept = ALL_WELLS.flatMap((well) => {
    const one = changed.get(well);
    return one === undefined || one.role === "unused" ? [] : [one];
  });
  return { ...drawing, wells: kept };
}

/** The well as it is with this role: controls with cells keep their patient slot, and nothing keeps an arm or a dose. */
export function asRole(well: DrawnWell, role: Role): DrawnWell {
  const cells = OWN_CONTROLS.includes(role) ? (well.patientSlot ?? SLOT) : null;
  return { ...unused(well.well), role, patientSlot: cells };
}

/** The well as one of this arm. */
export function asArm(well: DrawnWell, arm: string): DrawnWell {
  return { ...well, role: "treated", arm, patientSlot: well.patientSlot ?? SLOT };
}

/** One field of a well from what somebody typed or pasted; an empty text takes it out. */
export function withField(well: DrawnWell, field: DrawnField, text: string): DrawnWell {
  const value = text.trim();
  if (field === "role") return asRole(well, (value === "" ? "unused" : value) as Role);
  if (field === "arm") return value === "" ? { ...well, arm: null } : asArm(well, value);
  if (field === "replicate")
    return { ...well, replicate: /^\d+$/.test(value) ? Number(value) : null };
  return { ...well, [field]: value === "" ? null : value };
}

/** Rows of cells as a spreadsheet copies them. */
export function cellsOf(pasted: string): readonly (readonly string[])[] {
  const lines = pasted.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
  return lines.map((line) => line.split("\t"));
}

/** A pasted block, its first cell at that well; what would lie outside of the plate is counted. */
export function pasteBlock(
  drawing: DrawnLayout,
  at: WellName,
  field: DrawnField,
  cells: readonly (readonly string[])[],
): {
  readonly drawing: DrawnLayout;
  readonly wells: readonly WellName[];
  readonly outside: number;
} {
  const { row, column } = wellPosition(at);
  let changed = drawing;
  let outside = 0;
  const wells: WellName[] = [];
  for (const [down, line] of cells.entries()) {
    for (const [right, text] of line.entries()) {
      if (row + down > 7 || column + right > 11) {
        outside += 1;
        continue;
      }
      const well = wellAt(row + down, column + right);
      wells.push(well);
      changed = changeWells(changed, [well], (one) => withField(one, field, text));
    }
  }
  return { drawing: changed, wells, outside };
}

export interface SeriesFill {
  readonly field: "prednisolone" | "inhibitor";
  readonly doses: readonly string[];
  /** Which way the doses follow each other over the selection. */
  readonly along: "down" | "up" | "right" | "left";
}

/** Gives the rows or columns of a selection the doses of a series; more rows than doses stay as they are. */
export function fillSeries(
  drawing: DrawnLayout,
  wells: readonly WellName[],
  { field, doses, along }: SeriesFill,
): DrawnLayout {
  const places = wells.map(wellPosition);
  const line = along === "down" || along === "up" ? "row" : "column";
  const lines = [...new Set(places.map((place) => place[line]))].sort((a, b) => a - b);
  if (along === "up" || along === "left") lines.reverse();
  return changeWells(drawing, wells, (one) => {
    const dose = doses[lines.indexOf(wellPosition(one.well)[line])];
    return dose === undefined ? one : withField(one, field, dose);
  });
}

/** The doses of a series as texts with their unit: the top one, each further one divided by the factor, and zero. */
export function seriesDoses(series: {
  readonly top: number;
  readonly factor: number;
  readonly steps: number;
  readonly unit: string;
  readonly withZero: boolean;
}): readonly string[] {
  const { top, factor, steps, unit, withZero } = series;
  const doses = Array.from(
    { length: steps },
    (_, step) => `${decimal(top / factor ** step)} ${unit}`,
  );
  return withZero ? [...doses, `0 ${unit}`] : doses;
}

/** Without an exponent, so that a person reads it, and with every digit that counts. */
function decimal(value: number): string {
  return new Intl.NumberFormat("en", {
    useGrouping: false,
    maximumSignificantDigits: 17,
    maximumFractionDigits: 20,
    roundingPriority: "lessPrecision",
  }).format(Number(value.toPrecision(15)));
}

export function changeArm(drawing: DrawnLayout, index: number, arm: DrawnArm | null): DrawnLayout {
  const before = drawing.arms[index];
  const arms = drawing.arms.flatMap((one, at) =>
    at !== index ? [one] : arm === null ? [] : [arm],
  );
  const wells = drawing.wells.flatMap((well) => {
    if (before === undefined || well.arm !== before.id) return [well];
    return arm === null ? [] : [{ ...well, arm: arm.id }];
  });
  return { ...drawing, arms, wells };
}

export function addArm(drawing: DrawnLayout, arm: DrawnArm): DrawnLayout {
  return { ...drawing, arms: [...drawing.arms, arm] };
}
