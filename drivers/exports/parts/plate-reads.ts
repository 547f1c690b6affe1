/** From the cells of a block to a read, and what must hold before a block counts as a plate. */
import { ALL_WELLS, type WellName } from "../../../src/domain/well.ts";
import type { ImportedRead, ImportedWell } from "../../../src/instrument/exports/contract.ts";
import {
  type BlockLine,
  cellText,
  isFilled,
  type PlateBlock,
  rowIndexOf,
  wellsOf,
} from "./plate-block.ts";
import type { ValueReader } from "./read-values.ts";
import { placeOf, truncatedGrid, wrongFormat } from "./refuse.ts";

const ROWS = 8;
const COLUMNS = 12;

export interface ReadTitle {
  readonly label: string | null;
  readonly wavelengthNm: number | null;
  readonly referenceSubtracted: boolean;
}

/** The read that these lines of the block hold. Throws what the reader throws for cells that it cannot explain. */
export function readOfLines(
  block: PlateBlock,
  lines: readonly BlockLine[],
  title: ReadTitle,
  reader: ValueReader,
): ImportedRead {
  const wells: Partial<Record<WellName, ImportedWell>> = {};
  for (const line of lines) {
    for (const [index, { cell, tableRow, tableColumn }] of line.cells.entries()) {
      const well = ALL_WELLS[line.plateRow * COLUMNS + (block.plateColumns[index] ?? 0)];
      const source = { table: block.table.name, row: tableRow + 1, column: tableColumn + 1 };
      const value = reader.read(cell, source);
      if (value !== null && well !== undefined) wells[well] = value;
    }
  }
  return { ...title, wells };
}

/**
 * Refuses a block that is no plate of 96 wells or was cut: rows of uneven length, rows missing between others, exactly
 * one row missing at an end although all twelve columns are there. `whole` refuses every missing row or column.
 */
export function checkBlock(block: PlateBlock, whole: boolean): void {
  const where = placeOf(block.table.name, block.top);
  if (wellsOf(block) !== 96) throw wrongFormat(`${wellsOf(block)} wells`, where);
  if (block.shortRow !== null) {
    throw truncatedGrid(
      "A row of the plate has fewer values than the others",
      placeOf(block.table.name, block.shortRow),
    );
  }
  if (block.longRow !== null) {
    throw truncatedGrid(
      "A row has more values than the plate has columns, as when decimal commas were taken for separators",
      placeOf(block.table.name, block.longRow),
    );
  }
  const rows = [...new Set(block.lines.map((line) => line.plateRow))];
  const first = rows[0] ?? 0;
  const isGapless =
    rows.every((row, index) => row === first + index) &&
    !hasLetterTwice(block) &&
    block.plateColumns.every(
      (column, index) => index === 0 || column > (block.plateColumns[index - 1] ?? 0),
    );
  const lacksOne = rows.length === ROWS - 1 && block.plateColumns.length === COLUMNS;
  const isWhole = rows.length === ROWS && block.plateColumns.length === COLUMNS;
  if (!isGapless || lacksOne || (whole && !isWhole)) {
    throw truncatedGrid(
      isGapless
        ? `The plate has ${rows.length} rows and ${block.plateColumns.length} columns instead of 8 and 12`
        : "Row letters or column numbers of the plate are missing or come twice",
      where,
    );
  }
}

/** Further lines of a plate row have no letter of their own; one with a letter is the row once more. */
function hasLetterTwice({ table, left, lines, form }: PlateBlock): boolean {
  if (form !== "grid") return false;
  const letters = lines.flatMap(
    ({ tableRow }) => rowIndexOf(cellText(table, tableRow, left)) ?? [],
  );
  return new Set(letters).size < letters.length;
}

/** True when any cell of the lines has something in it. */
export function hasContent(lines: readonly BlockLine[]): boolean {
  return lines.some((line) => line.cells.some(isFilled));
}
