/** What i-control and SparkControl measured (groups of settings) and where the values of it stand (result tables). */
import type { CellTable } from "../../src/instrument/exports/contract.ts";
import { findGrids } from "./parts/find-blocks.ts";
import { cellText, type PlateBlock } from "./parts/plate-block.ts";
import { placeOf } from "./parts/refuse.ts";
import { rowTexts, type SettingLine, settingLines } from "./parts/setting-lines.ts";
import { type WellCell, wellOfText } from "./parts/well-cells.ts";

/** One measurement of the script with its settings. */
export interface TecanGroup {
  readonly row: number;
  readonly label: string | null;
  readonly lines: readonly SettingLine[];
}

export interface TecanResult {
  /** The line right above, when it is a title of its own, e.g. `OD600:600` or `Difference`. */
  readonly title: string | null;
  readonly row: number;
  /** Null for a list of wells. */
  readonly block: PlateBlock | null;
  /** One well a line; empty for a grid. */
  readonly list: readonly WellCell[];
}

/** One export: a script that was run on one plate. */
export interface TecanExport {
  readonly table: CellTable;
  readonly from: number;
  /** Not included. */
  readonly to: number;
  readonly groups: readonly TecanGroup[];
  readonly results: readonly TecanResult[];
  /** The first line of a kinetic table, from 0; null when there is none. */
  readonly kineticRow: number | null;
}

/** The first line of an export, in the languages of the program; a workbook may hold one a sheet, or several below. */
const FIRST_LINE = /^(application|programm|programme|aplicaci[oó]n)\s*:/i;
const LABEL = /^(label|etikett|marque)\s*:\s*(.*)$/i;
const MODE = /^(mode|modus|modo)$/i;
const KINETIC = /^(cycle nr|cycles? \/ well|zyklus nr|zyklen \/ well|n° de cycle)/i;

/** Every export of the table, top to bottom. A table without a first line but with results counts as one. */
export function tecanExports(table: CellTable): readonly TecanExport[] {
  const results = [...gridResults(table), ...listResults(table)].sort((a, b) => a.row - b.row);
  const starts = rowsWhere(table, 0, table.rows.length, (first) => FIRST_LINE.test(first));
  const cuts = [0, ...starts.slice(1), table.rows.length];
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? table.rows.length;
    return {
      table,
      from,
      to,
      groups: findGroups(table, from, to),
      results: results.filter(({ row }) => row >= from && row < to),
      kineticRow: rowsWhere(table, from, to, (first) => KINETIC.test(first))[0] ?? null,
    };
  });
}

/** True when an export begins in the table. */
export function hasFirstLine(table: CellTable): boolean {
  return rowsWhere(table, 0, table.rows.length, (first) => FIRST_LINE.test(first)).length > 0;
}

function findGroups(table: CellTable, from: number, to: number): TecanGroup[] {
  const starts = groupStarts(table, from, to);
  return starts.map(({ row, label }, index) => {
    const lines = settingLines(table, row, starts[index + 1]?.row ?? to);
    return { row, label: label ?? ownName(lines), lines };
  });
}

/** A label begins a group; so does a mode, unless it is the mode of the label above it, or the kinetic part of a script. */
function groupStarts(
  table: CellTable,
  from: number,
  to: number,
): { row: number; label: string | null }[] {
  const starts: { row: number; label: string | null }[] = [];
  let awaitsMode = false;
  for (let row = from; row < to; row++) {
    const [first = "", second = ""] = rowTexts(table, row);
    const label = LABEL.exec(first);
    if (label !== null) {
      starts.push({ row, label: (label[2] ?? "") === "" ? second : (label[2] ?? "") });
      awaitsMode = true;
    } else if (MODE.test(first.replace(/:$/, ""))) {
      if (!awaitsMode && !/^kineti/i.test(second)) starts.push({ row, label: null });
      awaitsMode = false;
    }
  }
  return starts;
}

function ownName(lines: readonly SettingLine[]): string | null {
  const name = lines.find(({ key, value }) => /^(name|nom|nombre)$/i.test(key) && value !== "");
  return name?.value ?? null;
}

function gridResults(table: CellTable): TecanResult[] {
  return findGrids(table)
    .filter((block) => block.corner === "<>")
    .map((block) => ({ title: titleAbove(table, block.top), row: block.top, block, list: [] }));
}

/** Lists of one well a line: `<>`, `Value` of SparkControl and, of several reads a well, `Well`, `Mean` of i-control. */
function listResults(table: CellTable): TecanResult[] {
  const headers = rowsWhere(table, 0, table.rows.length, (first, second) =>
    first === "<>"
      ? /^(value|wert|valeur)/i.test(second)
      : /^well$/i.test(first) && /^(mean|mittelwert)/i.test(second),
  );
  return headers.map((row) => ({
    title: titleAbove(table, row),
    row,
    block: null,
    list: wellLines(table, row),
  }));
}

function wellLines(table: CellTable, header: number): WellCell[] {
  const column = (table.rows[header] ?? []).findIndex((cell) => cell.text.trim() !== "");
  const cells: WellCell[] = [];
  for (let row = header + 1; row < table.rows.length; row++) {
    const well = wellOfText(cellText(table, row, column), placeOf(table.name, row));
    if (well === null) break;
    cells.push({ well, cell: table.rows[row]?.[column + 1], row, column: column + 1 });
  }
  return cells;
}

/** A text that stands alone in the nearest line above, at most two higher, and is no setting. */
function titleAbove(table: CellTable, row: number): string | null {
  const above = [row - 1, row - 2].find((one) => one >= 0 && rowTexts(table, one).length > 0);
  const texts = above === undefined ? [] : rowTexts(table, above);
  const [only = ""] = texts;
  if (texts.length !== 1 || /^[^:]{2,60}:(\s|$)/.test(only)) return null;
  return /^(start|end|temperature|temperatur|zeit|time)/i.test(only) ? null : only;
}

function rowsWhere(
  table: CellTable,
  from: number,
  to: number,
  holds: (first: string, second: string) => boolean,
): number[] {
  const rows: number[] = [];
  for (let row = from; row < to; row++) {
    const [first = "", second = ""] = rowTexts(table, row);
    if (holds(first, second)) rows.push(row);
  }
  return rows;
}
