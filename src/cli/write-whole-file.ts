import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";

function notWritten(file: string, reason: string, cause?: unknown): PlatewardenError {
  return new PlatewardenError("FILE_NOT_WRITTEN", `${file} was not written: ${reason}.`, { cause });
}

/** Throws FILE_NOT_WRITTEN when a file is there and may not be replaced. */
export function refuseTakenFile(file: string, force: boolean): void {
  if (!force && existsSync(file)) {
    throw notWritten(file, "it exists already; --force replaces it");
  }
}

/**
 * Writes a file beside its place and moves it there, so that nobody ever finds half of it. One that is there already is
 * replaced only with `force`. Throws FILE_NOT_WRITTEN.
 */
export function writeWholeFile(file: string, content: Uint8Array, force: boolean): void {
  refuseTakenFile(file, force);
  const beside = `${file}.${process.pid}.part`;
  try {
    writeFileSync(beside, content, { flag: "wx" });
    renameSync(beside, file);
  } catch (error) {
    rmSync(beside, { force: true });
    throw notWritten(file, fileReason(error), error);
  }
}
