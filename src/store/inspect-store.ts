import { existsSync } from "node:fs";
import SqliteDatabase from "better-sqlite3";
import { figureStatements, type PlateFigures } from "./figures.ts";
import { loadMigrations, requireMigratable } from "./migrate.ts";
import { requireDatabase } from "./require-database.ts";
import { asStoreError } from "./sqlite-errors.ts";

export interface StoreInspection {
  /** The schema of the file, and the one of this program: an older one is brought up at the next start. */
  readonly schema: number;
  readonly programSchema: number;
  /** What a quick look of SQLite finds wrong, one sentence each; empty when nothing is. `verify` looks at everything. */
  readonly damages: readonly string[];
  /** The newest entry of the audit trail; null when there is none. */
  readonly lastEntryUtc: string | null;
}

/** Throws when the database's native part cannot be loaded on this computer. */
export function tryDatabase(): void {
  new SqliteDatabase(":memory:").close();
}

function look(db: SqliteDatabase.Database, file: string): StoreInspection {
  const schema = requireMigratable(db, file);
  const findings = db.pragma("quick_check(5)") as { quick_check: string }[];
  const last =
    schema === 0
      ? undefined
      : db.prepare<[], string>("SELECT at_utc FROM audit ORDER BY seq DESC LIMIT 1").pluck().get();
  return {
    schema,
    programSchema: loadMigrations().length,
    damages: findings.map((row) => row.quick_check).filter((text) => text !== "ok"),
    lastEntryUtc: last ?? null,
  };
}

/**
 * Looks at a database and changes nothing, beside a running daemon or without one. Throws STORE_NOT_FOUND, STORE_NEWER,
 * STORE_FOREIGN, STORE_DAMAGED or another STORE_ error.
 */
export function inspectStore(file: string): StoreInspection {
  requireDatabase(file);
  let db: SqliteDatabase.Database | null = null;
  try {
    db = new SqliteDatabase(file, { readonly: true, timeout: 2000 });
    return look(db, file);
  } catch (error) {
    throw asStoreError(error, file);
  } finally {
    db?.close();
  }
}

/** Plates of a database, looked at beside whoever uses it; null where it has none of this program's tables. */
export function readPlateFigures(file: string, sinceMs: number): PlateFigures | null {
  if (!existsSync(file)) return null;
  let db: SqliteDatabase.Database | null = null;
  try {
    db = new SqliteDatabase(file, { readonly: true, timeout: 2000 });
    return figureStatements(db).plates(sinceMs);
  } catch {
    // What is wrong with it `inspectStore` says.
    return null;
  } finally {
    db?.close();
  }
}
