/** Sums over all rows of every table, kept with every transaction. */
import type { Database } from "better-sqlite3";
import { sha256 } from "../domain/canonical.ts";
import { type LedgerTable, ledgerTables, quoted } from "./ledger-tables.ts";
import { addNumbers, fromBytes, rowNumber, toBytes, type Value } from "./row-number.ts";

/** How many rows a table has, and the sum of their numbers. */
export interface TableSum {
  readonly rows: number;
  readonly sum: bigint;
}

export type Ledger = ReadonlyMap<string, TableSum>;

interface LedgerRow {
  readonly table_name: string;
  readonly rows: number;
  readonly sum: Uint8Array;
}

const EMPTY: TableSum = { rows: 0, sum: 0n };

/** What the ledger says, by table. */
export function readLedger(db: Database): Ledger {
  const rows = db.prepare<[], LedgerRow>("SELECT * FROM ledger ORDER BY table_name").all();
  return new Map(rows.map((row) => [row.table_name, { rows: row.rows, sum: fromBytes(row.sum) }]));
}

/** SHA-256 over every table's name, rows and sum, in the order of the names: one text for the state of all tables. */
export function ledgerSha256(ledger: Ledger): string {
  const lines = [...ledger].map(([name, { rows, sum }]) => [name, rows, sumSha256(sum)]);
  return sha256(JSON.stringify(lines.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))));
}

/** A sum in short. */
export function sumSha256(sum: bigint): string {
  return sha256(toBytes(sum));
}

/** The sum over the rows that are there, one after the other, so that memory stays small. */
export function sumTable(db: Database, table: LedgerTable): TableSum {
  const select = `SELECT ${table.columns.map(quoted).join(", ")} FROM main.${quoted(table.name)}`;
  let rows = 0;
  let sum = 0n;
  for (const values of db.prepare<[], Value[]>(select).raw().iterate()) {
    rows += 1;
    sum = addNumbers(sum, rowNumber(table.name, values));
  }
  return { rows, sum };
}

function sumTables(db: Database): Ledger {
  return new Map(ledgerTables(db).map((table) => [table.name, sumTable(db, table)]));
}

function hasLedger(db: Database): boolean {
  const find = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'ledger'";
  return db.prepare(find).get() !== undefined;
}

function writeLedger(db: Database, ledger: Ledger): void {
  db.exec("DELETE FROM ledger");
  const insert = db.prepare<[string, number, Buffer]>("INSERT INTO ledger VALUES (?, ?, ?)");
  for (const [name, { rows, sum }] of ledger) insert.run(name, rows, toBytes(sum));
}

/** Makes the ledger of the rows that are there, for who filled a database past the store: it proves nothing of before. */
export function remakeLedger(db: Database): void {
  writeLedger(db, sumTables(db));
}

/**
 * Takes the steps of a migration and makes the ledger of what they leave. A row that was changed past the program
 * before does not fit afterwards either: how far a table's sum was off is carried over.
 */
export function carryLedgerOver(db: Database, takeSteps: () => void): void {
  const said: Ledger = hasLedger(db) ? readLedger(db) : new Map();
  const found: Ledger = said.size === 0 ? new Map() : sumTables(db);
  takeSteps();
  if (!hasLedger(db)) return;
  const off = (name: string): bigint =>
    addNumbers((said.get(name) ?? EMPTY).sum, -(found.get(name) ?? EMPTY).sum);
  const after = [...sumTables(db)].map(([name, { rows, sum }]): [string, TableSum] => [
    name,
    { rows, sum: addNumbers(sum, said.has(name) ? off(name) : 0n) },
  ]);
  writeLedger(db, new Map(after));
}

/** What a transaction has done to one table. */
interface Change {
  readonly table: string;
  readonly rows: 1 | -1;
  readonly number: bigint;
}

/** Triggers of this connection alone: a program without them leaves rows that do not fit. */
function triggersFor({ name, columns }: LedgerTable, index: number): string {
  const note = (row: "NEW" | "OLD"): string => {
    const values = columns.map((column) => `${row}.${quoted(column)}`).join(", ");
    return `SELECT ledger_note(${index}, ${row === "NEW" ? 1 : -1}, ${values});`;
  };
  const trigger = (event: string, notes: string): string =>
    `CREATE TEMP TRIGGER ${quoted(`ledger_${event}_${name}`)} AFTER ${event} ON main.${quoted(name)} BEGIN ${notes} END;`;
  return [
    trigger("INSERT", note("NEW")),
    trigger("DELETE", note("OLD")),
    trigger("UPDATE", `${note("OLD")} ${note("NEW")}`),
  ].join("\n");
}

export interface LedgerKeeper {
  /**
   * Runs `work` in the transaction that is open and brings the ledger up to date with what it left. To be called once,
   * around everything that the transaction does.
   */
  keep<T>(work: () => T): T;
  /**
   * Runs one statement, or what is done in one savepoint: when it throws, the database has undone all of it, and none
   * of it counts. Every statement that writes and every savepoint must be run through it.
   */
  undoable<T>(work: () => T): T;
}

/** Has every change that this connection makes in `keep` counted; outside of it a change is refused. */
export function keepLedger(db: Database): LedgerKeeper {
  const tables = ledgerTables(db);
  let changes: Change[] | null = null;
  db.function("ledger_note", { varargs: true }, (index: number, rows: 1 | -1, ...values) => {
    const table = tables[index]?.name;
    if (changes === null || table === undefined) {
      throw new Error("a row is written outside of a transaction of the store");
    }
    changes.push({ table, rows, number: rowNumber(table, values as Value[]) });
    return null;
  });
  db.exec(tables.map(triggersFor).join("\n"));
  const fold = ledgerFold(db);
  return {
    keep: (work) => {
      const noted: Change[] = [];
      changes = noted;
      try {
        const result = work();
        fold(noted);
        return result;
      } finally {
        changes = null;
      }
    },
    undoable: (work) => {
      const before = changes?.length ?? 0;
      try {
        return work();
      } catch (error) {
        changes?.splice(before);
        throw error;
      }
    },
  };
}

/** Adds changes to what the ledger says. */
function ledgerFold(db: Database): (changes: readonly Change[]) => void {
  const find = db.prepare<[string], LedgerRow>("SELECT * FROM ledger WHERE table_name = ?");
  const insert = db.prepare<[string, number, Buffer]>("INSERT INTO ledger VALUES (?, ?, ?)");
  const update = db.prepare<[number, Buffer, string]>(
    "UPDATE ledger SET rows = ?, sum = ? WHERE table_name = ?",
  );
  return (changes) => {
    const byTable = new Map<string, TableSum>();
    for (const { table, rows, number } of changes) {
      const before = byTable.get(table) ?? EMPTY;
      const sum = addNumbers(before.sum, rows === 1 ? number : -number);
      byTable.set(table, { rows: before.rows + rows, sum });
    }
    for (const [table, change] of byTable) {
      const row = find.get(table);
      if (row === undefined) insert.run(table, change.rows, toBytes(change.sum));
      else {
        const sum = addNumbers(fromBytes(row.sum), change.sum);
        update.run(row.rows + change.rows, toBytes(sum), table);
      }
    }
  };
}
