import type { Database } from "better-sqlite3";
import { asStoreError } from "./sqlite-errors.ts";

/**
 * Shows that the database takes a write, has it on disk and gives it back: the number of its schema is written once
 * more, which changes nothing that it holds. Waits for the write lock as every transaction does. Throws STORE_BUSY,
 * STORE_FULL, STORE_NOT_WRITABLE, STORE_FAILED or STORE_DAMAGED.
 */
export function proveStore(db: Database, file: string): void {
  try {
    db.transaction(() => {
      const schema = Number(db.pragma("user_version", { simple: true }));
      db.pragma(`user_version = ${schema}`);
    }).immediate();
    db.pragma("user_version", { simple: true });
  } catch (error) {
    throw asStoreError(error, file);
  }
}
