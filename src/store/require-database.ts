import { accessSync } from "node:fs";
import { PlatewardenError } from "../domain/errors.ts";

/** Throws STORE_NOT_FOUND where there is no database, and STORE_NOT_WRITABLE where this user may not even look. */
export function requireDatabase(file: string): void {
  try {
    accessSync(file);
  } catch (error) {
    const hidden = error instanceof Error && "code" in error && error.code === "EACCES";
    throw hidden
      ? new PlatewardenError("STORE_NOT_WRITABLE", `${file} may not be read by this user.`, {
          detail: { file },
          cause: error,
        })
      : new PlatewardenError("STORE_NOT_FOUND", `There is no database at ${file}.`, {
          detail: { file },
        });
  }
}
