import { readFileSync } from "node:fs";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";

/** A text file as UTF-8. Throws FILE_UNREADABLE. */
export function readTextFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new PlatewardenError("FILE_UNREADABLE", `${file} cannot be read: ${fileReason(error)}.`, {
      detail: { file },
      cause: error,
    });
  }
}
