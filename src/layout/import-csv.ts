/** Layouts as long CSV tables: one line a well, names of columns above. */

import { parseWellName, type WellName } from "../domain/well.ts";
import { readColumn } from "./import-columns.ts";
import {
  drawImported,
  type ImportedLayout,
  type ImportedValue,
  type ImportedValues,
} from "./imported-plate.ts";
import type { Problem } from "./problem.ts";
import { readSheet, type SheetRow } from "./read-sheet.ts";

/**
 * Reads a table with a column `well` and any of role, arm, compound, solvent, solvent max, prednisolone, inhibitor,
 * replicate and patient; comma, semicolon or tab between them. A unit stands with the column or with each value. A
 * well that comes twice is an error; other columns are left out with a remark.
 */
export function importCsv(text: string, id: string): ImportedLayout {
  const sheet = readSheet(text);
  if (!sheet.ok) return { drawing: null, problems: [sheet.problem] };
  const problems: Problem[] = [];
  const [head, ...rows] = sheet.rows.filter((row) => row.cells.some((cell) => cell.trim() !== ""));
  const wellAt = head?.cells.findIndex((cell) => /^well$/iu.test(cell.trim())) ?? -1;
  if (head === undefined || wellAt < 0) {
    problems.push(
      fault(head?.line ?? 1, "columns", "the first line names no column “well”", HEAD_REMEDY),
    );
    return { drawing: null, problems };
  }
  const columns = readHead(head, wellAt, problems);
  const plate = new Map<WellName, ImportedValues>();
  for (const row of rows) readRow(row, { wellAt, columns, plate, problems });
  return drawImported(id, plate, problems);
}

const HEAD_REMEDY =
  "Begin with a line like: well,role,arm,prednisolone (ug/mL),inhibitor (uM),replicate,patient";

type Column = ImportedValue["column"];

function readHead(head: SheetRow, wellAt: number, problems: Problem[]): Map<number, Column> {
  const columns = new Map<number, Column>();
  head.cells.forEach((cell, index) => {
    if (index === wellAt || cell.trim() === "") return;
    const read = readColumn(cell);
    if (!read.ok) {
      const { message, remedy } = read;
      const said = read.unknown ? `${message}; the column is left out` : message;
      const severity = read.unknown ? "warning" : "error";
      problems.push({ ...fault(head.line, "columns", said, remedy), severity });
      return;
    }
    const twice = [...columns.values()].some((one) => one.field === read.column.field);
    if (twice) {
      const message = `there are two columns for ${read.column.field}`;
      problems.push(fault(head.line, "columns", message, "Remove one of them."));
    } else columns.set(index, read.column);
  });
  return columns;
}

interface Reading {
  readonly wellAt: number;
  readonly columns: ReadonlyMap<number, Column>;
  readonly plate: Map<WellName, ImportedValues>;
  readonly problems: Problem[];
}

function readRow(row: SheetRow, { wellAt, columns, plate, problems }: Reading): void {
  const name = row.cells[wellAt] ?? "";
  const well = parseWellName(name);
  if (well === null) {
    problems.push(fault(row.line, "wells", `“${name.trim()}” is no well`, "Wells are A1 to H12."));
    return;
  }
  if (plate.has(well)) {
    const message = `${well} comes a second time`;
    problems.push({
      ...fault(row.line, "overlap", message, "Keep one line a well."),
      well,
      wells: [well],
    });
    return;
  }
  const values = [...columns].map(([index, column]): [Column["field"], ImportedValue] => [
    column.field,
    { text: row.cells[index] ?? "", column, line: row.line, place: null },
  ]);
  plate.set(well, new Map(values));
}

function fault(line: number, check: string, message: string, remedy: string): Problem {
  return { severity: "error", check, line, column: null, well: null, wells: [], message, remedy };
}
