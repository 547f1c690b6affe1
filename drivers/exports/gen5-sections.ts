/** The plates of a Gen5 text: which lines are one plate's, and which of its results are reads. */
import { parseWellName, wellPosition } from "../../src/domain/well.ts";
import type { CellTable } from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { findWellLists, type ListColumn, type WellList } from "./list-columns.ts";
import { blockOfList } from "./parts/block-of-list.ts";
import { findGrids } from "./parts/find-blocks.ts";
import { type HeadPair, headPairs } from "./parts/head-pairs.ts";
import { cellText, type PlateBlock } from "./parts/plate-block.ts";
import { checkBlock, hasContent } from "./parts/plate-reads.ts";
import { hasLabels, isCalculated, keyOf, type Quantity, quantitiesOf } from "./parts/quantities.ts";
import {
  duplicatePlate,
  noResults,
  notAbsorbance,
  placeOf,
  reducedOnly,
  truncatedGrid,
} from "./parts/refuse.ts";
import { wavelengthsIn } from "./parts/wavelength.ts";

/** `step:450`, `450`, `450 nm`, and the two that measure the path length, `step:977 [Test]`: what Gen5 calls a read. Everything else in its results is calculated. */
const RAW_LABEL = /^(?:.*:)?\s*\d{3,4}\s*(?:nm)?(?:\s*\[(?:Test|Ref)\])?$/i;

export interface Section {
  readonly table: CellTable;
  readonly pairs: readonly HeadPair[];
  readonly raw: readonly Quantity[];
  readonly vendorResults: readonly string[];
}

/** A column of a list that statistics or a well table may have beside what they repeat. */
export function isRawColumn({ label }: ListColumn): boolean {
  return label !== null && RAW_LABEL.test(label);
}

/**
 * The plates of a table, in their order: one begins where its head begins, and a table without a head is one if it has
 * results. Throws ExportRefused for what Gen5 did not write so.
 */
export function sectionsOf(table: CellTable, profile: ExportProfile): readonly Section[] {
  const starts = plateStarts(table);
  const grids = findGrids(table);
  const lists = grids.some((block) => !isLayout(block))
    ? []
    : findWellLists(table, profile, new Set());
  return starts.flatMap((start, index) => {
    const end = starts[index + 1] ?? table.rows.length;
    const own = grids.filter((block) => block.top >= start && block.top < end);
    const listed = lists.filter(
      ({ rows }) => (rows[0]?.row ?? 0) >= start && (rows[0]?.row ?? 0) < end,
    );
    if (own.length + listed.length === 0 && starts.length === 1 && table.name !== null) return [];
    return [sectionOf(table, start, end, own, listed, profile)];
  });
}

function plateStarts(table: CellTable): readonly number[] {
  const pairs = headPairs(table, 0, table.rows.length);
  const rowsOf = (key: string) =>
    pairs
      .filter((pair) => pair.key.replace(/:$/, "").toLowerCase() === key)
      .map((pair) => pair.row);
  const programs = rowsOf("software version");
  const plates = rowsOf("plate number");
  const starts = plates.length > programs.length ? plates : programs;
  return [0, ...starts.slice(1)];
}

function sectionOf(
  table: CellTable,
  start: number,
  end: number,
  grids: readonly PlateBlock[],
  lists: readonly WellList[],
  profile: ExportProfile,
): Section {
  const pairs = headPairs(table, start, end);
  const words = pairs.map(({ key, value }) => `${key} ${value}`).join("\n");
  if (/(?:fluorescence|luminescence)\s+endpoint/i.test(words) && !/absorbance/i.test(words)) {
    throw notAbsorbance("Gen5 measured no absorbance", placeOf(table.name, start));
  }
  const quantities = [
    ...grids.filter((block) => !isLayout(block)).flatMap((block) => labelledQuantities(block)),
    ...lists.flatMap((list) => list.numeric.map((column) => listedQuantity(list, column))),
  ];
  const kinds = quantities.map((quantity) => ({
    quantity,
    calculated: isDerived(quantity, profile),
  }));
  const raw = kinds.filter((one) => !one.calculated).map((one) => one.quantity);
  const vendorResults = kinds.flatMap((one) => (one.calculated ? (one.quantity.label ?? []) : []));
  requireRaw(raw, vendorResults, grids, placeOf(table.name, start));
  const whole = !/\bRead\b/.test(words) || /full plate/i.test(words);
  for (const { block } of raw) checkBlock(block, whole && block.form === "grid");
  requireArea(raw, words, placeOf(table.name, start));
  return {
    table,
    pairs,
    raw: withWavelengths(raw, words),
    vendorResults: [...new Set(vendorResults)],
  };
}

/** Gen5 labels every line or none; a label that lacks in a row means that a line was cut or a cell lost. */
function labelledQuantities(block: PlateBlock): readonly Quantity[] {
  const odd = block.lines.find(({ label }) => label === null);
  const some = block.lines.some(({ label }) => label !== null);
  if (some && (odd !== undefined || !hasLabels(block))) {
    throw truncatedGrid(
      "A line of the results lacks, or lacks its label",
      placeOf(block.table.name, odd?.tableRow ?? block.bottom),
    );
  }
  return quantitiesOf(block, titleOf(block));
}

function listedQuantity(list: WellList, column: ListColumn): Quantity {
  const block = blockOfList(list, column);
  return {
    label: column.label ?? "",
    wavelengthNm: column.wavelengthNm,
    block,
    lines: block.lines,
  };
}

function requireRaw(
  raw: readonly Quantity[],
  vendorResults: readonly string[],
  grids: readonly PlateBlock[],
  where: string,
): void {
  if (raw.some(({ lines }) => hasContent(lines))) {
    const keys = raw.map(({ label }) => keyOf(label ?? ""));
    const twice = keys.find((key, index) => keys.indexOf(key) !== index);
    if (twice !== undefined)
      throw duplicatePlate(raw.find(({ label }) => keyOf(label ?? "") === twice)?.label ?? "");
    return;
  }
  const first = vendorResults[0];
  if (first !== undefined) throw reducedOnly(vendorResults.join(", "));
  throw noResults(
    grids.length > 0
      ? `Gen5 wrote a plate without results (${where})`
      : `There are no results (${where})`,
  );
}

/** The corners of the area that the procedure states must be there. */
function requireArea(raw: readonly Quantity[], words: string, where: string): void {
  const [, from, to] =
    /^\s*(?:wells?:?\s*)?([A-H]\d{1,2})\s*(?:\.\.\.?|-|:|to)\s*([A-H]\d{1,2})\s*$/im.exec(words) ??
    [];
  for (const corner of [from, to]) {
    const well = parseWellName(corner ?? "");
    if (well === null) continue;
    const { row, column } = wellPosition(well);
    const lacks = raw.find(({ block, lines }) => {
      const at = block.plateColumns.indexOf(column);
      return !lines.some((line) => line.plateRow === row && line.cells[at]?.cell !== undefined);
    });
    if (lacks !== undefined)
      throw truncatedGrid(`The procedure read up to ${well}, which is not in the results`, where);
  }
}

/** The layout that may stand before the results: its title says so, or the labels of its lines. */
function isLayout(block: PlateBlock): boolean {
  const title = titleOf(block);
  const labels = block.lines.map((line) => line.label ?? "");
  return (
    title?.toLowerCase() === "layout" ||
    labels.some((label) => /^(?:well id|conc\/dil)/i.test(label))
  );
}

/** The text above the header; `Results` is no title. */
function titleOf(block: PlateBlock): string | null {
  for (let row = block.top - 1; row >= Math.max(0, block.top - 2); row -= 1) {
    const text = (block.table.rows[row] ?? []).map((_, column) =>
      cellText(block.table, row, column),
    );
    const filled = text.filter((one) => one !== "");
    if (filled.length > 1) return null;
    const [title] = filled;
    if (title !== undefined) return /^results$/i.test(title) ? null : title;
  }
  return null;
}

function isDerived({ label }: Quantity, profile: ExportProfile): boolean {
  return label !== null && (isCalculated(label, profile) || !RAW_LABEL.test(label));
}

/** Reads without a wavelength in their label take those of the procedure, if there are as many. */
function withWavelengths(raw: readonly Quantity[], words: string): readonly Quantity[] {
  if (raw.every(({ wavelengthNm }) => wavelengthNm !== null)) return raw;
  const line = /wavelengths?:?\s*([\d,;\s]+)/i.exec(words)?.[1] ?? "";
  const stated = wavelengthsIn(line.replaceAll(",", " "));
  if (stated.length !== raw.length) return raw;
  return raw.map((quantity, index) => ({ ...quantity, wavelengthNm: stated[index] ?? null }));
}
