/** Finds lists of wells in a table, and which column holds what. */
import type { WellName } from "../../src/domain/well.ts";
import { isNumberText } from "../../src/instrument/exports/cell-kinds.ts";
import type { CellTable } from "../../src/instrument/exports/contract.ts";
import type { ExportProfile } from "../../src/instrument/exports/export-profile.ts";
import { cellText, isValueCell } from "./parts/plate-block.ts";
import { notAbsorbance, placeOf } from "./parts/refuse.ts";
import { matchesAny } from "./parts/signature.ts";
import { namesDifference, wavelengthOf } from "./parts/wavelength.ts";
import { partsOf, titlesAbove, type WellRun, wellRun } from "./parts/well-runs.ts";

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
  /** The texts above the list, nearest first, back to whatever ends before it. */
  readonly titles: readonly string[];
}

const PLATE_HEAD =
  /^(?:plate|plate\s*(?:id|no\.?|number|name|barcode|code)|barcode|assay\s*plate)$/i;
/** Headings of columns of which each holds the values of another plate. */
const PLATE_COLUMN = /^(?:plate|platte|plaque)[\s_#.-]*\d+$/i;
const WAVELENGTH_HEAD = /^(?:wavelength|wave\s*length|lambda|wl|λ|filter)\b.*$/i;
const VALUE_HEAD =
  /^(?:raw|od|o\.d\.|abs|abs\.|absorbance|absorption|extinction|value|values|reading|readings|signal|result|results|data|measurement|measured|measure|a)\b/i;
/** Columns that are no readings, whatever else their headings say: `Measurement time(s)`. */
const NO_VALUE_HEAD = /\b(?:time|temp|temperature|height|duration|flashes)\b|\[s\]|\(s\)/i;
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
    const titles = titlesAbove(table, run, (found.at(-1)?.rows.at(-1)?.row ?? -1) + 1);
    for (const part of partsOf(table, run)) {
      found.push({ ...describeList(table, part, profile, tokens), titles });
      last = Math.max(last, part.rows.at(-1)?.row ?? row);
    }
    row = last + 1;
  }
  return found;
}

function describeList(
  table: CellTable,
  run: WellRun,
  profile: ExportProfile,
  tokens: ReadonlySet<string>,
): Omit<WellList, "titles"> {
  const width = run.rows.reduce((most, { row }) => Math.max(most, table.rows[row]?.length ?? 0), 0);
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
  const words = named.filter(
    ({ label }) => label !== null && VALUE_HEAD.test(label) && !NO_VALUE_HEAD.test(label),
  );
  if (words.length > 0) return words.slice(0, 1);
  const plates = named.filter(({ label }) => label !== null && PLATE_COLUMN.test(label));
  if (plates.length > 1) return plates.map((one) => ({ ...one, label: null, plate: one.label }));
  const rest = named.filter(
    ({ label }) => label === null || !(OTHER_HEAD.test(label) || NO_VALUE_HEAD.test(label)),
  );
  refuseTimes(rest, table, run);
  const decimals = rest.filter(({ column }) =>
    run.rows.some(({ row }) => hasDecimals(table, row, column)),
  );
  if (run.head === null) return decimals.length > 0 ? decimals : rest.slice(0, 1);
  return (decimals.length > 0 ? decimals : rest).slice(0, 1);
}

/** Headings of values that are only numbers beside one that speaks of time: the plate was read again and again. */
function refuseTimes(columns: readonly ListColumn[], table: CellTable, run: WellRun): void {
  if (run.head === null) return;
  const heads = (table.rows[run.head] ?? []).map((_, column) =>
    cellText(table, run.head ?? 0, column),
  );
  const times = columns.filter(({ label }) => label !== null && isNumberText(label));
  if (times.length < 2 || !heads.some((text) => /^time\b/i.test(text))) return;
  throw notAbsorbance("The wells were read several times", placeOf(table.name, run.head));
}

function toColumn({
  column,
  label,
}: {
  readonly column: number;
  readonly label: string;
}): ListColumn {
  return {
    column,
    label: label === "" ? null : label,
    wavelengthNm: wavelengthOf(label),
    plate: null,
  };
}

function hasDecimals(table: CellTable, row: number, column: number): boolean {
  const text = cellText(table, row, column);
  return isNumberText(text) && /[.,]/.test(text);
}
