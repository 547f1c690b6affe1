/** Blocks and their lines by what they hold: raw reads, and what a vendor's program calculated from them. */
import type { ExportProfile } from "../../../src/instrument/exports/export-profile.ts";
import type { BlockLine, PlateBlock } from "./plate-block.ts";
import { duplicatePlate } from "./refuse.ts";
import { matchesAny } from "./signature.ts";
import { wavelengthOf } from "./wavelength.ts";

export interface Quantity {
  /** As the file writes it first; null when it writes none. */
  readonly label: string | null;
  readonly wavelengthNm: number | null;
  readonly block: PlateBlock;
  readonly lines: readonly BlockLine[];
}

/**
 * The lines of a block by their labels, in the order in which these appear. Lines without a label take the block's
 * title; further ones of the same plate row count up, so that each quantity has one line a row at most.
 */
export function quantitiesOf(block: PlateBlock, title: string | null): readonly Quantity[] {
  const found = new Map<string, { label: string | null; lines: BlockLine[] }>();
  const isLabelled = hasLabels(block);
  let plateRow = -1;
  let inRow = 0;
  for (const line of block.lines) {
    inRow = line.plateRow === plateRow ? inRow + 1 : 0;
    plateRow = line.plateRow;
    const own = isLabelled ? line.label : null;
    const label = own ?? title;
    const key = own === null ? `#${inRow}` : `:${keyOf(own)}`;
    const group = found.get(key) ?? { label, lines: [] };
    if (group.lines.some((other) => other.plateRow === plateRow))
      throw duplicatePlate(label ?? "without a name");
    group.lines.push(line);
    found.set(key, group);
  }
  return [...found.values()].map(({ label, lines }) => ({
    label,
    wavelengthNm: wavelengthOf(label),
    block,
    lines,
  }));
}

/** True when the texts right of the lines are labels: each of them stands in every row of the plate. */
export function hasLabels({ lines }: PlateBlock): boolean {
  const rows = new Set(lines.map(({ plateRow }) => plateRow));
  const byLabel = new Map<string, Set<number>>();
  for (const { label, plateRow } of lines) {
    if (label === null) continue;
    const key = keyOf(label);
    byLabel.set(key, (byLabel.get(key) ?? new Set()).add(plateRow));
  }
  return byLabel.size > 0 && [...byLabel.values()].every((own) => own.size === rows.size);
}

/** Labels that differ only in blanks and case are one: programs and people put blanks in. */
export function keyOf(label: string): string {
  return label.replace(/\s+/g, "").toLowerCase();
}

/** Units in brackets, which elsewhere hold what a value was calculated from. */
const UNIT = /\s*\[(?:OD|AU|A|Abs|nm)\]/gi;

/** True for the title of a block that the vendor's program calculated. */
export function isCalculated(label: string | null, profile: ExportProfile): boolean {
  return label !== null && matchesAny(label.replace(UNIT, ""), profile.calculated);
}
