/** Rows against the ledger: what the program wrote, all of it and nothing else, in every table. */

import type { TableSum } from "../store/ledger.ts";
import type { FoundRows } from "../store/ledger-statements.ts";
import type { LedgerTable } from "../store/ledger-tables.ts";
import type { Store } from "../store/open-store.ts";
import { addNumbers } from "../store/row-number.ts";

export interface LedgerCheck {
  /** One sentence for each table that is not as the program left it. */
  readonly findings: readonly string[];
  readonly found: ReadonlyMap<string, FoundRows>;
}

/** Counts of first rows at which the sum is wanted, by table. */
export type WantedCounts = ReadonlyMap<string, ReadonlySet<number>>;

const NONE: ReadonlySet<number> = new Set();

type Ledgered = Pick<Store, "ledger">;

function finding(
  store: Ledgered,
  table: LedgerTable,
  said: TableSum | undefined,
  found: FoundRows,
): string | null {
  if (said === undefined) return `the ledger does not know table ${table.name}`;
  const { name } = table;
  if (said.rows === found.rows && said.sum === found.sum) return null;
  const more = found.rows - said.rows;
  const row = more === 1 ? store.ledger.rowWith(table, addNumbers(found.sum, -said.sum)) : null;
  if (row !== null) return `table ${name}: the row with ${row} was put in past the program`;
  if (more === 0)
    return `table ${name}: rows were changed past the program (${found.rows} are there)`;
  const what = more > 0 ? "were put in" : "were taken out";
  return `table ${name}: rows ${what} past the program (${found.rows} are there, the program wrote ${said.rows})`;
}

/** Reads every row of every table once. */
export function checkLedger(store: Ledgered, wanted: WantedCounts = new Map()): LedgerCheck {
  const said = store.ledger.said();
  const findings: string[] = [];
  const found = new Map<string, FoundRows>();
  for (const table of store.ledger.tables()) {
    const rows = store.ledger.found(table, wanted.get(table.name) ?? NONE);
    found.set(table.name, rows);
    const wrong = finding(store, table, said.get(table.name), rows);
    if (wrong !== null) findings.push(wrong);
  }
  const gone = [...said.keys()].filter((name) => !found.has(name));
  return {
    findings: [
      ...findings,
      ...gone.map((name) => `table ${name} is in the ledger and not in the database`),
      ...store.ledger.wrongCounters(),
    ],
    found,
  };
}
