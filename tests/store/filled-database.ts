/** A database with rows in every table there is, whatever they would mean: what is to be shown needs no sense. */
import SqliteDatabase from "better-sqlite3";
import { onTestFinished } from "vitest";
import { remakeLedger } from "../../src/store/ledger.ts";
import { type LedgerTable, ledgerTables, quoted } from "../../src/store/ledger-tables.ts";
import { migrate } from "../../src/store/migrate.ts";

export const ROWS = 3;

interface Column {
  readonly name: string;
  readonly type: string;
}

export function columnsOf(db: SqliteDatabase.Database, table: string): readonly Column[] {
  return db
    .prepare<[string], Column>("SELECT name, type FROM pragma_table_info(?) ORDER BY cid")
    .all(table);
}

/** A value of the column's type, another one for each number. */
export function valueFor({ name, type }: Column, number: number): string | number | Buffer {
  if (type === "INTEGER") return 1000 + number;
  if (type === "REAL") return 0.5 + number;
  return type === "BLOB" ? Buffer.from([number, 7]) : `${name} ${number}`;
}

/** Without the guards of the rows, as somebody with the file in hand has it. */
export function takeGuardsAway(db: SqliteDatabase.Database): void {
  db.pragma("foreign_keys = OFF");
  db.pragma("ignore_check_constraints = ON");
  const names = db
    .prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    .pluck()
    .all();
  for (const name of names) db.exec(`DROP TRIGGER ${quoted(name)}`);
}

/** In memory, with three rows a table and a ledger that fits. The tables are those of the ledger, with their guards. */
export function filledDatabase(): {
  readonly db: SqliteDatabase.Database;
  readonly tables: readonly LedgerTable[];
} {
  const db = new SqliteDatabase(":memory:");
  onTestFinished(() => void db.close());
  migrate(db, ":memory:");
  const tables = ledgerTables(db);
  takeGuardsAway(db);
  for (const { name } of tables) {
    db.exec(`DELETE FROM ${quoted(name)}`);
    const columns = columnsOf(db, name);
    const marks = columns.map(() => "?").join(", ");
    const insert = db.prepare(`INSERT INTO ${quoted(name)} VALUES (${marks})`);
    for (let row = 0; row < ROWS; row += 1) insert.run(columns.map((one) => valueFor(one, row)));
  }
  remakeLedger(db);
  return { db, tables };
}
