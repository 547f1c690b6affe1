/** Every plate of a table, top to bottom and left to right, whatever stands around it. */
import type { CellTable } from "../../../src/instrument/exports/contract.ts";
import { asPlate, findRectangles, type Rectangle } from "./bare-blocks.ts";
import { gridsAt } from "./grid-blocks.ts";
import type { PlateBlock } from "./plate-block.ts";
import { transposedAt } from "./transposed-blocks.ts";

/** Grids with column numbers and row letters, as every reader's program writes them; transposed ones are not among them. */
export function findGrids(table: CellTable): readonly PlateBlock[] {
  return scan(table, gridsAt);
}

/**
 * Plates in every form that people save them: grids, transposed grids, and whole plates without numbers or letters.
 * `tokens` are the texts, in lower case, that stand for a value. `strays` are rectangles of values that are no plate.
 */
export function findBlocks(
  table: CellTable,
  tokens: ReadonlySet<string>,
): { readonly blocks: readonly PlateBlock[]; readonly strays: readonly Rectangle[] } {
  const named = scan(table, (one, row) => {
    const grids = gridsAt(one, row);
    return grids.length > 0 ? grids : transposedAt(one, row);
  });
  const isTaken = (row: number) => named.some((block) => row >= block.top && row <= block.bottom);
  const rectangles = findRectangles(table, tokens, isTaken);
  const plates = rectangles.map((rectangle) => ({ rectangle, plate: asPlate(rectangle) }));
  const blocks = [...named, ...plates.flatMap(({ plate }) => plate ?? [])];
  return {
    blocks: blocks.sort((one, other) => one.top - other.top || one.left - other.left),
    strays: plates.filter(({ plate }) => plate === null).map(({ rectangle }) => rectangle),
  };
}

function scan(
  table: CellTable,
  blocksAt: (table: CellTable, row: number) => readonly PlateBlock[],
): readonly PlateBlock[] {
  const found: PlateBlock[] = [];
  let row = 0;
  while (row < table.rows.length) {
    const blocks = blocksAt(table, row);
    found.push(...blocks);
    row = Math.max(row, ...blocks.map((block) => block.bottom)) + 1;
  }
  return found;
}
