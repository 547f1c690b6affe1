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

function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string")
    return null;
  return error.code.startsWith("SQLITE_") ? error.code : null;
}

/** Gives an error of SQLite its row in the table of errors; anything else comes back as it is. */
export function asStoreError(error: unknown, file: string): unknown {
  const code = sqliteCode(error);
  if (code === null) return error;
  const primary = code.split("_").slice(0, 2).join("_");
  // SQLite reports a full disk in the middle of a write as an I/O error as well.
  const full =
    primary === "SQLITE_IOERR" && error instanceof Error && /full|ENOSPC/i.test(error.message);
  const mapped = full ? "STORE_FULL" : (codeBySqliteCode[primary] ?? "STORE_FAILED");
  const text = error instanceof Error ? error.message : String(error);
  return new PlatewardenError(mapped, `The database ${file} refused: ${text} (${code}).`, {
    detail: { file, sqliteCode: code },
    cause: error,
  });
}
