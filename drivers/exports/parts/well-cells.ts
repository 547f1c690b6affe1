/** Cells that are known to belong to wells, whatever arrangement they were found in. */
import type { WellName } from "../../../src/domain/well.ts";
import { ALL_WELLS, parseWellName } from "../../../src/domain/well.ts";
import type {
  Cell,
  CellTable,
  ImportedRead,
  ImportedWell,
} from "../../../src/instrument/exports/contract.ts";
import { ExportRefused } from "../../../src/instrument/exports/contract.ts";
import type { PlateBlock } from "./plate-block.ts";
import type { ReadTitle } from "./plate-reads.ts";
import type { ValueReader } from "./read-values.ts";
import { placeOf, wrongFormat } from "./refuse.ts";

export interface WellCell {
  readonly well: WellName;
  readonly cell: Cell | undefined;
  /** Row and column in the table, from 0. */
  readonly row: number;
  readonly column: number;
}

/** The cells of a block, which must be one of 96 wells, line by line. */
export function cellsOfBlock(block: PlateBlock): readonly WellCell[] {
  return block.lines.flatMap((line) =>
    line.cells.flatMap(({ cell, tableRow, tableColumn }, index) => {
      const well = ALL_WELLS[line.plateRow * 12 + (block.plateColumns[index] ?? 0)];
      return well === undefined ? [] : [{ well, cell, row: tableRow, column: tableColumn }];
    }),
  );
}

/**
 * The well that a text names; null when it names none at all, as `A1`, `a01` and `A 1` do. Throws PLATE_FORMAT for a
 * well that only larger plates have.
 */
export function wellOfText(text: string, where: string): WellName | null {
  const match = /^([A-Z]{1,2})[ \-_]?0*(\d{1,2})$/i.exec(text);
  if (match === null) return null;
  const well = parseWellName(`${match[1]}${match[2]}`);
  if (well === null) throw wrongFormat(`more than 96 wells: it has a well “${text}”`, where);
  return well;
}

/**
 * The read that these cells hold; an empty cell gives no well. Throws what the reader throws for cells it cannot explain,
 * and DUPLICATE_WELL when a well has two cells.
 */
export function readOfCells(
  table: CellTable,
  cells: readonly WellCell[],
  title: ReadTitle,
  reader: ValueReader,
): ImportedRead {
  const wells: Partial<Record<WellName, ImportedWell>> = {};
  for (const { well, cell, row, column } of cells) {
    const value = reader.read(cell, { table: table.name, row: row + 1, column: column + 1 });
    if (value === null) continue;
    if (wells[well] !== undefined) throw duplicateWell(well, placeOf(table.name, row));
    wells[well] = value;
  }
  return { ...title, wells };
}

function duplicateWell(well: WellName, where: string): ExportRefused {
  return new ExportRefused(
    "DUPLICATE_WELL",
    `The well ${well} stands twice in one read (${where}): export each plate to a file of its own, or with its name in a column.`,
  );
}
