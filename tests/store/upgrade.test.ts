/** A database of an earlier release, with rows in it, under this program. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  copyFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import SqliteDatabase from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import { loadMigrations, migrate } from "../../src/store/migrate.ts";
import { openStore } from "../../src/store/open-store.ts";
import { codeOf, freshFile, freshFolder, withDatabase } from "./fresh-store.ts";
import { releasedDatabase, SAMPLES } from "./released-database.ts";
import { canMountDisk, fillDisk, smallDisk, whyNoDisk } from "./small-disk.ts";

/** Of the first release. */
const oldDatabase = (): string => releasedDatabase(1);

const UPGRADER = join(import.meta.dirname, "upgrader.ts");
const MIGRATIONS = join(import.meta.dirname, "../../src/store/migrations");

function start(...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [UPGRADER, ...args], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  return child;
}

/** Its exit code, or the signal that killed it. */
async function ended(child: ChildProcess): Promise<number | string> {
  const [code, signal] = await once(child, "exit");
  return signal ?? code;
}

/** Waits until it has said a word. */
async function says(child: ChildProcess, word: string): Promise<void> {
  if (child.stdout === null) throw new Error("the upgrader has no output");
  for await (const text of child.stdout.iterator({ destroyOnReturn: false })) {
    if (String(text).includes(word)) return;
  }
  throw new Error(`the upgrader ended without saying ${word}`);
}

/** The program's own steps and a last one. */
function stepsAnd(sql: string): string {
  const folder = join(freshFolder(), "migrations");
  cpSync(MIGRATIONS, folder, { recursive: true });
  const number = String(loadMigrations().length + 1).padStart(4, "0");
  writeFileSync(join(folder, `${number}-last.sql`), sql);
  return folder;
}

const schemaOf = (file: string) =>
  withDatabase(file, (db) => db.pragma("user_version", { simple: true }));

const samplesIn = (file: string) =>
  withDatabase(file, (db) => db.prepare("SELECT name FROM sample ORDER BY name").pluck().all());

const copiesOf = (file: string) =>
  readdirSync(dirname(file)).filter((name) => name.startsWith(`${basename(file)}.before`));

function expectUpgraded(file: string): void {
  expect(schemaOf(file)).toBe(loadMigrations().length);
  expect(samplesIn(file)).toEqual(SAMPLES);
  expect(copiesOf(file)).toEqual([`${basename(file)}.before-2`]);
  expect(schemaOf(`${file}.before-2`)).toBe(1);
  expect(samplesIn(`${file}.before-2`)).toEqual(SAMPLES);
}

test("is brought up with all its rows, and the copy is readable to whom the database is", () => {
  const file = oldDatabase();
  const store = openStore(file);
  expect(store.damages()).toEqual([]);
  store.close();
  expectUpgraded(file);
  expect(statSync(`${file}.before-2`).mode).toBe(statSync(file).mode);
});

describe("a copy that is there already", () => {
  test.each([0, 100, 20_000])("torn after %i bytes is replaced", (bytes) => {
    const file = oldDatabase();
    copyFileSync(file, `${file}.before-2`);
    truncateSync(`${file}.before-2`, bytes);
    openStore(file).close();
    expectUpgraded(file);
  });

  test("and whole is kept, and the steps go on", () => {
    const file = oldDatabase();
    withDatabase(file, (db) => db.prepare("VACUUM INTO ?").run(`${file}.before-2`));
    const copy = readFileSync(`${file}.before-2`);
    const { ino } = statSync(`${file}.before-2`);
    openStore(file).close();
    expectUpgraded(file);
    expect(readFileSync(`${file}.before-2`).equals(copy)).toBe(true);
    expect(statSync(`${file}.before-2`).ino).toBe(ino);
  });

  test("of an earlier state is kept, and the present state beside it", () => {
    const file = oldDatabase();
    withDatabase(file, (db) => db.prepare("VACUUM INTO ?").run(`${file}.before-2`));
    withDatabase(file, (db) =>
      db.exec(
        "UPDATE sample SET name = 'Z' WHERE name = 'A'; INSERT INTO audit SELECT seq + 1, at_utc, actor, action, subject, detail, sha256, 'next' FROM audit ORDER BY seq DESC LIMIT 1",
      ),
    );
    openStore(file).close();
    expect(schemaOf(file)).toBe(loadMigrations().length);
    expect(samplesIn(`${file}.before-2`)).toEqual(SAMPLES);
    expect(samplesIn(`${file}.before-2.2`)).toEqual([...SAMPLES.slice(1), "Z"].sort());
  });

  test("half made under its temporary name is made anew", () => {
    const file = oldDatabase();
    writeFileSync(`${file}.before-2.part`, "half a copy");
    writeFileSync(`${file}.before-2.part-journal`, "half a journal");
    openStore(file).close();
    expectUpgraded(file);
  });
});

describe("a process that is killed", () => {
  test("between copy and end of the steps leaves the old schema, and the next one goes on", async () => {
    const file = oldDatabase();
    const killed = start(file, stepsAnd("CREATE TABLE later (x TEXT) STRICT; SELECT die();"));
    expect(await ended(killed)).toBe("SIGKILL");
    expect(schemaOf(file)).toBe(1);
    expect(samplesIn(`${file}.before-2`)).toEqual(SAMPLES);
    openStore(file).close();
    expectUpgraded(file);
  });
});

describe("a process that is killed at any moment", () => {
  /** How many statements an upgrade of the first release takes. */
  function statementsOfAll(): number {
    let statements = 0;
    const file = oldDatabase();
    const count = (): void => {
      statements += 1;
    };
    const db = new SqliteDatabase(file, { verbose: count });
    migrate(db, file);
    db.close();
    return statements;
  }

  function expectOldOrNew(file: string): void {
    expect([1, loadMigrations().length]).toContain(schemaOf(file));
    expect(samplesIn(file)).toEqual(SAMPLES);
    openStore(file).close();
    expectUpgraded(file);
  }

  test("in any statement of it: the next one finds the old schema or the new one", async () => {
    const all = statementsOfAll();
    const moments = [0.1, 0.4, 0.7, 0.95, 1].map((share) => Math.ceil(all * share));
    await Promise.all(
      moments.map(async (moment) => {
        const file = oldDatabase();
        expect(await ended(start(file, MIGRATIONS, String(moment)))).toBe("SIGKILL");
        expectOldOrNew(file);
      }),
    );
  });

  test.each([0, 7, 19, 40])("%i ms after it began, in copying or in a step", async (delayMs) => {
    const file = oldDatabase();
    const child = start(file, MIGRATIONS);
    await says(child, "opening");
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    child.kill("SIGKILL");
    await ended(child);
    expectOldOrNew(file);
  });
});

describe("two processes at once", () => {
  test("the second waits for the first, and both find the new schema", async () => {
    const file = oldDatabase();
    const steps = stepsAnd("SELECT held();");
    const first = start(file, steps);
    await says(first, "held");
    const second = start(file, steps);
    await says(second, "opening");
    const codes = Promise.all([ended(first), ended(second)]);
    for (const child of [first, second]) child.stdin?.write("\n");
    expect(await codes).toEqual([0, 0]);
    expect(copiesOf(file)).toEqual([`${basename(file)}.before-2`]);
    expect(schemaOf(file)).toBe(loadMigrations().length + 1);
  });

  test.each([
    ["an old database", oldDatabase],
    ["none yet", freshFile],
  ])("on %s: all end well", async (_, make) => {
    const file = make();
    const codes = await Promise.all([1, 2, 3].map(() => ended(start(file))));
    expect(codes).toEqual([0, 0, 0]);
    expect(schemaOf(file)).toBe(loadMigrations().length);
  });
});

test.skipIf(!canMountDisk)(
  `without room for the copy the database stays as it was${whyNoDisk}`,
  () => {
    const old = oldDatabase();
    withDatabase(old, (db) => db.pragma("wal_checkpoint(TRUNCATE)"));
    const file = join(smallDisk(), "platewarden.sqlite");
    copyFileSync(old, file);
    withDatabase(file, (db) => migrate(db, file, loadMigrations().slice(0, 1)));
    const free = fillDisk(dirname(file));
    expect(codeOf(() => openStore(file))).toBe("STORE_FULL");
    free();
    expect(copiesOf(file)).toEqual([]);
    openStore(file).close();
    expectUpgraded(file);
  },
);
