import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../src/domain/canonical.ts";
import { rememberData, returnData } from "../../src/service/return-data.ts";
import { holdFolder } from "../../src/store/hold-folder.ts";
import { loadMigrations, migrate } from "../../src/store/migrate.ts";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { freshFile, withDatabase } from "../store/fresh-store.ts";

let template = "";

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-test-"));
  template = join(folder, "platewarden.sqlite");
  withStoreOn(template, (store) => note(store, "lab"));
});
afterAll(() => rmSync(dirname(template), { recursive: true }));

/** A database as the version before leaves it. */
function databaseOfBefore(): string {
  const file = freshFile();
  copyFileSync(template, file);
  return file;
}

function withStoreOn(file: string, work: (store: Store) => void): void {
  const store = openStore(file);
  work(store);
  store.close();
}

function note(store: Store, actor: string): void {
  store.inTransaction(() =>
    store.journal.audit({
      atUtc: store.nowUtc(),
      actor,
      action: "test",
      subject: "test",
      detail: {},
    }),
  );
}

const sql = "CREATE TABLE of_the_new_version (id TEXT PRIMARY KEY) STRICT;";
const STEPS = loadMigrations();
const NEXT = { number: STEPS.length + 1, name: "next.sql", sql, sha256: sha256(sql) };

/** What the new version does when it starts. */
function migrated(file: string): void {
  withDatabase(file, (db) => migrate(db, file, [...STEPS, NEXT]));
}

const schemaOf = (file: string): unknown =>
  withDatabase(file, (db) => db.pragma("user_version", { simple: true }));

describe("data on the way back from a failed upgrade", () => {
  test("stay as they are when the new version has not changed their schema", () => {
    const file = databaseOfBefore();
    const remembered = rememberData(dirname(file), file);
    withStoreOn(file, (store) => note(store, "lab"));
    expect(returnData(remembered, "2.0.0")).toEqual({ kind: "untouched" });
    const entries = withDatabase(file, (db) =>
      db.prepare("SELECT count(*) FROM audit").pluck().get(),
    );
    expect(entries).toBe(2);
  });

  test("are those of before the migration when nobody has added anything, and the migrated ones are kept", () => {
    const file = databaseOfBefore();
    const { mode } = statSync(file);
    const remembered = rememberData(dirname(file), file);
    migrated(file);
    const aside = `${file}.failed-2.0.0`;
    expect(returnData(remembered, "2.0.0")).toEqual({ kind: "put-back", aside });
    expect(schemaOf(file)).toBe(STEPS.length);
    expect(schemaOf(aside)).toBe(STEPS.length + 1);
    expect(statSync(file).mode).toBe(mode);
    withStoreOn(file, (store) => expect(store.damages()).toEqual([]));
  });

  test("do not go back over what the new version's own housekeeping has written", () => {
    const file = databaseOfBefore();
    const remembered = rememberData(dirname(file), file);
    migrated(file);
    withDatabase(file, (db) => {
      db.exec(
        "INSERT INTO audit VALUES (2, '2026-01-01T00:00:00.000Z', 'daemon', 'started', 'daemon', '{}', 'x', 'y')",
      );
    });
    expect(returnData(remembered, "2.0.0").kind).toBe("put-back");
  });

  test.each([
    [
      "a person's entry in the audit trail",
      "INSERT INTO audit VALUES (2, '2026-01-01T00:00:00.000Z', 'Ada', 'mask', 'P-1', '{}', 'x', 'y')",
      "audit: 1",
    ],
    [
      "bytes of a read",
      "INSERT INTO transcript VALUES ('t', 'bench-1', 'bio-rad', '1', 'readPlate', '{}', NULL, '2026-01-01T00:00:00.000Z')",
      "transcript: 1",
    ],
    [
      "a last plate whose transfer was broken off",
      "INSERT INTO transcript VALUES ('t', 'bench-1', 'bio-rad', '1', 'lastPlate', '{}', NULL, '2026-01-01T00:00:00.000Z')",
      "transcript: 1",
    ],
    [
      "a file",
      "INSERT INTO document VALUES ('d', 'export-file', x'00', '2026-01-01T00:00:00.000Z')",
      "document: 1",
    ],
    [
      "something in a table that only the new version has",
      "INSERT INTO of_the_new_version VALUES ('x')",
      "of_the_new_version: 1",
    ],
  ])("never go back over %s", (_, insert, what) => {
    const file = databaseOfBefore();
    const remembered = rememberData(dirname(file), file);
    migrated(file);
    withDatabase(file, (db) => db.exec(insert));
    const returned = returnData(remembered, "2.0.0");
    expect(returned).toEqual({ kind: "impossible", why: expect.stringContaining(what) });
    expect(schemaOf(file)).toBe(STEPS.length + 1);
  });

  test("do not count conversations in which no plate can come", () => {
    const file = databaseOfBefore();
    const remembered = rememberData(dirname(file), file);
    migrated(file);
    withDatabase(file, (db) =>
      db.exec(
        "INSERT INTO transcript VALUES ('t', 'bench-1', 'bio-rad', '1', 'identify', '{}', NULL, '2026-01-01T00:00:00.000Z')",
      ),
    );
    expect(returnData(remembered, "2.0.0").kind).toBe("put-back");
  });

  test("stay when the copy is gone, or is of another time", () => {
    const file = databaseOfBefore();
    const remembered = rememberData(dirname(file), file);
    withStoreOn(file, (store) => note(store, "lab"));
    migrated(file);
    expect(returnData(remembered, "2.0.0")).toEqual({
      kind: "impossible",
      why: expect.stringContaining("no copy of it as it was before"),
    });
  });

  test("are not touched while somebody works on them", () => {
    const file = databaseOfBefore();
    const remembered = rememberData(dirname(file), file);
    migrated(file);
    const hold = holdFolder(dirname(file));
    expect(() => returnData(remembered, "2.0.0")).toThrow(
      expect.objectContaining({ code: "DATA_FOLDER_IN_USE" }),
    );
    hold.release();
    expect(existsSync(`${file}.failed-2.0.0`)).toBe(false);
  });

  test("a second failure keeps the first one's database as well", () => {
    const file = databaseOfBefore();
    const remembered = rememberData(dirname(file), file);
    for (const name of ["failed-2.0.0", "failed-2.0.0.2"]) {
      migrated(file);
      const aside = `${file}.${name}`;
      expect(returnData(remembered, "2.0.0")).toEqual({ kind: "put-back", aside });
    }
  });
});
