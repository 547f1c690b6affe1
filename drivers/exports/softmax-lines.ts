/** Raw values of one plate section of SoftMax Pro: side by side as grids, or one line with a column a well. */
import { parseWellName } from "../../src/domain/well.ts";
import { isNumberText } from "../../src/instrument/exports/cell-kinds.ts";
import { type CellTable, ExportRefused } from "../../src/instrument/exports/contract.ts";
import { type HeaderRun, headerRuns } from "./parts/grid-blocks.ts";
import { type BlockLine, cellText, isEmptyRow, type PlateBlock } from "./parts/plate-block.ts";
import { noResults, placeOf, truncatedGrid, wrongFormat } from "./parts/refuse.ts";
import { findUneven } from "./parts/uneven-rows.ts";
import type { PlateSection } from "./softmax-sections.ts";

const ROWS = 8;

/** The raw reads of the section as blocks, one a wavelength, in their order, and the temperature cell. */
export interface RawValues {
  readonly blocks: readonly PlateBlock[];
  readonly temperature: string;
}

/** Throws NO_RESULTS, TRUNCATED_GRID, PLATE_FORMAT, NOT_ENDPOINT. */
export function rawValues(section: PlateSection): RawValues {
  const header = headerRow(section);
  return section.format === "list" ? listValues(section, header) : gridValues(section, header);
}

/** The first row below the section's line that is not empty. */
function headerRow({ table, top, end, name }: PlateSection): number {
  for (let row = top + 1; row < end; row += 1) if (!isEmptyRow(table, row)) return row;
  throw noResults(`Plate “${name}” has no results`);
}

function gridValues(section: PlateSection, header: number): RawValues {
  const { table } = section;
  const runs = headerRuns(table, header).filter(
    (run, _, all) => run.plateColumns.length > 1 || all.length === 1,
  );
  const first = runs[0];
  if (first === undefined) {
    throw truncatedGrid(
      `Plate “${section.name}” has no column numbers`,
      placeOf(table.name, header),
    );
  }
  const rows = valueRows(section, header, runs);
  const blocks = runs.map((run) => blockOf(section, run, rows));
  refuseStrangers(section, runs, rows);
  return { blocks, temperature: cellText(table, rows[0]?.tableRow ?? -1, first.start - 1) };
}

interface ValueRow {
  readonly tableRow: number;
  readonly plateRow: number;
}

/**
 * The rows of the plate that follow the header: eight lines, of which those that were not read have empty fields only, or
 * as many as the section's first line states. Reduced values stand below an empty line.
 */
function valueRows(
  section: PlateSection,
  header: number,
  runs: readonly HeaderRun[],
): readonly ValueRow[] {
  const { table, name, rowCount } = section;
  const lines: number[] = [];
  for (let row = header + 1; row < section.end && !isReducedHeader(table, row); row += 1)
    lines.push(row);
  const filled = lines.filter((row) => hasValues(table, row, runs));
  if (filled.length === 0) throw noResults(`Plate “${name}” has column numbers but no values`);
  if (filled.length > ROWS) {
    throw new ExportRefused(
      "NOT_ENDPOINT",
      `Plate “${name}” has more than one read in time (${placeOf(table.name, filled[ROWS] ?? 0)}); only endpoint reads are taken.`,
    );
  }
  if (filled.length === ROWS) return filled.map((tableRow, plateRow) => ({ tableRow, plateRow }));
  const wide = lines.slice(0, findNarrow(table, lines, runs));
  // Behind the plate stands at least one more line: eight lines without it are seven rows and that line.
  const isWhole = wide.length === ROWS && lines.length > ROWS;
  if (section.closed && (isWhole || isPadded(table, lines, filled))) {
    return lines.slice(0, ROWS).map((tableRow, plateRow) => ({ tableRow, plateRow }));
  }
  if (section.closed && rowCount === filled.length && wide.length === filled.length) {
    const from = section.firstRow ?? 0;
    return filled.map((tableRow, index) => ({ tableRow, plateRow: from + index }));
  }
  throw truncatedGrid(
    `Plate “${name}” has ${filled.length} rows of values instead of ${rowCount ?? ROWS}`,
    placeOf(table.name, filled.at(-1) ?? header),
  );
}

function hasValues(table: CellTable, row: number, runs: readonly HeaderRun[]): boolean {
  return runs.some((run) =>
    run.plateColumns.some((_, index) => cellText(table, row, run.start + index) !== ""),
  );
}

/** The position of the first line that is too short for a line of values, as the line below the plate is. */
function findNarrow(
  table: CellTable,
  lines: readonly number[],
  runs: readonly HeaderRun[],
): number {
  const needed = Math.min(...runs.map((run) => run.start + run.plateColumns.length));
  const narrow = lines.findIndex((row) => (table.rows[row]?.length ?? 0) < needed);
  return narrow < 0 ? lines.length : narrow;
}

/** Spreadsheet programs make all lines equally wide or drop empty ends; then eight lines and an empty one must be there. */
function isPadded(table: CellTable, lines: readonly number[], filled: readonly number[]): boolean {
  const eighth = lines[ROWS - 1];
  const widths = new Set(lines.map((row) => table.rows[row]?.length ?? 0));
  if (eighth === undefined || lines.length <= ROWS) return false;
  return (widths.size === 1 || table.name !== null) && (filled.at(-1) ?? 0) <= eighth;
}

/** A text outside the columns of the header: a line has a value too many, so that others stand in wrong columns. */
function refuseStrangers(
  { table, name }: PlateSection,
  runs: readonly HeaderRun[],
  rows: readonly ValueRow[],
): void {
  const first = Math.min(...runs.map((run) => run.start));
  const isInside = (column: number) =>
    runs.some((run) => column >= run.start && column < run.start + run.plateColumns.length);
  for (const { tableRow } of rows) {
    const column = (table.rows[tableRow] ?? []).findIndex(
      (_, at) => at >= first && !isInside(at) && cellText(table, tableRow, at) !== "",
    );
    if (column >= 0) {
      throw truncatedGrid(
        `A row of plate “${name}” has more values than the plate has columns`,
        placeOf(table.name, tableRow, column),
      );
    }
  }
}

function isReducedHeader(table: CellTable, row: number): boolean {
  return headerRuns(table, row).some((run) => run.plateColumns.length > 2);
}

function blockOf(section: PlateSection, run: HeaderRun, rows: readonly ValueRow[]): PlateBlock {
  const { table } = section;
  const end = run.start + run.plateColumns.length;
  const lines = rows.map(
    ({ tableRow, plateRow }): BlockLine => ({
      plateRow,
      tableRow,
      label: null,
      cells: run.plateColumns.map((_, index) => ({
        cell: table.rows[tableRow]?.[run.start + index],
        tableRow,
        tableColumn: run.start + index,
      })),
    }),
  );
  const uneven = findUneven(
    table,
    rows.map(({ tableRow }) => tableRow),
    end,
  );
  return {
    form: "header-only",
    table,
    top: run.row,
    bottom: rows.at(-1)?.tableRow ?? run.row,
    left: run.start,
    right: end - 1,
    plateColumns: run.plateColumns,
    lines,
    corner: "",
    ...uneven,
  };
}

/** One line of values a wavelength under one heading, or several headings side by side over one line. */
function listValues(section: PlateSection, header: number): RawValues {
  const { table, name, wavelengthsNm } = section;
  const rows: number[] = [];
  for (let row = header + 1; row < section.end; row += 1) {
    if (isWellHeader(table, row)) break;
    if (!isEmptyRow(table, row)) rows.push(row);
  }
  const [first] = rows;
  if (first === undefined) throw noResults(`Plate “${name}” has wells but no values`);
  const runs = wellRuns(section, header);
  const isLineEach = runs.length === 1 && rows.length === wavelengthsNm.length;
  if (rows.length > 1 && !isLineEach) {
    throw new ExportRefused(
      "NOT_ENDPOINT",
      `Plate “${name}” has more than one read in time (${placeOf(table.name, rows[1] ?? first)}); only endpoint reads are taken.`,
    );
  }
  const blocks = rows.flatMap((row) => runs.map((run) => listBlock(table, header, row, run)));
  const start = blocks[0]?.left ?? 0;
  return { blocks, temperature: cellText(table, first, start - 1) };
}

interface WellColumn {
  readonly column: number;
  readonly plateRow: number;
  readonly plateColumn: number;
}

function isWellHeader(table: CellTable, row: number): boolean {
  const wells = (table.rows[row] ?? []).filter(
    (_, column) => parseWellName(cellText(table, row, column)) !== null,
  );
  return wells.length > 1;
}

/** Columns by the wells above them; a well that comes again begins the next wavelength. */
function wellRuns(
  { table, name }: PlateSection,
  header: number,
): readonly (readonly WellColumn[])[] {
  const runs: WellColumn[][] = [];
  const seen = new Set<string>();
  for (let column = 0; column < (table.rows[header]?.length ?? 0); column += 1) {
    const text = cellText(table, header, column);
    const well = parseWellName(text);
    if (well === null) {
      if (/^[A-P]\d{1,2}$/i.test(text))
        throw wrongFormat(`384 wells: “${name}” has well ${text}`, placeOf(table.name, header));
      continue;
    }
    if (runs.length === 0 || seen.has(well)) {
      runs.push([]);
      seen.clear();
    }
    seen.add(well);
    runs
      .at(-1)
      ?.push({ column, plateRow: well.charCodeAt(0) - 65, plateColumn: Number(well.slice(1)) - 1 });
  }
  if (runs.length > 0) return runs;
  throw truncatedGrid(`Plate “${name}” has no wells in its heading`, placeOf(table.name, header));
}

function listBlock(
  table: CellTable,
  header: number,
  row: number,
  run: readonly WellColumn[],
): PlateBlock {
  const plateColumns = Array.from({ length: 12 }, (_, index) => index);
  const plateRows = [...new Set(run.map(({ plateRow }) => plateRow))].sort((a, b) => a - b);
  const lines = plateRows.map(
    (plateRow): BlockLine => ({
      plateRow,
      tableRow: row,
      label: null,
      cells: plateColumns.map((plateColumn) => {
        const at = run.find((one) => one.plateRow === plateRow && one.plateColumn === plateColumn);
        const tableColumn = at?.column ?? -1;
        return { cell: table.rows[row]?.[tableColumn], tableRow: row, tableColumn };
      }),
    }),
  );
  const left = Math.min(...run.map(({ column }) => column));
  const right = Math.max(...run.map(({ column }) => column));
  const cells = table.rows[row] ?? [];
  const isShort = table.name === null && cells.length <= right;
  const isLong = cells.some(
    (_, column) => column > right && isNumberText(cellText(table, row, column)),
  );
  return {
    form: "header-only",
    table,
    top: header,
    bottom: row,
    left,
    right,
    plateColumns,
    lines,
    corner: "",
    shortRow: isShort ? row : null,
    longRow: isLong ? row : null,
  };
}
