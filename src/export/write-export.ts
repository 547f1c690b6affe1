/** The files of an export on disk: all of them under temporary names first, then each under its own. */
import { existsSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { PlatewardenError } from "../domain/errors.ts";
import { fileReason } from "../domain/file-reason.ts";
import { makeFolder } from "../store/make-folder.ts";
import type { ExportFile } from "./export-files.ts";
import { contentBytes } from "./export-manifest.ts";

function requireFree(folder: string, files: readonly ExportFile[], force: boolean): void {
  const taken = files.filter((file) => existsSync(join(folder, file.path)));
  if (force || taken.length === 0) return;
  const first = join(folder, taken[0]?.path ?? "");
  const inTheWay =
    taken.length === 1
      ? `${first} exists already; --force replaces it`
      : `${first} and ${taken.length - 1} more exist already; --force replaces them`;
  throw new PlatewardenError("FILE_NOT_WRITTEN", `${inTheWay}. Nothing was written.`, {
    detail: { files: taken.map((file) => file.path) },
  });
}

function temporaryName(file: string): string {
  return `${file}.${process.pid}.tmp`;
}

/**
 * Writes all files below `folder`, which is made where it is not there. Without `force` nothing is written when one of
 * them exists. A reader of the folder sees each file whole or not at all; the files change their names in their order.
 * Throws FILE_NOT_WRITTEN and leaves no temporary file behind.
 */
export function writeExport(folder: string, files: readonly ExportFile[], force: boolean): void {
  requireFree(folder, files, force);
  const targets = files.map((file) => join(folder, file.path));
  const written: string[] = [];
  try {
    for (const [index, { content }] of files.entries()) {
      const target = targets[index] ?? folder;
      makeFolder(dirname(target));
      written.push(temporaryName(target));
      writeFileSync(temporaryName(target), contentBytes(content), { flush: true });
    }
    for (const target of targets) renameSync(temporaryName(target), target);
  } catch (error) {
    for (const file of written) rmSync(file, { force: true });
    throw new PlatewardenError(
      "FILE_NOT_WRITTEN",
      `The export to ${folder} was not completed: ${fileReason(error)}.`,
      { cause: error, detail: { folder } },
    );
  }
}
