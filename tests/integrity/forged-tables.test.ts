/** Whoever makes ledger and trail fit again is found by the anchors, in whatever table. */
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { expect, test } from "vitest";
import type { Anchor, Head } from "../../src/integrity/anchor.ts";
import { checkAnchors } from "../../src/integrity/check-anchors.ts";
import { keepLine, seeFile } from "../../src/integrity/kept-lines.ts";
import { type Ledger, ledgerSha256, readLedger, sumTable } from "../../src/store/ledger.ts";
import { type LedgerTable, quoted } from "../../src/store/ledger-tables.ts";
import { columnsOf, filledDatabase, valueFor } from "../store/filled-database.ts";
import { freshFolder } from "../store/fresh-store.ts";

function headWith(ledger: Ledger): Head {
  return { schema: 1, auditSeq: 0, auditSha256: null, ledgerSha256: ledgerSha256(ledger) };
}

/** The word of a program that has ended properly. */
function closedWith(head: Head): string {
  const file = join(freshFolder(), "anchors.jsonl");
  const anchor: Anchor = {
    kind: "closed",
    atUtc: "2026-03-06T14:00:00.000Z",
    by: "01a20bba-c8c9-7400-963e-b50db845549a",
    program: "daemon",
    programVersion: "1",
    head,
  };
  keepLine(file, anchor);
  return file;
}

/** What anybody could do to a table: a change of each column, a row less, a row more. */
function harmsOf(db: Database, { name }: LedgerTable): readonly (() => unknown)[] {
  const columns = columnsOf(db, name);
  const t = quoted(name);
  const [first] = columns;
  const key = quoted(first?.name ?? "");
  return [
    ...columns.map(
      (column) => () =>
        db
          .prepare(
            `UPDATE ${t} SET ${quoted(column.name)} = ? WHERE ${key} = (SELECT min(${key}) FROM ${t})`,
          )
          .run(valueFor(column, 77)),
    ),
    () => db.exec(`DELETE FROM ${t} WHERE ${key} = (SELECT max(${key}) FROM ${t})`),
    () =>
      db
        .prepare(`INSERT INTO ${t} VALUES (${columns.map(() => "?").join(", ")})`)
        .run(columns.map((column) => valueFor(column, 99))),
  ];
}

test("any column, any row less and any row more, with sums that were made anew, is found", () => {
  const { db, tables } = filledDatabase();
  const ledger = readLedger(db);
  const file = seeFile(closedWith(headWith(ledger)));
  const findingsWith = (now: Ledger) =>
    checkAnchors([file], { head: headWith(now), entry: () => null }).findings;
  expect(findingsWith(ledger)).toEqual([]);
  let tried = 0;
  for (const table of tables) {
    for (const harm of harmsOf(db, table)) {
      db.exec("BEGIN");
      harm();
      const forged = new Map([...ledger, [table.name, sumTable(db, table)]]);
      db.exec("ROLLBACK");
      expect(findingsWith(forged).join("\n"), table.name).toMatch(/changed past the program after/);
      tried += 1;
    }
  }
  expect(tried).toBeGreaterThan(400);
});
