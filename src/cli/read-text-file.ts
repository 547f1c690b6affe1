import { readFileSync } from "node:fs";
import { PlatewardenError } from "../domain/errors.ts";

/** A text file as UTF-8. Throws FILE_UNREADABLE. */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PlatewardenError("FILE_UNREADABLE", `${file} cannot be read: ${reason}.`, {
      detail: { file },
      cause: error,
    });
  }
}
