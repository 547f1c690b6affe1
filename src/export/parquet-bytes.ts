import { type BasicType, type ColumnSource, parquetWriteBuffer } from "hyparquet-writer";
import type { CellType, Table } from "./table.ts";

const PARQUET_TYPES: Readonly<Record<CellType, BasicType>> = {
  text: "STRING",
  number: "DOUBLE",
  integer: "INT32",
  boolean: "BOOLEAN",
};

/**
 * The table as a Parquet file (Snappy): the columns of the CSV with their types; missing cells are nulls. Texts are as
 * they were entered, without the mark against formulas. `notes` go into the file's key-value metadata, beside unit
 * and meaning of each column.
 */
export function parquetBytes(
  table: Table,
  notes: Readonly<Record<string, string>>,
  createdBy: string,
): Uint8Array {
  const columnData = table.columns.map(
    ({ name, type }, index): ColumnSource => ({
      name,
      type: PARQUET_TYPES[type],
      nullable: true,
      data: table.rows.map((row) => row[index] ?? null),
    }),
  );
  const dictionary = table.columns.map(({ name, unit, meaning }) => ({ name, unit, meaning }));
  const kvMetadata = Object.entries({ ...notes, columns: JSON.stringify(dictionary) }).map(
    ([key, value]) => ({ key, value }),
  );
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata, createdBy }));
}
