/** What is changed past the program no longer fits the sums, in whatever table and column. */
import SqliteDatabase, { type Database } from "better-sqlite3";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkLedger } from "../../src/pipeline/verify-ledger.ts";
import { isDerived } from "../../src/store/derived-tables.ts";
import { keepLedger, type LedgerKeeper, readLedger } from "../../src/store/ledger.ts";
import { ledgerStatements } from "../../src/store/ledger-statements.ts";
import { NOT_IN_LEDGER, quoted } from "../../src/store/ledger-tables.ts";
import { loadMigrations, migrate } from "../../src/store/migrate.ts";
import { columnsOf, filledDatabase, valueFor } from "./filled-database.ts";
import { freshFile, freshStore, withDatabase } from "./fresh-store.ts";
import { AT, insertEverything, insertSample, insertTranscript } from "./store-rows.ts";

function findingsOf(db: Database): readonly string[] {
  return checkLedger({ ledger: ledgerStatements(db) }).findings;
}

/** The ledger of these tables alone: nothing is done to the others, and there are many. */
function lookingAt(db: Database, ...names: readonly string[]) {
  const ledger = ledgerStatements(db);
  const tables = ledger.tables().filter((table) => names.includes(table.name));
  return {
    ...ledger,
    tables: () => tables,
    said: () => new Map([...readLedger(db)].filter(([said]) => names.includes(said))),
    wrongCounters: () => [],
  };
}

/** What is found in a table after `harm`, which is undone again. */
function foundAfter(db: Database, name: string, harm: () => unknown): readonly string[] {
  const ledger = lookingAt(db, name);
  db.exec("BEGIN");
  try {
    harm();
    return checkLedger({ ledger }).findings;
  } finally {
    db.exec("ROLLBACK");
  }
}

/** Rows by their keys, whatever kind of table it is. */
function keyOf(db: Database, table: string): readonly string[] {
  const keys = db
    .prepare<[string], string>("SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk")
    .pluck()
    .all(table);
  return keys.length > 0 ? keys : ["rowid"];
}

describe("of every table of the schema", () => {
  test("rows are summed up, or it is said what proves them instead", () => {
    const { db, tables } = filledDatabase();
    const all = db
      .prepare<[], string>(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
      )
      .pluck()
      .all();
    const summed = new Set(tables.map(({ name }) => name));
    const left = all.filter(
      (name) => !summed.has(name) && !NOT_IN_LEDGER.has(name) && !isDerived(name),
    );
    expect(left).toEqual([]);
    expect(summed.size).toBeGreaterThan(40);
  });

  test("rows have the types that their columns say, so that no value can pass for another", () => {
    const { db, tables } = filledDatabase();
    const loose = db
      .prepare<[], string>(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0",
      )
      .pluck()
      .all();
    expect(tables.filter(({ name }) => loose.includes(name))).toEqual([]);
  });

  test("nothing is found while nobody has touched it", () => {
    expect(findingsOf(filledDatabase().db)).toEqual([]);
  });

  test("any column of any row that was changed is found", () => {
    const { db, tables } = filledDatabase();
    for (const { name } of tables) {
      for (const column of columnsOf(db, name)) {
        const [key = "rowid"] = keyOf(db, name);
        const found = foundAfter(db, name, () =>
          db
            .prepare(
              `UPDATE ${quoted(name)} SET ${quoted(column.name)} = ? WHERE ${quoted(key)} = (SELECT max(${quoted(key)}) FROM ${quoted(name)})`,
            )
            .run(valueFor(column, 77)),
        );
        expect(found.join("\n"), `${name}.${column.name}`).toContain(
          `table ${name}: rows were changed`,
        );
      }
    }
  });

  test("a value that was taken away is found", () => {
    const { db, tables } = filledDatabase();
    for (const { name } of tables) {
      const open = db
        .prepare<[string], string>(
          'SELECT name FROM pragma_table_info(?) WHERE pk = 0 AND "notnull" = 0',
        )
        .pluck()
        .all(name);
      for (const column of open) {
        const found = foundAfter(db, name, () =>
          db.exec(`UPDATE ${quoted(name)} SET ${quoted(column)} = NULL`),
        );
        expect(found.join("\n"), `${name}.${column}`).toContain(`table ${name}: `);
      }
    }
  });

  test("a row that was taken out, put in, or changed places with another is found", () => {
    const { db, tables } = filledDatabase();
    for (const { name } of tables) {
      const columns = columnsOf(db, name);
      const [key = "rowid"] = keyOf(db, name);
      const k = quoted(key);
      const t = quoted(name);
      const [first, last] = [`(SELECT min(${k}) FROM ${t})`, `(SELECT max(${k}) FROM ${t})`];
      const taken = foundAfter(db, name, () => db.exec(`DELETE FROM ${t} WHERE ${k} = ${first}`));
      expect(taken.join("\n"), name).toContain(`table ${name}: rows were taken out`);
      const put = foundAfter(db, name, () =>
        db
          .prepare(`INSERT INTO ${t} VALUES (${columns.map(() => "?").join(", ")})`)
          .run(columns.map((one) => valueFor(one, 99))),
      );
      expect(put.join("\n"), name).toMatch(new RegExp(`table ${name}: the row with .* was put in`));
      const other = columns.find((column) => !keyOf(db, name).includes(column.name));
      if (other === undefined) continue;
      const o = quoted(other.name);
      const swapped = foundAfter(db, name, () => {
        const [a, b] = db
          .prepare<[], unknown>(
            `SELECT ${o} FROM ${t} WHERE ${k} IN (${first}, ${last}) ORDER BY ${k}`,
          )
          .pluck()
          .all();
        const set = db.prepare(`UPDATE ${t} SET ${o} = ? WHERE ${k} = ${first}`);
        const setLast = db.prepare(`UPDATE ${t} SET ${o} = ? WHERE ${k} = ${last}`);
        // Through a third value, for columns that take each value once.
        setLast.run(valueFor(other, 55));
        set.run(b);
        setLast.run(a);
      });
      expect(swapped.join("\n"), name).toContain(`table ${name}: rows were changed`);
    }
  });

  test("a line of the ledger itself that was changed or taken out is found", () => {
    const { db, tables } = filledDatabase();
    for (const { name } of tables) {
      for (const harm of [
        "UPDATE ledger SET rows = rows + 1 WHERE table_name = ?",
        "UPDATE ledger SET sum = zeroblob(256) WHERE table_name = ?",
        "DELETE FROM ledger WHERE table_name = ?",
      ]) {
        expect(foundAfter(db, name, () => db.prepare(harm).run(name))).toHaveLength(1);
      }
    }
    db.exec("INSERT INTO ledger VALUES ('nothing', 0, zeroblob(256))");
    expect(findingsOf(db)).toEqual(["table nothing is in the ledger and not in the database"]);
  });
});

test("the counter of the table of changes cannot be turned back", () => {
  const file = freshFile();
  const store = freshStore(file);
  for (const subject of ["a", "b"]) store.journal.change("plate", subject, AT);
  expect(checkLedger(store).findings).toEqual([]);
  withDatabase(file, (db) => db.exec("UPDATE sqlite_sequence SET seq = 1 WHERE name = 'change'"));
  expect(checkLedger(store).findings).toEqual([
    "the counter of table change is not that of its newest row",
  ]);
});

/** What a random caller does: rows put in, changed and taken out, in transactions in transactions, some of which fail. */
type Step =
  | { readonly kind: "sql"; readonly sql: string }
  | { readonly kind: "inner"; readonly steps: readonly Step[]; readonly fails: boolean };

const PUT = "INTO sign_in_failure (person_id, method, failures, last_at_utc)";

/** Several rows at once, so that a statement may fail when some of its rows are there already. */
function statement([verb, row]: [string, number]): string {
  const at = `'at ${row}'`;
  switch (verb) {
    case "delete":
      return `DELETE FROM sign_in_failure WHERE failures > ${row}`;
    case "update":
      return `UPDATE sign_in_failure SET failures = failures + ${row}, last_at_utc = ${at}`;
    case "upsert":
      return `INSERT ${PUT} VALUES ('p${row}', 'badge', 1, ${at}) ON CONFLICT DO UPDATE SET failures = failures + 1`;
    case "counted":
      return `INSERT INTO change (kind, subject, at_utc) VALUES ('plate', 's${row}', ${at})`;
    default:
      return `${verb} ${PUT} VALUES ('p9', 'badge', 1, ${at}), ('p${row}', 'badge', 2, ${at}), ('p${row}', 'password', 3, ${at})`;
  }
}

const VERBS = [
  "INSERT",
  "INSERT OR REPLACE",
  "INSERT OR IGNORE",
  "update",
  "delete",
  "upsert",
  "counted",
];

const { steps } = fc.letrec<{ step: Step; steps: readonly Step[] }>((tie) => ({
  step: fc.oneof(
    { depthSize: "small" },
    fc
      .tuple(fc.constantFrom(...VERBS), fc.nat(4))
      .map((parts): Step => ({ kind: "sql", sql: statement(parts) })),
    fc
      .tuple(tie("steps"), fc.boolean())
      .map(([inner, fails]): Step => ({ kind: "inner", steps: inner, fails })),
  ),
  steps: fc.array(tie("step"), { maxLength: 6 }),
}));

function take(kept: Kept, step: Step): void {
  const { db, keeper } = kept;
  try {
    if (step.kind === "inner") attempt(kept, step.steps, step.fails);
    else keeper.undoable(() => db.exec(step.sql));
  } catch (error) {
    // The statement is undone and the transaction goes on, as when the store's callers catch what it throws.
    expect(String(error)).toContain("UNIQUE");
  }
}

function attempt(kept: Kept, all: readonly Step[], fails: boolean): void {
  const { db, keeper } = kept;
  try {
    keeper.undoable(
      db.transaction(() => {
        for (const one of all) take(kept, one);
        if (fails) throw new Error("given up");
      }),
    );
  } catch (error) {
    if (!(error instanceof Error) || error.message !== "given up") throw error;
  }
}

interface Kept {
  readonly db: Database;
  readonly keeper: LedgerKeeper;
}

function keptDatabase(): Kept {
  const db = new SqliteDatabase(":memory:");
  migrate(db, ":memory:");
  db.pragma("foreign_keys = OFF");
  db.pragma("recursive_triggers = ON");
  return { db, keeper: keepLedger(db) };
}

describe("the ledger", () => {
  test("fits after whatever was done in transactions, undone or not", () => {
    const kept = keptDatabase();
    const { db, keeper } = kept;
    const ledger = lookingAt(db, "sign_in_failure", "change");
    fc.assert(
      fc.property(fc.array(fc.tuple(steps, fc.boolean()), { maxLength: 4 }), (transactions) => {
        for (const [all, fails] of transactions) {
          try {
            db.transaction(() =>
              keeper.keep(() => {
                attempt(kept, all, false);
                if (fails) throw new Error("given up");
              }),
            ).immediate();
          } catch (error) {
            if (!(error instanceof Error) || error.message !== "given up") throw error;
          }
        }
        expect(checkLedger({ ledger }).findings).toEqual([]);
      }),
      { numRuns: 60 },
    );
    expect(findingsOf(db)).toEqual([]);
    expect(db.prepare("SELECT count(*) FROM change").pluck().get()).not.toBe(0);
    db.close();
  });

  test("is the same for the same rows, in whatever order they were written", () => {
    const sums = [
      ["a", "b"],
      ["b", "a"],
    ].map((names) => {
      const { db, keeper } = keptDatabase();
      const put = db.prepare("INSERT INTO signed_record VALUES (?, 'body')");
      db.transaction(() => keeper.keep(() => names.map((name) => put.run(name))))();
      const found = readLedger(db).get("signed_record");
      db.close();
      return found;
    });
    expect(sums[0]).toEqual(sums[1]);
    expect(sums[0]?.rows).toBe(2);
  });

  test("lets nothing be written outside of a transaction that it keeps", () => {
    const { db } = keptDatabase();
    expect(() => db.exec("INSERT INTO signed_record VALUES ('a', 'b')")).toThrow(
      "outside of a transaction of the store",
    );
    db.close();
  });

  test("is kept by several processes that write in turn", () => {
    const file = freshFile();
    const [one, other] = [freshStore(file), freshStore(file)];
    insertEverything(one);
    insertSample(other, "B");
    one.inTransaction(() => insertSample(one, "C"));
    expect(checkLedger(other).findings).toEqual([]);
  });

  test("carries what did not fit before an upgrade over it, and nothing else", () => {
    const last = loadMigrations().length;
    const file = freshFile();
    const more = [
      ...loadMigrations(),
      {
        number: last + 1,
        name: "later.sql",
        sql: "ALTER TABLE sample ADD COLUMN later TEXT; CREATE TABLE later (x TEXT) STRICT; INSERT INTO later VALUES ('a')",
        sha256: "",
      },
    ];
    const store = freshStore(file);
    insertEverything(store);
    withDatabase(file, (db) => db.exec("UPDATE sample SET patient = 'another'"));
    withDatabase(file, (db) => {
      migrate(db, file, more);
      expect(findingsOf(db)).toEqual([
        "table sample: rows were changed past the program (1 are there)",
      ]);
    });
  });
});

describe("tables that triggers make of the records", () => {
  test.each([
    ["open_transcript", "DELETE FROM open_transcript"],
    ["waiting_reading", "INSERT INTO waiting_reading SELECT id FROM reading"],
    ["audit_name", "UPDATE audit_name SET name = 'nobody' WHERE kind = 'actor'"],
    ["kept_count", "UPDATE kept_count SET count = count + 1 WHERE name = 'samples'"],
  ])("show in %s what was changed past the program", (table, harm) => {
    const file = freshFile();
    const store = freshStore(file);
    insertEverything(store);
    insertTranscript(store);
    expect(store.damages()).toEqual([]);
    withDatabase(file, (db) => db.exec(harm));
    expect(store.damages()).toEqual([`table ${table} does not hold what the records say`]);
  });
});
