import SqliteDatabase from "better-sqlite3";
import { derivedDamages } from "./derived-damages.ts";
import { migrate } from "./migrate.ts";

type Connection = SqliteDatabase.Database;

/** Every table, index and trigger with its words, as this program makes them. */
function schemaOf(db: Connection): ReadonlyMap<string, string> {
  const rows = db
    .prepare<[], { type: string; name: string; sql: string }>(
      "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type, name",
    )
    .all();
  return new Map(rows.map((row) => [`${row.type} ${row.name}`, row.sql]));
}

/** What guards the rows: a trigger that is gone lets them be changed. */
function schemaDamages(db: Connection): readonly string[] {
  const fresh = new SqliteDatabase(":memory:");
  migrate(fresh, ":memory:");
  const wanted = schemaOf(fresh);
  fresh.close();
  const found = schemaOf(db);
  const names = [...new Set([...wanted.keys(), ...found.keys()])];
  return names
    .filter((name) => wanted.get(name) !== found.get(name))
    .map((name) => `the ${name} of the schema is not what this program made`);
}

/** What SQLite itself finds wrong with the file, and what is not the schema of this program; one sentence each. */
export function damagesOf(db: Connection): readonly string[] {
  const pages = db.pragma("integrity_check") as { integrity_check: string }[];
  const orphans = db.pragma("foreign_key_check") as {
    table: string;
    rowid: number;
    parent: string;
  }[];
  return [
    ...schemaDamages(db),
    ...derivedDamages(db),
    ...pages.map((row) => row.integrity_check).filter((text) => text !== "ok"),
    ...orphans.map(
      (row) => `${row.table} row ${row.rowid} names a ${row.parent} that is not there`,
    ),
  ];
}
