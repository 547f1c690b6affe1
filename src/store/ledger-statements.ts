import type { Database } from "better-sqlite3";
import { type Ledger, ledgerSha256, readLedger, type TableSum } from "./ledger.ts";
import { type LedgerTable, ledgerTables, quoted } from "./ledger-tables.ts";
import { addNumbers, rowNumber, type Value } from "./row-number.ts";

/** The rows of one table as they are, in the order in which they were written. */
export interface FoundRows {
  readonly rows: number;
  readonly sum: bigint;
  /** The sum over so many of the first rows, for each count that was asked for and that there are. */
  readonly sumOfFirst: ReadonlyMap<number, bigint>;
  /** The first rows that stay the first ones, whatever is written later; null where nothing says so. */
  readonly settled: TableSum | null;
}

/** Bytes of a conversation that has ended come before those of all that are still open. */
const ITEMS_IN_ORDER = (columns: string): readonly string[] => [
  `SELECT ${columns} FROM main.transcript_end e JOIN main.transcript_item t ON t.transcript_id = e.transcript_id ORDER BY e.rowid, t.seq`,
  `SELECT ${columns} FROM main.transcript_item t WHERE NOT EXISTS (SELECT 1 FROM main.transcript_end e WHERE e.transcript_id = t.transcript_id)`,
];

/** Queries that give every row once. Of the rows of the first one the order never changes where the table only grows. */
function queriesOf({ name, columns, hasRowid }: LedgerTable): readonly string[] {
  const all = columns.map((column) => `t.${quoted(column)}`).join(", ");
  if (name === "transcript_item") return ITEMS_IN_ORDER(all);
  return [`SELECT ${all} FROM main.${quoted(name)} t${hasRowid ? " ORDER BY t.rowid" : ""}`];
}

function isOrdered(table: LedgerTable): boolean {
  return table.isAppendOnly && (table.hasRowid || table.name === "transcript_item");
}

export function ledgerStatements(db: Database) {
  return {
    /** What the ledger says. */
    said: (): Ledger => readLedger(db),
    /** A hash of all of it. */
    sha256: (): string => ledgerSha256(readLedger(db)),
    tables: (): readonly LedgerTable[] => ledgerTables(db),
    /** Reads every row of a table, one after the other, so that memory stays small. */
    found: (table: LedgerTable, counts: ReadonlySet<number>): FoundRows => {
      const sumOfFirst = new Map<number, bigint>();
      let rows = 0;
      let sum = 0n;
      let settled: TableSum | null = null;
      const mark = (): void => void (counts.has(rows) && sumOfFirst.set(rows, sum));
      mark();
      for (const query of queriesOf(table)) {
        for (const values of db.prepare<[], Value[]>(query).raw().iterate()) {
          rows += 1;
          sum = addNumbers(sum, rowNumber(table.name, values));
          mark();
        }
        if (isOrdered(table)) settled ??= { rows, sum };
      }
      return { rows, sum, sumOfFirst, settled };
    },
    /** The values of the first columns of the row with this number, as text; null when there is none. */
    rowWith: (table: LedgerTable, number: bigint): string | null => {
      for (const query of queriesOf(table)) {
        for (const values of db.prepare<[], Value[]>(query).raw().iterate()) {
          if (rowNumber(table.name, values) === number) return nameOf(table, values);
        }
      }
      return null;
    },
    /**
     * What SQLite counts up for tables with AUTOINCREMENT, where it is below the newest row or, of a table whose rows
     * stay, above it: one sentence each.
     */
    wrongCounters: (): readonly string[] =>
      db
        .prepare<[], { name: string; seq: number }>("SELECT name, seq FROM sqlite_sequence")
        .all()
        .filter(({ name, seq }) => {
          const newest = db.prepare(`SELECT coalesce(max(rowid), 0) FROM main.${quoted(name)}`);
          return newest.pluck().get() !== seq;
        })
        .map(({ name }) => `the counter of table ${name} is not that of its newest row`),
  };
}

/** Enough to find it by. Never a secret: columns that hold one are left out. */
function nameOf({ columns }: LedgerTable, values: readonly Value[]): string {
  return columns
    .slice(0, 2)
    .flatMap((column, at) => {
      const value = values[at] ?? null;
      const isShown = !/hash|secret/.test(column) && !(value instanceof Uint8Array);
      return isShown ? [`${column} ${String(value).slice(0, 80)}`] : [];
    })
    .join(", ");
}
