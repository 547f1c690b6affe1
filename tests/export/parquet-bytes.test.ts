import { parquetMetadata, parquetReadObjects, parquetSchema } from "hyparquet";
import { describe, expect, test } from "vitest";
import { exportFiles } from "../../src/export/export-files.ts";
import { parquetBytes } from "../../src/export/parquet-bytes.ts";
import { numberColumn, tableOf } from "../../src/export/table.ts";
import { wellsTable } from "../../src/export/wells-table.ts";
import { gathered, studyStore } from "./exported-study.ts";

function bufferOf(bytes: string | Uint8Array): ArrayBuffer {
  if (typeof bytes === "string") throw new Error("a text is no Parquet file");
  return new Uint8Array(bytes).buffer;
}

describe("Parquet", () => {
  test("holds the columns and cells of the CSV, with types and nulls", async () => {
    const plates = gathered(await studyStore("C"));
    const table = wellsTable(plates);
    const { files } = exportFiles("parquet", plates, { strict: false });
    expect(files.map((file) => file.path)).toEqual(
      expect.arrayContaining(["wells.parquet", "doses.parquet", "comparisons.parquet"]),
    );
    const buffer = bufferOf(files.find((file) => file.path === "wells.parquet")?.content ?? "");
    const rows = await parquetReadObjects({ file: buffer });
    expect(rows.map((row) => table.columns.map((column) => row[column.name] ?? null))).toEqual(
      table.rows,
    );
    const types = parquetSchema(parquetMetadata(buffer)).children.map(({ element }) => [
      element.name,
      element.type,
    ]);
    expect(types).toEqual(
      expect.arrayContaining([
        ["well", "BYTE_ARRAY"],
        ["column", "INT32"],
        ["survival_percent", "DOUBLE"],
        ["is_vehicle", "BOOLEAN"],
      ]),
    );
  });

  test("says what its columns mean", async () => {
    const table = tableOf("t", [numberColumn<number>("x_au", "AU", "Meaning.", (x) => x)], [1]);
    const metadata = parquetMetadata(
      bufferOf(parquetBytes(table, { program: "p" }, "c version 1")),
    );
    expect(metadata.created_by).toBe("c version 1");
    const notes = Object.fromEntries(
      (metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value]),
    );
    expect(notes.program).toBe("p");
    expect(JSON.parse(notes.columns ?? "")).toEqual([
      { name: "x_au", unit: "AU", meaning: "Meaning." },
    ]);
  });

  test("may have no rows", async () => {
    const table = tableOf("t", [numberColumn<number>("x", "", "", (x) => x)], []);
    expect(await parquetReadObjects({ file: bufferOf(parquetBytes(table, {}, "c")) })).toEqual([]);
  });
});
