import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { APPLICATION_ID, loadMigrations, migrate } from "../../src/store/migrate.ts";
import { connect, openStore } from "../../src/store/open-store.ts";
import { codeOf, freshFile, freshFolder, freshStore, withDatabase } from "./fresh-store.ts";
import { insertSample } from "./store-rows.ts";

/** A file that holds a migrated database with one sample. */
function usedFile(): string {
  const file = freshFile();
  const store = openStore(file);
  insertSample(store);
  store.close();
  return file;
}

describe("a fresh database", () => {
  test("is made with its folder, and every statement of the program fits it", () => {
    const file = join(freshFolder(), "deep", "down", "platewarden.sqlite");
    const store = freshStore(file);
    expect(store.samples.all()).toEqual([]);
    expect(withDatabase(file, (db) => db.pragma("application_id", { simple: true }))).toBe(
      APPLICATION_ID,
    );
  });

  test("a second opening finds what the first one stored and migrates nothing", () => {
    const file = usedFile();
    expect(freshStore(file).samples.all()).toHaveLength(1);
    expect(existsSync(`${file}.before-2`)).toBe(false);
  });

  test("must exist where a command only looks", () => {
    const file = freshFile();
    expect(codeOf(() => openStore(file, { mustExist: true }))).toBe("STORE_NOT_FOUND");
    expect(existsSync(file)).toBe(false);
  });

  test("ids grow in the order they are made", () => {
    const store = freshStore();
    const ids = Array.from({ length: 500 }, () => store.newId());
    expect(ids.toSorted()).toEqual(ids);
  });
});

describe("what the database is set to", () => {
  test("writes ahead and syncs fully", () => {
    const db = connect(freshFile());
    const settings = ["journal_mode", "synchronous", "foreign_keys", "recursive_triggers"];
    const found = settings.map((name) => db.pragma(name, { simple: true }));
    db.close();
    expect(found).toEqual(["wal", 2, 1, 1]);
  });

  test("refuses a row that hangs in the air, and says it is a fault of the program", () => {
    const store = freshStore();
    const orphan = {
      transcript_id: "none",
      seq: 0,
      direction: "rx" as const,
      bytes: Buffer.from("x"),
      at_utc: "",
      mono_us: 0,
    };
    expect(codeOf(() => store.inTransaction(() => store.transcripts.append([orphan])))).toBe(
      "SQLITE_CONSTRAINT_FOREIGNKEY",
    );
  });
});

describe("a file this program must not touch", () => {
  test("a database newer than the program is refused and left as it is", () => {
    const file = usedFile();
    withDatabase(file, (db) => db.pragma("user_version = 99"));
    const before = readFileSync(file);
    expect(codeOf(() => openStore(file))).toBe("STORE_NEWER");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("another program's database is refused and left as it is", () => {
    const file = freshFile();
    withDatabase(file, (db) => db.exec("CREATE TABLE theirs (x); PRAGMA application_id = 7"));
    const before = readFileSync(file);
    expect(codeOf(() => openStore(file))).toBe("STORE_FOREIGN");
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test("tables without any mark are another program's as well", () => {
    const file = freshFile();
    withDatabase(file, (db) => db.exec("CREATE TABLE theirs (x)"));
    expect(codeOf(() => openStore(file))).toBe("STORE_FOREIGN");
  });

  test("bytes that are no database are damage, and stay", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 600, maxLength: 3000 }), (bytes) => {
        const file = freshFile();
        writeFileSync(file, bytes);
        expect(codeOf(() => openStore(file))).toBe("STORE_DAMAGED");
        expect(readFileSync(file).equals(bytes)).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  test("a database with a spoilt page is damage, and the message names the file", () => {
    const file = usedFile();
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 100, 4096);
    writeFileSync(file, bytes);
    expect(() => openStore(file)).toThrow(
      expect.objectContaining({ code: "STORE_DAMAGED", message: expect.stringContaining(file) }),
    );
  });

  test("a folder where a file stands cannot be written", () => {
    const file = freshFile();
    writeFileSync(file, "");
    expect(codeOf(() => openStore(join(file, "below.sqlite")))).toBe("STORE_NOT_WRITABLE");
  });
});

describe("migrations", () => {
  /** The program's own steps and one more. */
  function nextVersion(sql: string): string {
    const folder = join(freshFolder(), "migrations");
    const own = join(import.meta.dirname, "../../src/store/migrations");
    mkdirSync(folder);
    cpSync(own, folder, { recursive: true });
    const number = String(loadMigrations().length + 1).padStart(4, "0");
    writeFileSync(join(folder, `${number}-next.sql`), sql);
    return folder;
  }

  test("a copy is kept before the first step on existing data", () => {
    const file = usedFile();
    const steps = loadMigrations(nextVersion("CREATE TABLE later (x TEXT) STRICT;"));
    withDatabase(file, (db) => migrate(db, file, steps));
    const copy = `${file}.before-${steps.length}`;
    expect(withDatabase(copy, (db) => db.pragma("user_version", { simple: true }))).toBe(
      steps.length - 1,
    );
    expect(withDatabase(copy, (db) => db.prepare("SELECT name FROM sample").pluck().all())).toEqual(
      ["A"],
    );
    expect(withDatabase(file, (db) => db.pragma("user_version", { simple: true }))).toBe(
      steps.length,
    );
  });

  test("the older program refuses what the newer one made", () => {
    const file = usedFile();
    const steps = loadMigrations(nextVersion("CREATE TABLE later (x TEXT) STRICT;"));
    withDatabase(file, (db) => migrate(db, file, steps));
    expect(codeOf(() => openStore(file))).toBe("STORE_NEWER");
  });

  test("a step that fails leaves the schema it found", () => {
    const file = usedFile();
    const steps = loadMigrations(
      nextVersion("CREATE TABLE later (x TEXT) STRICT; CREATE nonsense"),
    );
    withDatabase(file, (db) => expect(() => migrate(db, file, steps)).toThrow());
    expect(freshStore(file).samples.all()).toHaveLength(1);
    const tables = withDatabase(file, (db) =>
      db.prepare("SELECT name FROM sqlite_master WHERE name = 'later'").all(),
    );
    expect(tables).toEqual([]);
  });

  test("a database made by another form of a known step is refused", () => {
    const file = usedFile();
    withDatabase(file, (db) => db.exec("UPDATE migration SET sha256 = 'other' WHERE number = 1"));
    expect(codeOf(() => openStore(file))).toBe("STORE_DAMAGED");
  });

  test("a gap in the numbers is a fault of the program", () => {
    const folder = freshFolder();
    writeFileSync(join(folder, "0002-second.sql"), "SELECT 1;");
    expect(() => loadMigrations(folder)).toThrow("0002-second.sql is out of order");
  });

  test("the copy's name may hold a quote", () => {
    const file = join(freshFolder(), "it's here", "platewarden.sqlite");
    mkdirSync(dirname(file));
    openStore(file).close();
    const steps = loadMigrations(nextVersion("CREATE TABLE later (x TEXT) STRICT;"));
    withDatabase(file, (db) => migrate(db, file, steps));
    expect(existsSync(`${file}.before-${steps.length}`)).toBe(true);
  });
});
