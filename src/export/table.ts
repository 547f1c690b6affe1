/** Tables as data: columns that say what they hold, and rows of plain cells. CSV, Parquet and the dictionary come of one. */

export type CellType = "text" | "number" | "integer" | "boolean";

/** Null = missing: an empty field in CSV, a null in Parquet; never 0 or NaN. */
export type Cell = string | number | boolean | null;

export interface ColumnHead {
  /** Lower case with underscores, its unit at the end: a plain variable name in R and Python. */
  readonly name: string;
  readonly type: CellType;
  /** Empty where it has none. */
  readonly unit: string;
  readonly meaning: string;
}

export interface Column<Row> extends ColumnHead {
  readonly value: (row: Row) => Cell;
}

export interface Table {
  readonly name: string;
  readonly columns: readonly ColumnHead[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A cell as it may be written: what is no finite number, and an empty text, are missing; there is no minus zero. */
function plainCell(cell: Cell): Cell {
  if (typeof cell === "number") return Number.isFinite(cell) ? cell + 0 : null;
  return cell === "" ? null : cell;
}

/** One row of cells for each of `rows`, in their order and in the order of the columns. */
export function tableOf<Row>(
  name: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Table {
  return {
    name,
    columns: columns.map(({ value: _, ...head }) => head),
    rows: rows.map((row) => columns.map((column) => plainCell(column.value(row)))),
  };
}

type ValueOf<Row> = (row: Row) => Cell;

export function textColumn<Row>(name: string, meaning: string, value: ValueOf<Row>): Column<Row> {
  return { name, type: "text", unit: "", meaning, value };
}

export function flagColumn<Row>(name: string, meaning: string, value: ValueOf<Row>): Column<Row> {
  return { name, type: "boolean", unit: "", meaning, value };
}

export function countColumn<Row>(
  name: string,
  unit: string,
  meaning: string,
  value: ValueOf<Row>,
): Column<Row> {
  return { name, type: "integer", unit, meaning, value };
}

export function numberColumn<Row>(
  name: string,
  unit: string,
  meaning: string,
  value: ValueOf<Row>,
): Column<Row> {
  return { name, type: "number", unit, meaning, value };
}
