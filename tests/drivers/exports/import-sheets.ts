/** Sheets, as a program would write them, through the whole importer with every shipped dialect. */
import { resolve } from "node:path";
import { exportDialects } from "../../../drivers/exports/index.ts";
import { ALL_WELLS } from "../../../src/domain/well.ts";
import type { ImportedPlate, ImportOutcome } from "../../../src/instrument/exports/contract.ts";
import { loadExportProfiles } from "../../../src/instrument/exports/load-export-profile.ts";
import { readExport } from "../../../src/instrument/exports/read-export.ts";
import { type CellValue, packWorkbook, rowsXml } from "../../instrument/exports/pack-workbook.ts";

const PROFILES = resolve(import.meta.dirname, "../../../drivers/exports/profiles");
const DIALECTS = exportDialects(loadExportProfiles(PROFILES));

export type Rows = readonly (readonly CellValue[])[];

/** Sheet name to rows. */
export async function importSheets(
  sheets: Readonly<Record<string, Rows>>,
  savedBy: string | null = null,
  name = "export.xlsx",
): Promise<ImportOutcome> {
  const packed = packWorkbook(
    Object.entries(sheets).map(([sheet, rows]) => ({ name: sheet, rows: rowsXml(rows) })),
    savedBy === null
      ? {}
      : { "docProps/app.xml": `<Properties><Application>${savedBy}</Application></Properties>` },
  );
  return readExport(DIALECTS, { name, bytes: packed });
}

export async function importText(text: string, name = "export.txt"): Promise<ImportOutcome> {
  return readExport(DIALECTS, { name, bytes: new TextEncoder().encode(text) });
}

/** The plates of an outcome; a refusal fails the test with its sentence. */
export function platesOf(outcome: ImportOutcome): readonly ImportedPlate[] {
  if (outcome.kind === "refused") throw new Error(`${outcome.code}: ${outcome.sentence}`);
  return outcome.plates;
}

/** `dialect: wavelengths of the first plate's reads`, for short expectations. */
export function numbersOf(
  plate: ImportedPlate | undefined,
  read: number,
): Record<string, number | null> {
  const wells = plate?.reads[read]?.wells ?? {};
  return Object.fromEntries(Object.entries(wells).map(([well, value]) => [well, value.absorbance]));
}

/** A plate of made-up absorbances: 0.05, 0.051 … in reading order. */
export const VALUES: readonly number[] = ALL_WELLS.map(
  (_well, index) => (50 + index + (index % 7) * 100) / 1000,
);

/** The numbers that a read of VALUES must have. */
export function expectedNumbers(values: readonly number[] = VALUES): Record<string, number> {
  return Object.fromEntries(ALL_WELLS.map((well, index) => [well, values[index] ?? Number.NaN]));
}

/** A grid of eight rows and twelve columns with this corner. */
export function grid(corner: CellValue, values: readonly CellValue[] = VALUES): CellValue[][] {
  const header = [corner, ...Array.from({ length: 12 }, (_, index) => index + 1)];
  const rows = Array.from("ABCDEFGH", (letter, row) => [
    letter,
    ...values.slice(row * 12, row * 12 + 12),
  ]);
  return [header, ...rows];
}
