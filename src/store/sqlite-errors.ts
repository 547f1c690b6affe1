import { statfsSync } from "node:fs";
import { dirname } from "node:path";
import { type ErrorCode, PlatewardenError } from "../domain/errors.ts";

const codeBySqliteCode: Readonly<Record<string, ErrorCode>> = {
  SQLITE_FULL: "STORE_FULL",
  SQLITE_BUSY: "STORE_BUSY",
  SQLITE_LOCKED: "STORE_BUSY",
  SQLITE_READONLY: "STORE_NOT_WRITABLE",
  SQLITE_CANTOPEN: "STORE_NOT_WRITABLE",
  SQLITE_PERM: "STORE_NOT_WRITABLE",
  SQLITE_CORRUPT: "STORE_DAMAGED",
  SQLITE_NOTADB: "STORE_DAMAGED",
};

/** Statements that the database can never take: faults of the program, which waiting does not mend. */
const FAULTS_OF_THE_PROGRAM = [
  "SQLITE_CONSTRAINT",
  "SQLITE_ERROR",
  "SQLITE_MISMATCH",
  "SQLITE_MISUSE",
  "SQLITE_RANGE",
];

/** The index of the write-ahead log takes as much when a database is opened. */
const LEAST_FREE_BYTES = 32_768;

function diskIsFull(file: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dirname(file));
    return bavail * bsize < LEAST_FREE_BYTES;
  } catch {
    return false;
  }
}

function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string")
    return null;
  return error.code.startsWith("SQLITE_") ? error.code : null;
}

/** True where the disk refused a write or a sync: what was being committed may be there all the same. */
export function isDiskTrouble(error: unknown): boolean {
  return /^SQLITE_(?:IOERR|FULL)/.test(sqliteCode(error) ?? "");
}

/**
 * Gives an error of SQLite its row in the table of errors; anything else comes back as it is, and so does a statement
 * that the database can never take.
 */
export function asStoreError(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (code === null) return error;
  const primary = code.split("_").slice(0, 2).join("_");
  if (FAULTS_OF_THE_PROGRAM.includes(primary)) return error;
  // SQLite reports a full disk as an I/O error as well: in the middle of a write, and where it maps its index.
  const full = primary === "SQLITE_IOERR" && diskIsFull(file);
  const mapped = full ? "STORE_FULL" : (codeBySqliteCode[primary] ?? "STORE_FAILED");
  const text = error instanceof Error ? error.message : String(error);
  return new PlatewardenError(mapped, `The database ${file} refused: ${text} (${code}).`, {
    detail: { file, sqliteCode: code },
    cause: error,
  });
}
