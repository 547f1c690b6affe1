/** Lines of settings: a key, its value in the same cell or some cells further, perhaps several in one row. */

import { tidy } from "../../../src/instrument/exports/cell-kinds.ts";
import type { CellTable } from "../../../src/instrument/exports/contract.ts";

export interface SettingLine {
  /** Without the colon at its end, in the file's own words. */
  readonly key: string;
  readonly value: string;
  /** From 0. */
  readonly row: number;
}

/**
 * The settings of rows `from` up to `to` (not included). One row may hold several: `Device: Spark` beside
 * `Serial number: 21060`. Dates and times lose the apostrophe that keeps a spreadsheet program from changing them.
 */
export function settingLines(table: CellTable, from: number, to: number): readonly SettingLine[] {
  const lines: SettingLine[] = [];
  for (let row = from; row < Math.min(to, table.rows.length); row++) {
    lines.push(...linesOfRow(rowTexts(table, row), row));
  }
  return lines;
}

/** The texts of a row that are not empty, from left to right. */
export function rowTexts(table: CellTable, row: number): readonly string[] {
  return (table.rows[row] ?? []).map((cell) => tidy(cell.text)).filter((text) => text !== "");
}

/** The first value that is not empty under one of the keys, each the start of a key without regard to case. */
export function lineValue(lines: readonly SettingLine[], keys: readonly string[]): string | null {
  const line = lines.find(
    ({ key, value }) => value !== "" && keys.some((start) => key.toLowerCase().startsWith(start)),
  );
  return line?.value ?? null;
}

function linesOfRow(texts: readonly string[], row: number): SettingLine[] {
  const lines: SettingLine[] = [];
  let index = 0;
  while (index < texts.length) {
    const text = texts[index] ?? "";
    const inside = /^([^:]{2,60}):\s+(.+)$/s.exec(text);
    if (inside !== null) lines.push(lineOf(inside[1] ?? "", inside[2] ?? "", row));
    else if (index === 0 || text.endsWith(":")) {
      const next = texts[index + 1] ?? "";
      const isValue = !/^[^:]{2,60}:(\s|$)/.test(next);
      lines.push(lineOf(text, isValue ? next : "", row));
      if (isValue) index++;
    }
    index++;
  }
  return lines;
}

function lineOf(key: string, value: string, row: number): SettingLine {
  return { key: key.replace(/\s*:\s*$/, ""), value: value.replace(/^'/, ""), row };
}
