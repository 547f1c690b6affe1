/** Tables as spreadsheets save them: commas, semicolons or tabs, texts in quotes, lines counted. */

import { CsvError, parse } from "csv-parse/sync";
import type { Problem } from "./problem.ts";

export interface SheetRow {
  /** From 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export type Sheet =
  | { readonly ok: true; readonly rows: readonly SheetRow[] }
  | { readonly ok: false; readonly problem: Problem };

/** Rows in file order, empty ones too. What parts the cells is the sign of the three that the first full line has most. */
export function readSheet(text: string): Sheet {
  try {
    const rows = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      info: true,
      relax_column_count: true,
      skip_empty_lines: false,
    }) as unknown as readonly { record: readonly string[]; info: { lines: number } }[];
    return {
      ok: true,
      rows: rows.map(({ record, info }) => ({ line: info.lines, cells: record })),
    };
  } catch (error) {
    const message = `this is no table: ${error instanceof Error ? error.message : String(error)}`;
    const remedy = "Save the sheet as CSV again; a quotation mark inside a cell is written twice.";
    return {
      ok: false,
      problem: {
        severity: "error",
        check: "syntax",
        line: lineOf(error),
        column: null,
        well: null,
        wells: [],
        message,
        remedy,
      },
    };
  }
}

function lineOf(error: unknown): number | null {
  if (!(error instanceof CsvError)) return null;
  const { lines } = error;
  return typeof lines === "number" ? lines : null;
}

function delimiterOf(text: string): string {
  const line = text.split(/\r?\n/u).find((one) => one.trim() !== "") ?? "";
  const counts = [",", ";", "\t"].map((sign) => ({ sign, count: line.split(sign).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).sign;
}
