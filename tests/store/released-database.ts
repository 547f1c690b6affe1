/** Databases as released programs left them: made by those programs, with every kind of row (tests/data/schemas). */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type SqliteDatabase from "better-sqlite3";
import { sha256 } from "../../src/domain/canonical.ts";
import { freshFile } from "./fresh-store.ts";

const FOLDER = join(import.meta.dirname, "../data/schemas");

/** The schema that each release ended with. */
export const RELEASES = [
  { release: "0.1.0", schema: 1 },
  { release: "0.2.0", schema: 4 },
  { release: "0.3.0", schema: 8 },
] as const;

export type ReleasedSchema = (typeof RELEASES)[number]["schema"];

/** Whose samples there are in each of them. */
export const SAMPLES = ["A", "B", "G", "sample of P-1"];

/** A copy of one, for the length of the running test. */
export function releasedDatabase(schema: ReleasedSchema, file = freshFile()): string {
  writeFileSync(file, gunzipSync(readFileSync(join(FOLDER, `schema-${schema}.sqlite.gz`))));
  return file;
}

/** Everything that a database holds: by table how many rows, and one hash of all of them in the order of their commits. */
export function contentOf(
  db: SqliteDatabase.Database,
  columnsOf: (table: string) => readonly string[] = (table) => columnNames(db, table),
  tables: readonly string[] = tableNames(db),
): ReadonlyMap<string, string> {
  return new Map(
    tables.map((table) => {
      const columns = columnsOf(table).map((name) => `quote("${name}")`);
      const rows = db
        .prepare<[], string>(
          `SELECT ${columns.join(" || ',' || ")} FROM "${table}" ORDER BY ${orderOf(db, table)}`,
        )
        .pluck()
        .all();
      return [table, `${rows.length} rows ${sha256(rows.join("\n"))}`];
    }),
  );
}

export function tableNames(db: SqliteDatabase.Database): readonly string[] {
  return db
    .prepare<[], string>(
      "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .pluck()
    .all();
}

export function columnNames(db: SqliteDatabase.Database, table: string): readonly string[] {
  return db
    .prepare<[string], string>("SELECT name FROM pragma_table_info(?) ORDER BY cid")
    .pluck()
    .all(table);
}

/** A table without rowids is in the order of its key. */
function orderOf(db: SqliteDatabase.Database, table: string): string {
  const without = db
    .prepare<[string], number>(
      "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?",
    )
    .pluck()
    .get(table);
  if (without === 0) return "rowid";
  return db
    .prepare<[string], string>("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk")
    .pluck()
    .all(table)
    .join(", ");
}
