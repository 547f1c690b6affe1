/** Keys of wellmap's sections: `A1`, `A1,B2`, `A1-A6`, `A1,A3,...,A11`; rows as letters, columns as numbers. */

import {
  COLUMN_COUNT,
  parseWellName,
  ROW_COUNT,
  ROW_LETTERS,
  type WellName,
  wellAt,
  wellPosition,
} from "../domain/well.ts";
import { parseWells, wellsOf } from "./well-range.ts";

const ROWS: readonly string[] = ROW_LETTERS;

export type WellmapLevel = "expt" | "row" | "col" | "block" | "well";

/** Levels whose keys name places; `expt` has none. */
export const WELLMAP_LEVELS: readonly WellmapLevel[] = ["row", "col", "well"];

export type WellmapKey =
  | { readonly ok: true; readonly wells: readonly WellName[]; readonly size: number }
  | { readonly ok: false; readonly message: string; readonly remedy: string };

/** The wells that a key means. `block` is the size of a block, width times height (`4x2`); null for other sections. */
export function readWellmapKey(level: WellmapLevel, key: string, block: string | null): WellmapKey {
  if (level === "row") return lines(key, rowOf, "row", "A to H", (row) => ({ row, column: null }));
  if (level === "col") {
    return lines(key, columnOf, "column", "1 to 12", (column) => ({ row: null, column }));
  }
  const wells = wellsOfKey(key);
  if (wells === null) return refused(`“${key}” names no wells`, "Write A1, a list, or a range.");
  if (block === null) return { ok: true, wells, size: 1 };
  return blockWells(wells, block);
}

function wellsOfKey(key: string): WellName[] | null {
  const ranges = key.replaceAll(/([A-H]\d{1,2})\s*-\s*([A-H]\d{1,2})/giu, "$1:$2");
  const read = parseWells(ranges);
  return read.ok ? read.grids.flatMap(wellsOf) : null;
}

function blockWells(corners: readonly WellName[], block: string): WellmapKey {
  const size = /^(\d{1,2})x(\d{1,2})$/u.exec(block);
  const width = Number(size?.[1] ?? 0);
  const height = Number(size?.[2] ?? 0);
  if (width === 0 || height === 0) {
    return refused(`“${block}” is no size of a block`, "Write width x height, for example 4x2.");
  }
  const corner = corners.map(wellPosition);
  if (corner.some(({ row, column }) => row + height > ROW_COUNT || column + width > COLUMN_COUNT)) {
    return refused(
      `a block of ${block} does not fit on the plate here`,
      "Move it, or make it smaller.",
    );
  }
  const wells = corner.flatMap(({ row, column }) =>
    Array.from({ length: height * width }, (_, index) =>
      wellAt(row + Math.floor(index / width), column + (index % width)),
    ),
  );
  return { ok: true, wells, size: width * height };
}

function lines(
  key: string,
  indexOf: (text: string) => number | null,
  word: string,
  range: string,
  place: (index: number) => { row: number | null; column: number | null },
): WellmapKey {
  const indices = readIndices(key, indexOf);
  if (indices === null) return refused(`“${key}” is no ${word}`, `They are ${range}.`);
  const wells = indices.flatMap((index) => lineWells(place(index)));
  return { ok: true, wells, size: wells.length };
}

function lineWells({ row, column }: { row: number | null; column: number | null }): WellName[] {
  if (row !== null) return Array.from({ length: COLUMN_COUNT }, (_, index) => wellAt(row, index));
  return Array.from({ length: ROW_COUNT }, (_, index) => wellAt(index, column ?? 0));
}

/** `A`, `A,C`, `A-D`, `A,C,...,G`; null when any of it names nothing. */
function readIndices(key: string, indexOf: (text: string) => number | null): number[] | null {
  const parts = key.split(",").map((part) => part.trim());
  if (parts.length === 4 && parts[2] === "...") {
    const [first, second, last] = [parts[0], parts[1], parts[3]].map((part) => indexOf(part ?? ""));
    if (first == null || second == null || last == null || second <= first) return null;
    return (last - first) % (second - first) === 0 ? countUp(first, last, second - first) : null;
  }
  const indices = parts.map((part) => {
    const [from, to = from] = part.split("-").map((end) => indexOf(end.trim()));
    return from == null || to == null || to < from ? null : countUp(from, to, 1);
  });
  return indices.includes(null) ? null : indices.flatMap((one) => one ?? []);
}

function countUp(from: number, to: number, step: number): number[] {
  return Array.from(
    { length: Math.floor((to - from) / step) + 1 },
    (_, index) => from + index * step,
  );
}

function rowOf(text: string): number | null {
  const index = ROWS.indexOf(text.toUpperCase());
  return index < 0 ? null : index;
}

function columnOf(text: string): number | null {
  const well = parseWellName(`A${text}`);
  return well === null ? null : wellPosition(well).column;
}

function refused(message: string, remedy: string): WellmapKey {
  return { ok: false, message, remedy };
}
