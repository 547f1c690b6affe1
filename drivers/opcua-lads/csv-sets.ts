/** Absorbances in a plain CSV file: one line a well, or grids of eight lines with twelve values. */
import { parse } from "csv-parse/sync";
import { missing, type WellValue } from "../../src/domain/reading.ts";
import { ALL_WELLS, parseWellName, ROW_LETTERS, wellIndex } from "../../src/domain/well.ts";
import { ReaderFault } from "../../src/instrument/contract.ts";
import type { LadsOptions } from "./options.ts";
import type { ValueSet } from "./value-sets.ts";
import { factorToAu, wellValue } from "./well-value.ts";

type Row = readonly string[];

/** Empty when the text has neither form. */
export function csvSets(text: string, options: LadsOptions): ValueSet[] {
  const rows = rowsOf(text);
  const lists = listSets(rows, options);
  return lists.length > 0 ? lists : gridSets(rows, options);
}

/** Cells without quotes; with a semicolon between cells a comma is a decimal sign. */
function rowsOf(text: string): Row[] {
  const counts = [";", "\t", ","].map((sign) => [sign, text.split(sign).length] as const);
  const most = Math.max(...counts.map(([, count]) => count));
  const delimiter = counts.find(([, count]) => count === most)?.[0] ?? ",";
  const rows = parsedRows(text, delimiter);
  if (delimiter === ",") return rows;
  return rows.map((row) => row.map((cell) => cell.replace(/^([+-]?\d+),(\d+)$/, "$1.$2")));
}

/** Empty for a text that is no table at all, e.g. with a quote that is never closed. */
function parsedRows(text: string, delimiter: string): Row[] {
  try {
    return parse(text, {
      bom: true,
      delimiter,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
    });
  } catch {
    return [];
  }
}

/** A column of wells, and a column of values a wavelength. */
function listSets(rows: readonly Row[], options: LadsOptions): ValueSet[] {
  const head = rows.findIndex((row) => row.some((cell) => /^well\b/i.test(cell)));
  const titles = rows[head];
  if (titles === undefined) return [];
  const wellColumn = titles.findIndex((cell) => /^well\b/i.test(cell));
  const lines = rows.slice(head + 1).flatMap((row) => {
    const well = parseWellName(row[wellColumn] ?? "");
    return well === null ? [] : { row, index: wellIndex(well) };
  });
  if (lines.length < 8) return [];
  const columns = titles.flatMap((title, column) => (isValueTitle(title) ? { title, column } : []));
  return columns.map(({ title, column }) => {
    const values = emptyPlate();
    for (const { row, index } of lines) {
      if (values[index]?.token !== "") {
        throw new ReaderFault("WELLS_UNCLEAR", `${ALL_WELLS[index]} stands twice in the file`);
      }
      values[index] = wellValue(row[column], factorIn(title), options);
    }
    return { name: title, values, wavelengthNm: null };
  });
}

function isValueTitle(title: string): boolean {
  return /absorb|\bod\b|\bau\b|\bnm\b|^\d{3,4}$/i.test(title);
}

/** Grids with row letters; the nearest line above that says something is the name. */
function gridSets(rows: readonly Row[], options: LadsOptions): ValueSet[] {
  const sets: ValueSet[] = [];
  for (const [at, row] of rows.entries()) {
    if (row[0]?.toUpperCase() !== "A") continue;
    const lines = rows.slice(at, at + ROW_LETTERS.length);
    const isGrid = ROW_LETTERS.every(
      (letter, index) => lines[index]?.[0]?.toUpperCase() === letter,
    );
    if (!isGrid || lines.some((line) => line.length < 13)) continue;
    const name = titleAbove(rows, at);
    const factor = factorIn(name);
    const values = lines.flatMap((line) =>
      line.slice(1, 13).map((cell) => wellValue(cell, factor, options)),
    );
    sets.push({ name, values, wavelengthNm: null });
  }
  return sets;
}

function titleAbove(rows: readonly Row[], at: number): string {
  for (let index = at - 1; index >= 0 && index >= at - 3; index -= 1) {
    const words = (rows[index] ?? []).filter((cell) => cell !== "").join(" ");
    const isHead = /^(<>\s*)?1 2 3\b/.test(words);
    if (words !== "" && !isHead) return words;
  }
  return "Absorbance";
}

function emptyPlate(): WellValue[] {
  return ALL_WELLS.map(() => missing("", "not-read"));
}

/** The unit in brackets of a title. */
function factorIn(title: string): number {
  const unit = /[[(]([^\])]*)[\])]\s*$/.exec(title)?.[1] ?? null;
  const isUnit = unit !== null && !/\d/.test(unit);
  const factor = factorToAu(isUnit ? unit : null);
  if (factor !== null) return factor;
  throw new ReaderFault("UNIT_UNKNOWN", `${title}`);
}
