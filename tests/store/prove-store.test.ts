import SqliteDatabase from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import { proveStore } from "../../src/store/prove-store.ts";
import { markOf } from "../../src/store/records-since.ts";
import { freshFile, freshStore, withDatabase } from "./fresh-store.ts";

function opened(file: string): SqliteDatabase.Database {
  const db = new SqliteDatabase(file, { timeout: 0 });
  onTestFinished(() => void db.close());
  return db;
}

describe("the proof that a store answers", () => {
  test("writes, and changes nothing that the database holds", () => {
    const file = freshFile();
    const store = freshStore(file);
    const before = [markOf(file), store.dataVersion()];
    const seen = withDatabase(file, (db) => {
      const version = (): unknown => db.pragma("data_version", { simple: true });
      const first = version();
      store.prove();
      return [first, version()];
    });
    expect(seen[1]).not.toBe(seen[0]);
    expect([markOf(file), store.dataVersion()]).toEqual(before);
    expect(store.damages()).toEqual([]);
  });

  test("fails with STORE_BUSY while another process holds the database", () => {
    const file = freshFile();
    freshStore(file);
    const other = opened(file);
    other.exec("BEGIN IMMEDIATE");
    const db = opened(file);
    expect(() => proveStore(db, file)).toThrow(expect.objectContaining({ code: "STORE_BUSY" }));
    other.exec("ROLLBACK");
    expect(() => proveStore(db, file)).not.toThrow();
  });

  test("fails with STORE_NOT_WRITABLE where nothing may be written", () => {
    const file = freshFile();
    freshStore(file);
    const db = new SqliteDatabase(file, { readonly: true });
    onTestFinished(() => void db.close());
    expect(() => proveStore(db, file)).toThrow(
      expect.objectContaining({ code: "STORE_NOT_WRITABLE" }),
    );
  });
});
