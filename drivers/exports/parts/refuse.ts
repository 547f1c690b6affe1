/** Sentences of refusals that several dialects give. Each says what, where and how to mend it. */
import { ExportRefused } from "../../../src/instrument/exports/contract.ts";

/** Where in the file, in the words of its reader: `line 12`, or `sheet “Raw”, row 12`. Rows count from 0 here. */
export function placeOf(tableName: string | null, row: number, column?: number): string {
  const line = tableName === null ? `line ${row + 1}` : `sheet “${tableName}”, row ${row + 1}`;
  return column === undefined ? line : `${line}, column ${column + 1}`;
}

export function truncatedGrid(what: string, where: string): ExportRefused {
  return new ExportRefused(
    "TRUNCATED_GRID",
    `${what} (${where}): the file was cut off or changed; export it again.`,
  );
}

export function wrongFormat(wells: string, where: string): ExportRefused {
  return new ExportRefused(
    "PLATE_FORMAT",
    `The file is of a plate of ${wells} (${where}); only plates of 96 wells are read.`,
  );
}

export function notAbsorbance(what: string, where: string): ExportRefused {
  return new ExportRefused(
    "NOT_ABSORBANCE",
    `${what} (${where}); only endpoint absorbance is read: export the absorbance read alone.`,
  );
}

export function noResults(what: string): ExportRefused {
  return new ExportRefused(
    "NO_RESULTS",
    `${what}: read the plate, then export again with the raw data.`,
  );
}

export function reducedOnly(what: string): ExportRefused {
  return new ExportRefused(
    "REDUCED_ONLY",
    `The file holds only calculated values (${what}): export it again with the raw data.`,
  );
}

export function duplicatePlate(name: string): ExportRefused {
  return new ExportRefused(
    "DUPLICATE_PLATE",
    `Two plates of the file have the same name “${name}”: give each plate a name of its own, or export each to its own file.`,
  );
}
