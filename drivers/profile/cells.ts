/** From a line of a plate to its cells, and from a cell to a well's value. */
import { missing, type WellValue } from "../../src/domain/reading.ts";
import { COLUMN_COUNT, ROW_COUNT, ROW_LETTERS } from "../../src/domain/well.ts";
import type { Profile } from "./profile-schema.ts";

type Plate = Profile["plate"];

export interface CellLine {
  /** Which line of the block its label says it is, from 0; null without a label. */
  readonly index: number | null;
  readonly tokens: readonly string[];
}

/** Cells a line has. */
export function cellsPerLine(plate: Plate): number {
  const byColumns = plate.order === "column-major" || plate.order === "column-serpentine";
  return plate.cells_per_line ?? (byColumns ? ROW_COUNT : COLUMN_COUNT);
}

/** Takes a line apart; null unless the whole line is a label, if the profile has one, and the right number of cells. */
export function parseCellLine(plate: Plate, line: string): CellLine | null {
  const label = plate.label === undefined ? null : plate.label.find(line);
  if (plate.label !== undefined && label?.start !== 0) return null;
  const index = label === null ? null : labelIndex(label.groups);
  const cells = line.slice(label?.end ?? 0);
  const tokens = splitCells(plate, cells)?.map((token) => token.trim());
  if (tokens === undefined || tokens.length !== cellsPerLine(plate)) return null;
  if (plate.label?.groups.length && index === null) return null;
  return { index, tokens };
}

/** A row letter or number, or a column number, as an index; null for what names no line of a plate. */
function labelIndex(groups: Readonly<Record<string, string>>): number | null {
  if (groups.row !== undefined) return rowIndex(groups.row);
  return groups.column === undefined ? null : columnIndex(groups.column);
}

function rowIndex(text: string): number | null {
  const letters: readonly string[] = ROW_LETTERS;
  const index = /^\d/.test(text) ? Number(text) - 1 : letters.indexOf(text.toUpperCase());
  return index >= 0 && index < ROW_COUNT ? index : null;
}

function columnIndex(text: string): number | null {
  const index = Number(text) - 1;
  return index >= 0 && index < COLUMN_COUNT ? index : null;
}

function splitCells(plate: Plate, cells: string): string[] | null {
  if (plate.cell !== undefined) return coveringCells(plate.cell, cells);
  if (plate.cell_widths !== undefined) return fixedCells(plate.cell_widths, cells);
  if (plate.cell_width !== undefined) {
    const widths = Array.from({ length: cellsPerLine(plate) }, () => plate.cell_width ?? 0);
    return fixedCells(widths, cells);
  }
  const spaced = plate.sign_separates ? cells.replace(/([^\s,;eE])([+-])/g, "$1 $2") : cells;
  const separator = plate.separator ?? "blank";
  if (separator === "blank") return spaced.trim() === "" ? [] : spaced.trim().split(/\s+/);
  const tokens = spaced.split(separator);
  // A separator at the end of a line begins no further cell.
  if (tokens.at(-1)?.trim() === "") tokens.pop();
  return tokens;
}

function coveringCells(cell: NonNullable<Plate["cell"]>, text: string): string[] | null {
  const matches = cell.findAll(text);
  let at = 0;
  for (const match of matches) {
    if (match.start !== at) return null;
    at = match.end;
  }
  return at === text.length ? matches.map((match) => match.groups.value ?? match.text) : null;
}

function fixedCells(widths: readonly number[], text: string): string[] | null {
  const length = widths.reduce((sum, width) => sum + width, 0);
  if (text.trimEnd().length > length || text.length < length - 1) return null;
  let at = 0;
  return widths.map((width) => {
    at += width;
    return text.slice(at - width, at);
  });
}

/** Index 0…95 in reading order of the nth cell of a block. */
export function wellOfCell(order: Plate["order"], n: number): number {
  const row = Math.floor(n / COLUMN_COUNT);
  const column = Math.floor(n / ROW_COUNT);
  const inRow = n % COLUMN_COUNT;
  const inColumn = n % ROW_COUNT;
  switch (order) {
    case "row-serpentine":
      return row * COLUMN_COUNT + (row % 2 === 0 ? inRow : COLUMN_COUNT - 1 - inRow);
    case "column-major":
      return inColumn * COLUMN_COUNT + column;
    case "column-serpentine":
      return (column % 2 === 0 ? inColumn : ROW_COUNT - 1 - inColumn) * COLUMN_COUNT + column;
    default:
      return n;
  }
}

/** One well of a line that names it; `index` is null when it names none of a 96-well plate. */
export function parseTriplet(
  plate: Plate,
  line: string,
): {
  readonly index: number | null;
  readonly token: string;
  readonly filter: string | null;
} | null {
  const groups = plate.triplet?.find(line)?.groups;
  if (groups === undefined) return null;
  const row = rowIndex(groups.row ?? "");
  const column = columnIndex(groups.column ?? "");
  const index = row === null || column === null ? null : row * COLUMN_COUNT + column;
  return { index, token: (groups.value ?? "").trim(), filter: groups.filter ?? null };
}

/**
 * The value of a token, in AU. A token that the profile lists as a marker has that meaning; one that is no number is
 * not read, and null comes back beside it so that the caller can doubt the transfer. The token is always kept.
 */
export function parseToken(
  plate: Plate,
  token: string,
): { readonly value: WellValue; readonly isKnown: boolean } {
  const marker = plate.markers.find((one) => one.pattern.covers(token));
  if (marker !== undefined) return { value: missing(token, marker.means), isKnown: true };
  const absorbance = parseNumber(plate, token);
  if (absorbance === null || Math.abs(absorbance) > plate.highest_au) {
    return { value: missing(token, "not-read"), isKnown: false };
  }
  return { value: { absorbance, token }, isKnown: true };
}

function parseNumber(plate: Plate, token: string): number | null {
  if (plate.implied_decimals > 0) {
    return /^[+-]?\d{1,8}$/.test(token) ? Number(`${token}e-${plate.implied_decimals}`) : null;
  }
  const text = plate.decimal === "," ? token.replace(",", ".") : token;
  if (plate.decimal === "," && token.includes(".")) return null;
  return /^[+-]?(?:\d{1,6}(?:\.\d{0,9})?|\.\d{1,9})(?:e[+-]?\d{1,2})?$/i.test(text)
    ? Number(text)
    : null;
}
