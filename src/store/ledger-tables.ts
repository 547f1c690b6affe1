import type { Database } from "better-sqlite3";
import { isDerived } from "./derived-tables.ts";

/** Tables whose rows are in no sum beside those that are derived, and what proves them instead. */
export const NOT_IN_LEDGER: ReadonlyMap<string, string> = new Map([
  ["ledger", "holds the sums; they are compared with those of the rows"],
  ["fingerprint", "made of the readings alone; `verify` makes it again and compares"],
]);

/** Made of others, and what people see of a plate: a row of it that was changed would hide one. */
const SHOWN = "plate_digest";

export interface LedgerTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** False for a table WITHOUT ROWID. */
  readonly hasRowid: boolean;
  /** True where triggers refuse every change and every removal, so that its first rows stay its first rows. */
  readonly isAppendOnly: boolean;
}

interface ListedTable {
  readonly name: string;
  readonly wr: number;
}

/** SQLite's own tables and the inner ones of virtual tables are not listed: they hold no rows of ours. */
const LISTED = `SELECT name, wr FROM pragma_table_list
  WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name`;

/** Every table of the database that the ledger sums up, by name. */
export function ledgerTables(db: Database): readonly LedgerTable[] {
  const columnsOf = db
    .prepare<[string], string>("SELECT name FROM pragma_table_info(?) ORDER BY cid")
    .pluck();
  const triggers = new Set(
    db.prepare<[], string>("SELECT name FROM sqlite_master WHERE type = 'trigger'").pluck().all(),
  );
  return db
    .prepare<[], ListedTable>(LISTED)
    .all()
    .filter(({ name }) => !NOT_IN_LEDGER.has(name) && (!isDerived(name) || name === SHOWN))
    .map(({ name, wr }) => ({
      name,
      columns: columnsOf.all(name),
      hasRowid: wr === 0,
      isAppendOnly: triggers.has(`${name}_fixed`) && triggers.has(`${name}_kept`),
    }));
}

/** The name as SQL takes it, whatever stands in it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
