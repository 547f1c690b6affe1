/** The files of each format, made in memory: nothing is written before everything could be made. */
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import { plateAsm } from "./asm/plate-asm.ts";
import { assayTables } from "./assay-tables.ts";
import { comparisonsTable } from "./comparisons-table.ts";
import { csvText, tableCsv } from "./csv-text.ts";
import { dictionaryTable } from "./dictionary-table.ts";
import { dosesTable } from "./doses-table.ts";
import { drcTable } from "./drc-table.ts";
import type { GatheredPlate } from "./gather-plates.ts";
import { parquetBytes } from "./parquet-bytes.ts";
import { platesTable } from "./plates-table.ts";
import { type PrismTable, prismBarsTable, prismXyTable } from "./prism-tables.ts";
import { type LeftOut, synergyfinderTable } from "./synergyfinder-table.ts";
import type { Table } from "./table.ts";
import { wellsTable } from "./wells-table.ts";

export const EXPORT_FORMATS = ["tidy", "parquet", "asm", "drc", "synergyfinder", "prism"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions {
  /** Of ASM alone: leaves out what has no number instead of saying why. */
  readonly strict: boolean;
}

export interface ExportFile {
  /** Below the folder of the export, with slashes. */
  readonly path: string;
  readonly content: string | Uint8Array;
}

export interface FormatFiles {
  readonly format: ExportFormat;
  readonly files: readonly ExportFile[];
  readonly leftOut: readonly LeftOut[];
}

type MakeFiles = (
  plates: readonly GatheredPlate[],
  options: ExportOptions,
) => Omit<FormatFiles, "format">;

function tidyTables(plates: readonly GatheredPlate[]): readonly Table[] {
  return [
    platesTable(plates),
    wellsTable(plates),
    dosesTable(plates),
    comparisonsTable(plates),
    ...assayTables(plates),
  ];
}

/** A barcode as a file's name: a stroke or colon in it becomes `%2F` or `%3A`, so that two barcodes stay two. */
function fileNameOf(barcode: string): string {
  return encodeURIComponent(barcode);
}

function withoutArms(plates: readonly GatheredPlate[]): readonly LeftOut[] {
  return plates
    .filter((plate) => plate.arms.length === 0)
    .map((plate) => ({
      what: `${plate.sample.name}, plate ${plate.barcode}`,
      why: "Its layout has no arm over prednisolone doses with a control of its own.",
    }));
}

function tidy(plates: readonly GatheredPlate[]): Omit<FormatFiles, "format"> {
  const tables = tidyTables(plates);
  const files = [...tables, dictionaryTable(tables)].map((table) => ({
    path: `${table.name}.csv`,
    content: tableCsv(table),
  }));
  return { files, leftOut: [] };
}

function parquet(plates: readonly GatheredPlate[]): Omit<FormatFiles, "format"> {
  const notes = { program: `platewarden ${PROGRAM_VERSION}` };
  const createdBy = `platewarden version ${PROGRAM_VERSION}`;
  const files = tidyTables(plates).map((table) => ({
    path: `${table.name}.parquet`,
    content: parquetBytes(table, notes, createdBy),
  }));
  return { files, leftOut: [] };
}

function asm(
  plates: readonly GatheredPlate[],
  { strict }: ExportOptions,
): Omit<FormatFiles, "format"> {
  const made = plates.map((plate) => ({ plate, ...plateAsm(plate, strict) }));
  const leftOut = made.flatMap(({ plate, leftOut: missing }) =>
    missing.map(({ id, error }) => ({
      what: `plate ${plate.barcode}, measurement ${id}`,
      why: error,
    })),
  );
  const files = made
    .filter(
      ({ file }) => file["plate reader aggregate document"]["plate reader document"].length > 0,
    )
    .map(({ plate, file }) => ({
      path: `asm/${fileNameOf(plate.barcode)}.asm.json`,
      content: `${JSON.stringify(file)}\n`,
    }));
  return { files, leftOut };
}

function drc(plates: readonly GatheredPlate[]): Omit<FormatFiles, "format"> {
  const files = [{ path: "drc.csv", content: tableCsv(drcTable(plates)) }];
  return { files, leftOut: withoutArms(plates) };
}

function synergyfinder(plates: readonly GatheredPlate[]): Omit<FormatFiles, "format"> {
  const { table, leftOut } = synergyfinderTable(plates);
  const files = [{ path: "synergyfinder.csv", content: tableCsv(table) }];
  return { files, leftOut };
}

function prismFile(path: string, table: PrismTable | null): readonly ExportFile[] {
  return table === null ? [] : [{ path, content: csvText(table.head, table.rows) }];
}

function prism(plates: readonly GatheredPlate[]): Omit<FormatFiles, "format"> {
  const files = plates.flatMap((plate) => {
    const name = fileNameOf(plate.barcode);
    return [
      ...prismFile(`prism/${name}-xy-dose.csv`, prismXyTable(plate, "dose")),
      ...prismFile(`prism/${name}-xy-log10.csv`, prismXyTable(plate, "log10")),
    ];
  });
  return {
    files: [...files, ...prismFile("prism/reference-dose-bars.csv", prismBarsTable(plates))],
    leftOut: withoutArms(plates),
  };
}

const MAKE_FILES: Readonly<Record<ExportFormat, MakeFiles>> = {
  tidy,
  parquet,
  asm,
  drc,
  synergyfinder,
  prism,
};

/** The files of one format for these plates. The same plates give the same bytes. */
export function exportFiles(
  format: ExportFormat,
  plates: readonly GatheredPlate[],
  options: ExportOptions,
): FormatFiles {
  return { format, ...MAKE_FILES[format](plates, options) };
}
