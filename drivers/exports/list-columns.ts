/** Finds lists of wells in a table, and which column holds what. */
import { parseWellName, type WellName } from "../../src/domain/well.ts";
import { isNumberText, isWellText } from "../../src/instrument/exports/cell-kinds.ts";
import type { CellTable } from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import {
  cellText,
  columnIndexOf,
  isEmptyRow,
  isValueCell,
  rowIndexOf,
} from "./parts/plate-block.ts";
import { placeOf, wrongFormat } from "./parts/refuse.ts";
import { matchesAny } from "./parts/signature.ts";
import { namesDifference, wavelengthOf } from "./parts/wavelength.ts";

export interface ListColumn {
  readonly column: number;
  readonly label: string | null;
  readonly wavelengthNm: number | null;
  /** The name of the plate whose values stand in this column, where a list has a column a plate; else null. */
  readonly plate: string | null;
}

export interface WellList {
  readonly table: CellTable;
  readonly rows: readonly { readonly row: number; readonly well: WellName }[];
  /** The columns that are taken for readings. */
  readonly values: readonly ListColumn[];
  /** Every column of numbers, with its heading. */
  readonly numeric: readonly ListColumn[];
  readonly calculated: readonly string[];
  readonly plateColumn: number | null;
  /** True when the heading of that column says barcode or id. */
  readonly plateIsId: boolean;
  readonly wavelengthColumn: number | null;
}

/** Fewer lines are no list of wells. */
const MIN_ROWS = 3;

const PLATE_HEAD =
  /^(?:plate|plate\s*(?:id|no\.?|number|name|barcode|code)|barcode|assay\s*plate)$/i;
/** Headings of columns of which each holds the values of another plate. */
const PLATE_COLUMN = /^(?:plate|platte|plaque)[\s_#.-]*\d+$/i;
const WELL_HEAD =
  /^(?:wells?|positions?|pos\.?|row|cell|coordinates?|well\s*(?:id|name|position|row))$/i;
const WAVELENGTH_HEAD = /^(?:wavelength|wave\s*length|lambda|wl|λ|filter)\b.*$/i;
const VALUE_HEAD =
  /^(?:raw|od|o\.d\.|abs|abs\.|absorbance|absorption|extinction|value|values|reading|readings|signal|result|results|data|measurement|measured|measure|a)\b/i;
/** Columns of numbers that are no readings. */
const OTHER_HEAD =
  /\b(?:row|rows|col|cols|column|columns|plate|barcode|well|wells|no|nr|number|index|idx|#|sample|group|type|name|id|time|date|temp|temperature|conc|concentration|dose|dilution|volume|replicate|repeat|rep|cycle|wavelength|flag|status)\b|^#|°c/i;

/** Lists in their order. Throws PLATE_FORMAT for wells beyond H12. */
export function findWellLists(
  table: CellTable,
  profile: ExportProfile,
  tokens: ReadonlySet<string>,
): readonly WellList[] {
  const found: WellList[] = [];
  let row = 0;
  while (row < table.rows.length) {
    const run = wellRun(table, row);
    if (run === null) {
      row += 1;
      continue;
    }
    let last = row;
    for (const part of partsOf(table, run)) {
      found.push(describeList(table, part, profile, tokens));
      last = Math.max(last, part.rows.at(-1)?.row ?? row);
    }
    row = last + 1;
  }
  return found;
}

interface WellRun {
  readonly rows: readonly { readonly row: number; readonly well: WellName }[];
  /** The columns that name the well. */
  readonly columns: readonly number[];
  readonly head: number | null;
  /** First column that belongs to the list, and the one behind its last. */
  readonly from: number;
  readonly to: number;
}

/** A list that begins in this row. */
function wellRun(table: CellTable, start: number): WellRun | null {
  const width = table.rows[start]?.length ?? 0;
  for (let column = 0; column < width; column += 1) {
    if (!isWellText(cellText(table, start, column))) continue;
    const rows = runOf(table, start, (row) => wellAtCell(table, row, column));
    if (rows.length >= MIN_ROWS) {
      const head = headOf(table, start);
      return { rows: knownWells(table, rows), columns: [column], head, from: 0, to: Infinity };
    }
  }
  return splitRun(table, start);
}

/** Lists side by side: wells under the same heading as the first ones, each with values behind them. */
function partsOf(table: CellTable, run: WellRun): readonly WellRun[] {
  const [first, second] = run.columns;
  const start = run.rows[0]?.row ?? 0;
  if (first === undefined || second !== undefined) return [run];
  const headAt = (column: number) => (run.head === null ? "" : cellText(table, run.head, column));
  const width = table.rows[start]?.length ?? 0;
  const columns = Array.from({ length: width }, (_, column) => column).filter(
    (column) =>
      column >= first &&
      parseWellName(wellAtCell(table, start, column) ?? "") !== null &&
      headAt(column) === headAt(first) &&
      (headAt(column) !== "" || isNumberText(cellText(table, start, column + 1))),
  );
  if (columns.length < 2 || columns[0] !== first) return [run];
  return columns.map((column, index) => {
    const rows = runOf(table, start, (row) => wellAtCell(table, row, column));
    const to = columns[index + 1] ?? Infinity;
    return { rows: knownWells(table, rows), columns: [column], head: run.head, from: column, to };
  });
}

/** A row letter and a column number in two columns, under headings that say so. */
function splitRun(table: CellTable, start: number): WellRun | null {
  const head = headOf(table, start);
  if (head === null) return null;
  const heads = (table.rows[head] ?? []).map((_, column) => cellText(table, head, column));
  const letters = heads.findIndex((text) => /^(?:row|well\s*row|plate\s*row)$/i.test(text));
  const numbers = heads.findIndex((text) =>
    /^(?:col|column|well\s*col(?:umn)?|plate\s*col(?:umn)?)$/i.test(text),
  );
  if (letters < 0 || numbers < 0) return null;
  const rows = runOf(table, start, (row) => {
    const text = cellText(table, row, letters);
    const number = columnIndexOf(cellText(table, row, numbers));
    const letter = rowIndexOf(text) ?? columnIndexOf(text);
    if (letter === null || number === null) return null;
    return `${String.fromCharCode(65 + letter)}${number + 1}`;
  });
  return rows.length >= MIN_ROWS
    ? { rows: knownWells(table, rows), columns: [letters, numbers], head, from: 0, to: Infinity }
    : null;
}

function runOf(
  table: CellTable,
  start: number,
  nameOf: (row: number) => string | null,
): readonly { readonly row: number; readonly name: string }[] {
  const rows: { row: number; name: string }[] = [];
  for (let row = start; row < table.rows.length; row += 1) {
    const name = nameOf(row);
    if (name === null) break;
    rows.push({ row, name });
  }
  return rows;
}

function wellAtCell(table: CellTable, row: number, column: number): string | null {
  const text = cellText(table, row, column);
  return isWellText(text) ? text.replace(/[ \-_]/g, "") : null;
}

/** The wells of the run by their names on a plate of 96. Throws PLATE_FORMAT when there are others. */
function knownWells(
  table: CellTable,
  rows: readonly { readonly row: number; readonly name: string }[],
): WellRun["rows"] {
  return rows.map(({ row, name }) => {
    const well = parseWellName(name);
    if (well === null)
      throw wrongFormat(`more than 96 wells: there is a well ${name}`, placeOf(table.name, row));
    return { row, well };
  });
}

/** The row of headings above the list; over an empty row it must speak of wells, or it is a remark. */
function headOf(table: CellTable, start: number): number | null {
  for (let row = start - 1; row >= Math.max(0, start - 2); row -= 1) {
    if (isEmptyRow(table, row)) continue;
    const texts = (table.rows[row] ?? []).map((_, column) => cellText(table, row, column));
    const isBeside = row === start - 1 || texts.some((text) => WELL_HEAD.test(text));
    return isBeside && texts.filter((text) => text !== "").length >= 2 ? row : null;
  }
  return null;
}

function describeList(
  table: CellTable,
  run: WellRun,
  profile: ExportProfile,
  tokens: ReadonlySet<string>,
): WellList {
  const width = run.rows.reduce(
    (most, { row }) => Math.max(most, table.rows[row]?.length ?? 0),
    0,
  );
  const columns = Array.from({ length: width }, (_, column) => column).filter(
    (column) => !run.columns.includes(column) && column >= run.from && column < run.to,
  );
  const heads = columns.map((column) => ({
    column,
    label: run.head === null ? "" : cellText(table, run.head, column),
  }));
  const plate = heads.find(({ label }) => PLATE_HEAD.test(label));
  const wavelength = heads.find(
    ({ label, column }) =>
      WAVELENGTH_HEAD.test(label) &&
      wavelengthOf(cellText(table, run.rows[0]?.row ?? 0, column)) !== null,
  );
  const numeric = heads.filter(
    ({ column }) =>
      column !== plate?.column &&
      column !== wavelength?.column &&
      isValueColumn(table, run, column, tokens),
  );
  const calculated = numeric.filter(
    ({ label }) =>
      label !== "" && (matchesAny(label, profile.calculated) || namesDifference(label)),
  );
  const left = numeric.filter((one) => !calculated.includes(one));
  return {
    table,
    rows: run.rows,
    values: chooseValues(left, table, run),
    numeric: numeric.map(toColumn),
    calculated: calculated.map(({ label }) => label),
    plateColumn: plate?.column ?? null,
    plateIsId: /id|barcode|code/i.test(plate?.label ?? ""),
    wavelengthColumn: wavelength?.column ?? null,
  };
}

function isValueColumn(
  table: CellTable,
  run: WellRun,
  column: number,
  tokens: ReadonlySet<string>,
): boolean {
  const filled = run.rows.filter(({ row }) => cellText(table, row, column) !== "");
  const values = filled.filter(({ row }) => isValueCell(table.rows[row]?.[column], tokens));
  return values.length > 0 && values.length * 2 >= filled.length;
}

/** Columns headed by a wavelength; else those headed by a word for readings; else the first that has decimals. */
function chooseValues(
  columns: readonly { readonly column: number; readonly label: string }[],
  table: CellTable,
  run: WellRun,
): readonly ListColumn[] {
  const named = columns.map(toColumn);
  const nm = named.filter(({ wavelengthNm }) => wavelengthNm !== null);
  if (nm.length > 0) return nm;
  const words = named.filter(({ label }) => label !== null && VALUE_HEAD.test(label));
  if (words.length > 0) return words.slice(0, 1);
  const plates = named.filter(({ label }) => label !== null && PLATE_COLUMN.test(label));
  if (plates.length > 1) return plates.map((one) => ({ ...one, label: null, plate: one.label }));
  const rest = named.filter(({ label }) => label === null || !OTHER_HEAD.test(label));
  const decimals = rest.filter(({ column }) =>
    run.rows.some(({ row }) => hasDecimals(table, row, column)),
  );
  if (run.head === null) return decimals.length > 0 ? decimals : rest.slice(0, 1);
  return (decimals.length > 0 ? decimals : rest).slice(0, 1);
}

function toColumn({
  column,
  label,
}: {
  readonly column: number;
  readonly label: string;
}): ListColumn {
  return { column, label: label === "" ? null : label, wavelengthNm: wavelengthOf(label), plate: null };
}

function hasDecimals(table: CellTable, row: number, column: number): boolean {
  const text = cellText(table, row, column);
  return isNumberText(text) && /[.,]/.test(text);
}
