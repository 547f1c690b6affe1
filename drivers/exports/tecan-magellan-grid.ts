/** Magellan's other form: a grid a quantity, its name in the line above, the corner `<>` or empty. */
import type { CellTable } from "../../src/instrument/exports/contract.ts";
import { findGrids } from "./parts/find-blocks.ts";
import { cellText, type PlateBlock } from "./parts/plate-block.ts";
import { checkBlock } from "./parts/plate-reads.ts";
import { rowTexts } from "./parts/setting-lines.ts";
import { cellsOfBlock } from "./parts/well-cells.ts";
import { type MagellanQuantity, RAW_DATA } from "./tecan-magellan-list.ts";

/** Every grid of numbers of the table as a quantity, and the row after the last one. */
export function findMagellanGrid(table: CellTable): {
  readonly quantities: readonly MagellanQuantity[];
  readonly endRow: number;
} {
  const blocks = findGrids(table).filter(holdsNumbers);
  return {
    quantities: blocks.map((block) => ({
      label: nameOf(table, block),
      cells: cellsOfWhole(block).map((cell) => ({ ...cell, plate: "" })),
    })),
    endRow: Math.max(0, ...blocks.map(({ bottom }) => bottom + 1)),
  };
}

function cellsOfWhole(block: PlateBlock): ReturnType<typeof cellsOfBlock> {
  checkBlock(block, false);
  return cellsOfBlock(block);
}

function holdsNumbers(block: PlateBlock): boolean {
  const texts = block.lines.flatMap(({ cells }) =>
    cells.map(({ cell }) => cell?.text.trim() ?? ""),
  );
  const filled = texts.filter((text) => text !== "");
  const numbers = filled.filter((text) => /^[-+]?\d/.test(text));
  return numbers.length > 0 && numbers.length * 2 > filled.length;
}

function nameOf(table: CellTable, block: PlateBlock): string {
  const corner = cellText(table, block.top, block.left);
  if (corner !== "" && corner !== "<>") return corner;
  const above = rowTexts(table, block.top - 1);
  return above.length === 1 && !/^[^:]{2,60}:/.test(above[0] ?? "")
    ? (above[0] ?? RAW_DATA)
    : RAW_DATA;
}
