/** What every release has stored is there after an upgrade, proves itself, and can be worked with. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { beforeEach, describe, expect, test } from "vitest";
import type { SampleAnalysis } from "../../src/analysis/sample-analysis.ts";
import { evaluateAllSamples } from "../../src/pipeline/evaluate-sample.ts";
import { PROGRAM_VERSION } from "../../src/pipeline/program-version.ts";
import { isIdentical, replayReading } from "../../src/pipeline/replay-reading.ts";
import { settingsInUse } from "../../src/pipeline/settings-in-use.ts";
import { verifyStore } from "../../src/pipeline/verify-store.ts";
import { isDerived } from "../../src/store/derived-tables.ts";
import { loadMigrations, migrate } from "../../src/store/migrate.ts";
import type { Store } from "../../src/store/open-store.ts";
import { openStore } from "../../src/store/open-store.ts";
import { WITH_DRIVER } from "../pipeline/paper-bench.ts";
import { importPaper } from "../pipeline/paper-file.ts";
import { codeOf, freshStore, withDatabase } from "./fresh-store.ts";
import {
  columnNames,
  contentOf,
  RELEASES,
  releasedDatabase,
  SAMPLES,
  tableNames,
} from "./released-database.ts";

const PRESENT = loadMigrations().length;
const INTERPRETERS = { ...WITH_DRIVER, importFile: importPaper };

/** Names of the schema and their words, as SQLite keeps them. */
const schemaOf = (file: string) =>
  withDatabase(file, (db) =>
    db.prepare("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").all(),
  );

const versionOf = (file: string) =>
  withDatabase(file, (db) => db.pragma("user_version", { simple: true }));

/** Made of the others, or different for every upgrade: the notes of the steps, and the sums over them. */
const isLeftOut = (table: string): boolean =>
  isDerived(table) || table === "migration" || table === "ledger";

/** The records of a database. */
const recordsOf = (file: string) =>
  withDatabase(file, (db) => {
    const tables = tableNames(db).filter((name) => !isLeftOut(name));
    return contentOf(db, (table) => columnNames(db, table), tables);
  });

/** The same tables and columns of a database, whatever came to it since. */
const sameRecords = (file: string, like: string) =>
  withDatabase(file, (db) =>
    withDatabase(like, (old) =>
      contentOf(
        db,
        (table) => columnNames(old, table),
        tableNames(old).filter((name) => !isLeftOut(name)),
      ),
    ),
  );

/** Plate, arm and verdict of every sample's analysis that counts. */
function verdicts(store: Store): readonly unknown[] {
  return store.samples.all().flatMap((sample) => {
    const row = store.analyses.current(sample.id);
    if (row === null) return [];
    const { comparisons } = JSON.parse(row.result) as SampleAnalysis;
    return comparisons.map((one) => [sample.name, one.plate, one.arm, one.class, one.flag]);
  });
}

describe.each(RELEASES)("a database of $release", ({ schema, release }) => {
  let file = "";
  beforeEach(() => {
    file = releasedDatabase(schema);
  });

  test("holds something in every table that its program had", () => {
    expect(versionOf(file)).toBe(schema);
    const empty = withDatabase(file, (db) =>
      [...contentOf(db)].filter(([, rows]) => rows.startsWith("0 rows")).map(([table]) => table),
    );
    expect(empty).toEqual([]);
  });

  test("has the present schema afterwards, as a new one has it, and every row it had", () => {
    const old = releasedDatabase(schema);
    const store = openStore(file);
    expect(store.damages()).toEqual([]);
    store.close();
    const fresh = freshStore();
    expect(schemaOf(file)).toEqual(schemaOf(fresh.file));
    expect(sameRecords(file, old)).toEqual(recordsOf(old));
  });

  test("is kept as it was beside the new one", () => {
    const old = releasedDatabase(schema);
    openStore(file).close();
    const copies = readdirSync(dirname(file)).filter((name) => name.includes(".before-"));
    expect(copies).toEqual([`${basename(file)}.before-${schema + 1}`]);
    const copy = join(dirname(file), copies[0] ?? "");
    expect(versionOf(copy)).toBe(schema);
    expect(recordsOf(copy)).toEqual(recordsOf(old));
  });

  test("proves itself, and every reading comes out of its bytes again", async () => {
    const store = freshStore(file);
    expect(verifyStore(store).findings).toEqual([]);
    const readings = [...store.readings.all()];
    expect(readings.length).toBeGreaterThan(4);
    for (const { id } of readings) {
      const report = await replayReading(store, INTERPRETERS, id);
      expect(report).toMatchObject({ transcriptIntact: true, readingIdentical: true });
      expect(isIdentical({ ...report, analysisIdentical: null })).toBe(true);
    }
  });

  test("is analysed anew: what was analysed stays, and the verdicts are the same", () => {
    const store = freshStore(file);
    const before = { verdicts: verdicts(store), analyses: [...store.analyses.all()].length };
    expect(store.analyses.current(store.samples.byName("A")?.id ?? "")).toMatchObject({
      program_version: release,
    });
    const renewed = evaluateAllSamples(store, settingsInUse(store).settings);
    expect(renewed).toBeGreaterThan(0);
    expect(verdicts(store)).toEqual(before.verdicts);
    expect([...store.analyses.all()]).toHaveLength(before.analyses + renewed);
    for (const name of SAMPLES.slice(0, 3)) {
      expect(store.analyses.current(store.samples.byName(name)?.id ?? "")).toMatchObject({
        program_version: PROGRAM_VERSION,
      });
    }
    expect(verifyStore(store).findings).toEqual([]);
  });

  test("comes to the same when it is upgraded by one step at a time", () => {
    openStore(file).close();
    const other = releasedDatabase(schema);
    for (let stop = schema + 1; stop <= PRESENT; stop += 1) {
      withDatabase(other, (db) => migrate(db, other, loadMigrations().slice(0, stop)));
      expect(versionOf(other)).toBe(stop);
    }
    const store = openStore(other);
    expect(store.damages()).toEqual([]);
    store.close();
    expect(schemaOf(other)).toEqual(schemaOf(file));
    expect(sameRecords(other, file)).toEqual(recordsOf(file));
  });

  test("stays as it was when the disk is full in the middle of the steps", () => {
    const before = recordsOf(file);
    const db = new SqliteDatabase(file);
    db.pragma(`max_page_count = ${db.pragma("page_count", { simple: true })}`);
    expect(codeOf(() => migrate(db, file))).toBe("SQLITE_FULL");
    db.close();
    expect(versionOf(file)).toBe(schema);
    expect(recordsOf(file)).toEqual(before);
    openStore(file).close();
    expect(versionOf(file)).toBe(PRESENT);
  });
});

describe("a database of a newer program", () => {
  function newerDatabase(): string {
    const file = releasedDatabase(8);
    openStore(file).close();
    withDatabase(file, (db) => {
      const sql = "CREATE TABLE later (x TEXT) STRICT";
      const next = { number: PRESENT + 1, name: "later.sql", sql, sha256: "x" };
      migrate(db, file, [...loadMigrations(), next]);
    });
    return file;
  }

  test("is refused, and not a byte of it is touched", () => {
    const file = newerDatabase();
    const before = readFileSync(file);
    const names = readdirSync(dirname(file));
    expect(codeOf(() => openStore(file))).toBe("STORE_NEWER");
    expect(() => openStore(file)).toThrow(
      `schema ${PRESENT + 1}; this program knows schemas up to ${PRESENT}`,
    );
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(dirname(file))).toEqual(names);
  });

  test("can be gone back from with the copy that its upgrade kept", () => {
    const file = newerDatabase();
    writeFileSync(file, readFileSync(`${file}.before-${PRESENT + 1}`));
    const store = openStore(file);
    expect(store.damages()).toEqual([]);
    expect(store.samples.all().map(({ name }) => name)).toEqual(SAMPLES);
    store.close();
  });
});
