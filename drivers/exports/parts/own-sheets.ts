/** Sheets that people add to a program's workbook hold copies and calculations, which must not count as further plates. */
import type { CellTable, ImportedPlate } from "../../../src/instrument/exports/contract.ts";
import { findGrids } from "./find-blocks.ts";

export interface OwnSheets {
  readonly tables: readonly CellTable[];
  /** Names the sheets with grids that were left out. */
  readonly warnings: ImportedPlate["warnings"];
}

/** The tables that show the program's own lines (`isOwn`); all of them where none does. */
export function ownSheets(
  tables: readonly CellTable[],
  isOwn: (table: CellTable) => boolean,
): OwnSheets {
  const own = tables.filter(isOwn);
  if (own.length === 0) return { tables, warnings: [] };
  const others = tables.filter((table) => !own.includes(table) && findGrids(table).length > 0);
  if (others.length === 0) return { tables: own, warnings: [] };
  const names = others.map(({ name }) => `“${name}”`).join(", ");
  return {
    tables: own,
    warnings: [
      {
        code: "SHEETS_LEFT_OUT",
        message: `Not written by the reader's program and left out: ${names}.`,
      },
    ],
  };
}
