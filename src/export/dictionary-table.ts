import { type CellType, type ColumnHead, type Table, tableOf, textColumn } from "./table.ts";

const R_CLASSES: Readonly<Record<CellType, string>> = {
  text: "character",
  number: "numeric",
  integer: "integer",
  boolean: "logical",
};

interface DictionaryRow extends ColumnHead {
  readonly table: string;
}

/** What every column of some tables means, one row a column; `r_class` is what `read.csv` takes as `colClasses`. */
export function dictionaryTable(tables: readonly Table[]): Table {
  const rows = tables.flatMap(({ name, columns }) =>
    columns.map((column): DictionaryRow => ({ table: name, ...column })),
  );
  return tableOf<DictionaryRow>(
    "columns",
    [
      textColumn("table", "", (row) => row.table),
      textColumn("column", "", (row) => row.name),
      textColumn("type", "", (row) => row.type),
      textColumn("r_class", "", (row) => R_CLASSES[row.type]),
      textColumn("unit", "", (row) => row.unit),
      textColumn("meaning", "", (row) => row.meaning),
    ],
    rows,
  );
}
