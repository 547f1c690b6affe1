/** Layouts as plater's CSV: a block of 8 × 12 cells for each thing that is said, its name in the corner. */

import { COLUMN_COUNT, ROW_LETTERS, type WellName, wellAt } from "../domain/well.ts";
import { type ImportColumn, type ImportField, readColumn } from "./import-columns.ts";
import { drawImported, type ImportedLayout, type ImportedValue } from "./imported-plate.ts";
import type { Problem } from "./problem.ts";
import { readSheet, type SheetRow } from "./read-sheet.ts";

/**
 * Reads blocks named role, arm, compound, solvent, solvent max, prednisolone, inhibitor, replicate or patient, in any
 * order, empty lines between them. The unit of numbers stands in the corner: `prednisolone (ug/mL)`. A block of
 * another name is left out with a remark; one that is not 8 × 12 is an error.
 */
export function importPlater(text: string, id: string): ImportedLayout {
  const sheet = readSheet(text);
  if (!sheet.ok) return { drawing: null, problems: [sheet.problem] };
  const problems: Problem[] = [];
  const plate = new Map<WellName, Map<ImportField, ImportedValue>>();
  const seen = new Set<ImportField>();
  for (const block of cutBlocks(sheet.rows)) {
    const column = nameOf(block, seen, problems);
    if (column === null || !isWhole(block, problems)) continue;
    seen.add(column.field);
    readBlock(block, column, plate);
  }
  if (seen.size === 0 && problems.every((one) => one.severity !== "error")) {
    problems.push(
      fault(1, "columns", "the file holds no block that says what is in the wells", BLOCK_REMEDY),
    );
  }
  return drawImported(id, plate, problems);
}

const BLOCK_REMEDY =
  "A block is a line with its name and the numbers 1 to 12, then lines A to H; name it role, arm, prednisolone (ug/mL), inhibitor (uM), replicate or patient.";

/** Lines up to the next empty one. */
function cutBlocks(rows: readonly SheetRow[]): SheetRow[][] {
  const blocks: SheetRow[][] = [];
  let open: SheetRow[] = [];
  for (const row of rows) {
    const empty = row.cells.every((cell) => cell.trim() === "");
    if (!empty) open.push(row);
    if (empty && open.length > 0) blocks.push(open);
    if (empty) open = [];
  }
  return open.length > 0 ? [...blocks, open] : blocks;
}

function nameOf(
  block: readonly SheetRow[],
  seen: ReadonlySet<ImportField>,
  problems: Problem[],
): ImportColumn | null {
  const [head] = block;
  const line = head?.line ?? 1;
  const corner = head?.cells[0]?.trim() ?? "";
  if (corner === "") {
    problems.push(fault(line, "columns", "a block has no name in its corner", BLOCK_REMEDY));
    return null;
  }
  const read = readColumn(corner);
  if (!read.ok) {
    const said = read.unknown ? `${read.message}; the block is left out` : read.message;
    const severity = read.unknown ? "warning" : "error";
    problems.push({ ...fault(line, "columns", said, read.remedy), severity });
    return null;
  }
  if (!seen.has(read.column.field)) return read.column;
  const message = `there are two blocks for ${read.column.field}`;
  problems.push(fault(line, "columns", message, "Remove one of them."));
  return null;
}

function isWhole(block: readonly SheetRow[], problems: Problem[]): boolean {
  const [head, ...rows] = block;
  const name = head?.cells[0]?.trim() ?? "";
  const numbers = trimmed(head?.cells.slice(1) ?? []).map((cell) => cell.trim());
  const wanted = Array.from({ length: COLUMN_COUNT }, (_, index) => String(index + 1));
  const wrong = [
    ...(numbers.join() === wanted.join()
      ? []
      : [{ line: head?.line ?? 1, message: `block ${name} has not the columns 1 to 12` }]),
    ...ROW_LETTERS.flatMap((letter, index) => {
      const row = rows[index];
      const cells = row?.cells ?? [];
      const line = row?.line ?? block.at(-1)?.line ?? 1;
      if (cells[0]?.trim().toUpperCase() !== letter) {
        return [{ line, message: `row ${letter} of block ${name} is not where it should be` }];
      }
      return trimmed(cells).length > COLUMN_COUNT + 1
        ? [{ line, message: `row ${letter} of block ${name} has more than 12 wells` }]
        : [];
    }),
    ...(rows.length > ROW_LETTERS.length
      ? [{ line: rows[8]?.line ?? 1, message: `block ${name} has more than 8 rows` }]
      : []),
  ];
  for (const { line, message } of wrong) problems.push(fault(line, "size", message, BLOCK_REMEDY));
  return wrong.length === 0;
}

function trimmed(cells: readonly string[]): readonly string[] {
  const last = cells.findLastIndex((cell) => cell.trim() !== "");
  return cells.slice(0, last + 1);
}

function readBlock(
  block: readonly SheetRow[],
  column: ImportColumn,
  plate: Map<WellName, Map<ImportField, ImportedValue>>,
): void {
  block.slice(1).forEach((row, rowIndex) => {
    for (let index = 0; index < COLUMN_COUNT; index += 1) {
      const well = wellAt(rowIndex, index);
      const values = plate.get(well) ?? new Map<ImportField, ImportedValue>();
      const text = row.cells[index + 1] ?? "";
      values.set(column.field, { text, column, line: row.line, place: null });
      plate.set(well, values);
    }
  });
}

function fault(line: number, check: string, message: string, remedy: string): Problem {
  return { severity: "error", check, line, column: null, well: null, wells: [], message, remedy };
}
