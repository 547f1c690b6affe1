/** A database as the first release left it, with something in every table that it had. */
import SqliteDatabase from "better-sqlite3";
import { loadMigrations, migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import { freshFile } from "./fresh-store.ts";
import { insertEverything } from "./store-rows.ts";

/** Where it stands; its schema is 1. */
export function oldDatabase(): string {
  const present = freshFile();
  const store = openStore(present);
  insertEverything(store);
  store.close();
  const file = freshFile();
  const db = new SqliteDatabase(file);
  db.pragma("journal_mode = WAL");
  migrate(db, file, loadMigrations().slice(0, 1));
  db.pragma("foreign_keys = OFF");
  db.prepare("ATTACH ? AS present").run(present);
  for (const table of tablesOf(db)) {
    const columns = columnsOf(db, table).join(", ");
    db.exec(`INSERT INTO main."${table}" (${columns}) SELECT ${columns} FROM present."${table}"`);
  }
  db.close();
  return file;
}

/** Those that the first release had; later ones may have more. */
function columnsOf(db: SqliteDatabase.Database, table: string): readonly string[] {
  return db
    .prepare<[string], string>("SELECT name FROM pragma_table_info(?, 'main')")
    .pluck()
    .all(table);
}

function tablesOf(db: SqliteDatabase.Database): readonly string[] {
  return db
    .prepare<[], string>(
      "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'migration' ORDER BY rowid",
    )
    .pluck()
    .all();
}
