/** The results of SkanIt: on each sheet one step of the protocol, with grids below titles that say what they are. */
import type { CellTable } from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { findWellLists, type WellList } from "./list-columns.ts";
import { blockOfList } from "./parts/block-of-list.ts";
import { findGrids } from "./parts/find-blocks.ts";
import { cellText, type PlateBlock } from "./parts/plate-block.ts";
import { rowTexts } from "./parts/setting-lines.ts";
import { wavelengthOf } from "./parts/wavelength.ts";

export interface SkanitGrid {
  readonly table: CellTable;
  readonly block: PlateBlock;
  /** What the corner names: `Abs`, `Sample`, `Blank subtracted` … */
  readonly quantity: string;
  /** The step, e.g. `Absorbance 1`; null where the file does not say it. */
  readonly step: string | null;
  readonly plate: string | null;
  readonly wavelengthNm: number | null;
}

const FIRST_LINE =
  /^(measurement results|messergebnisse|résultats de (la )?mesure|resultados de medici[oó]n)$/i;
const WAVELENGTH = /^(wavelength|wellenlänge|longueur d.onde|longitud de onda|filter|filtre)\b/i;
/** Lines between titles that are neither a step nor a plate. */
const OTHER_LINE =
  /^(excitation|emission|autoloading|bandwidth|measurement time|integration|reading|cycle|sample)\b/i;

/**
 * Every grid of the table in its order, with the titles that stand above it in the column of its corner. A sheet of
 * results may have a list of wells instead: then each of its columns of numbers counts as a grid, its heading as corner.
 */
export function skanitGrids(table: CellTable, profile: ExportProfile): readonly SkanitGrid[] {
  const parts = partsOf(table, profile);
  const blocks = parts.map(({ block }) => block);
  const firstRow = rowOfFirstLine(table);
  const step =
    firstRow === null ? null : stepBelow(table, firstRow, blocks[0]?.top ?? table.rows.length);
  let plate: string | null = null;
  let wavelengthNm: number | null = null;
  let from = 0;
  const grids: SkanitGrid[] = [];
  for (const { block, inRows } of parts) {
    for (let row = from; row < block.top; row++) {
      wavelengthNm = wavelengthOfRow(table, row) ?? wavelengthNm;
      plate = plateOfRow(table, row, block, step) ?? plate;
    }
    grids.push({
      table,
      block,
      quantity: block.corner,
      step,
      plate: inRows?.plate ?? plate,
      wavelengthNm: wavelengthOf(block.corner) ?? inRows?.wavelengthNm ?? wavelengthNm,
    });
    from = block.form === "list" ? from : block.bottom + 1;
  }
  return grids;
}

interface Part {
  readonly block: PlateBlock;
  /** What a list says in each of its lines; null for a grid. */
  readonly inRows: { readonly plate: string | null; readonly wavelengthNm: number | null } | null;
}

function partsOf(table: CellTable, profile: ExportProfile): readonly Part[] {
  const grids = findGrids(table);
  if (grids.length > 0 || rowOfFirstLine(table) === null) {
    return grids.map((block) => ({ block, inRows: null }));
  }
  const tokens = new Set(profile.tokens.map(({ token }) => token.toLowerCase()));
  return findWellLists(table, profile, tokens).flatMap(partsOfList);
}

/** A list may hold several plates and wavelengths, each named in a column of its own. */
function partsOfList(list: WellList): readonly Part[] {
  const textAt = (row: number, column: number | null) =>
    column === null ? "" : cellText(list.table, row, column);
  const groups = new Map<string, (typeof list.rows)[number][]>();
  for (const one of list.rows) {
    const key = `${textAt(one.row, list.plateColumn)}\n${textAt(one.row, list.wavelengthColumn)}`;
    const group = groups.get(key) ?? [];
    group.push(one);
    groups.set(key, group);
  }
  return [...groups].flatMap(([key, rows]) => {
    const [plate = "", wavelength = ""] = key.split("\n");
    const inRows = {
      plate: plate === "" ? null : plate,
      wavelengthNm: wavelengthOf(wavelength),
    };
    return list.values.map((column) => ({ block: blockOfList({ ...list, rows }, column), inRows }));
  });
}

/** True when the table begins as SkanIt's results do. */
export function isSkanitResult(table: CellTable): boolean {
  return rowOfFirstLine(table) !== null;
}

/** The third line of a sheet of results: when the session was run, as the file writes it. */
export function skanitRunTime(table: CellTable): string | null {
  const row = rowOfFirstLine(table);
  const text = row === null ? "" : (rowTexts(table, row + 2)[0] ?? "");
  return /\d/.test(text) ? text : null;
}

function rowOfFirstLine(table: CellTable): number | null {
  const row = table.rows
    .slice(0, 10)
    .findIndex((_cells, index) => FIRST_LINE.test(rowTexts(table, index)[0] ?? ""));
  return row < 0 ? null : row;
}

/** The step stands below the file's name and the time, after a blank line; its name may be the user's own. */
function stepBelow(table: CellTable, firstRow: number, end: number): string | null {
  for (let row = firstRow + 3; row < end; row++) {
    const [text] = rowTexts(table, row);
    if (text !== undefined) return isStepName(text) ? text : null;
  }
  return null;
}

function isStepName(text: string): boolean {
  return !WAVELENGTH.test(text) && !OTHER_LINE.test(text);
}

function wavelengthOfRow(table: CellTable, row: number): number | null {
  const texts = rowTexts(table, row);
  return WAVELENGTH.test(texts[0] ?? "") ? wavelengthOf(texts.join(" ")) : null;
}

/** How many rows above a grid, or above the first well of a list, its plate's name may stand. */
const TITLE_DISTANCE = 4;

/** A text that stands alone right above a grid, or one that begins with the word plate. */
function plateOfRow(
  table: CellTable,
  row: number,
  block: PlateBlock,
  step: string | null,
): string | null {
  const texts = rowTexts(table, row);
  const text = block.form === "list" ? (texts[0] ?? "") : cellText(table, row, block.left);
  const isHeading = block.form === "list" && texts.length > 2;
  const isTitle = texts.length === 1 || (!isHeading && /^(plate|platte|plaque)\b/i.test(text));
  if (!isTitle || text === "" || block.top - row > TITLE_DISTANCE) return null;
  if (text === step || FIRST_LINE.test(text) || WAVELENGTH.test(text) || OTHER_LINE.test(text))
    return null;
  return text.includes(":") ? null : text;
}
