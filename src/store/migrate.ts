import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Database } from "better-sqlite3";
import { sha256 } from "../domain/canonical.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { keepCopy } from "./keep-copy.ts";
import { carryLedgerOver } from "./ledger.ts";

/** "PLWD": marks the file as Platewarden's, so that another program's database is never migrated. */
export const APPLICATION_ID = 0x504c5744;

/** So long a process waits for another one that copies a large database and takes the steps. */
const LONGEST_UPGRADE_MS = 60_000;

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

/** All migrations of this program in order; a gap or a repeated number is a bug of the program. */
export function loadMigrations(
  directory = join(import.meta.dirname, "migrations"),
): readonly Migration[] {
  const names = readdirSync(directory)
    .filter((name) => name.endsWith(".sql"))
    .sort();
  return names.map((name, index) => {
    const number = Number(name.slice(0, 4));
    if (number !== index + 1)
      throw new Error(`migration ${name} is out of order: expected ${index + 1}`);
    const sql = readFileSync(join(directory, name), "utf8");
    return { number, name, sql, sha256: sha256(sql) };
  });
}

function requireOwnDatabase(db: Database, file: string): void {
  const applicationId = db.pragma("application_id", { simple: true });
  const tables = db.prepare("SELECT count(*) FROM sqlite_master").pluck().get();
  if (applicationId === APPLICATION_ID || (applicationId === 0 && tables === 0)) return;
  throw new PlatewardenError("STORE_FOREIGN", `${file} is a database of another program.`, {
    detail: { file },
  });
}

function requireKnownPast(db: Database, file: string, migrations: readonly Migration[]): number {
  const version = db.pragma("user_version", { simple: true }) as number;
  if (version > migrations.length) {
    const message = `${file} has schema ${version}; this program knows schemas up to ${migrations.length}.`;
    throw new PlatewardenError("STORE_NEWER", message, { detail: { file, version } });
  }
  if (version === 0) return 0;
  const applied = db
    .prepare("SELECT number, name, sha256 FROM migration ORDER BY number")
    .all() as {
    number: number;
    name: string;
    sha256: string;
  }[];
  for (const [index, row] of applied.entries()) {
    const known = migrations[index];
    if (known && known.name === row.name && known.sha256 === row.sha256) continue;
    const message = `${file} was made by migration ${row.name}, which this program knows in another form.`;
    throw new PlatewardenError("STORE_DAMAGED", message, { detail: { file, migration: row.name } });
  }
  return version;
}

/**
 * Changes nothing. Throws STORE_FOREIGN for another program's database, STORE_NEWER for a newer program's, and
 * STORE_DAMAGED where a step was made in another form; returns the schema's version.
 */
export function requireMigratable(
  db: Database,
  file: string,
  migrations = loadMigrations(),
): number {
  // In one transaction: another process may be making the schema right now.
  return db.transaction(() => {
    requireOwnDatabase(db, file);
    return requireKnownPast(db, file, migrations);
  })();
}

/** As above; throws STORE_OLDER, too, where steps are still to be taken. */
export function requirePresentSchema(db: Database, file: string): void {
  const migrations = loadMigrations();
  const version = requireMigratable(db, file, migrations);
  if (version === migrations.length) return;
  const message = `${file} has schema ${version}, and this program's is ${migrations.length}.`;
  throw new PlatewardenError("STORE_OLDER", message, { detail: { file, version } });
}

/**
 * Brings a database to this program's schema, forward only, all steps in one transaction: a process that ends in the
 * middle leaves the schema it found, and of several that open the file one makes the steps while the others wait. A
 * copy named `FILE.before-N` is kept before the first step on a database that already holds data (see `keepCopy`).
 */
export function migrate(db: Database, file: string, migrations = loadMigrations()): void {
  if (requireMigratable(db, file, migrations) === migrations.length) return;
  const usualMs = Number(db.pragma("busy_timeout", { simple: true }));
  db.pragma(`busy_timeout = ${LONGEST_UPGRADE_MS}`);
  try {
    db.transaction(() => takeSteps(db, file, migrations)).immediate();
  } finally {
    db.pragma(`busy_timeout = ${usualMs}`);
  }
}

function takeSteps(db: Database, file: string, migrations: readonly Migration[]): void {
  // Again: another process may have taken them while this one waited for the lock.
  const version = requireMigratable(db, file, migrations);
  if (version === migrations.length) return;
  if (version > 0) keepCopy(file, version + 1);
  carryLedgerOver(db, () => applySteps(db, migrations.slice(version)));
}

function applySteps(db: Database, steps: readonly Migration[]): void {
  db.pragma(`application_id = ${APPLICATION_ID}`);
  db.exec(
    "CREATE TABLE IF NOT EXISTS migration (number INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, applied_at_utc TEXT NOT NULL) STRICT",
  );
  const note = db.prepare("INSERT INTO migration VALUES (?, ?, ?, ?)");
  for (const { number, name, sql, sha256 } of steps) {
    db.exec(sql);
    note.run(number, name, sha256, new Date().toISOString());
    db.pragma(`user_version = ${number}`);
  }
}
