import { writeFileSync } from "node:fs";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";

/** Writes a file that must not be there yet, with these rights. Throws FILE_NOT_WRITTEN. */
export function writeNewFile(file: string, content: string | Uint8Array, mode = 0o666): void {
  try {
    writeFileSync(file, content, { flag: "wx", mode });
  } catch (error) {
    throw new PlatewardenError(
      "FILE_NOT_WRITTEN",
      `${file} was not written: ${fileReason(error)}.`,
      { cause: error },
    );
  }
}
