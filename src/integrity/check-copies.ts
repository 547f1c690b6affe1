/** Anchors and digests of the data folder against copies of them. */
import { existsSync } from "node:fs";
import { basename } from "node:path";
import { isSetAside, keptFiles } from "./anchor-files.ts";
import { firstDifference } from "./first-difference.ts";
import { firstLine, type SeenFile, seeFile } from "./kept-lines.ts";

/** The copy of a file, also where it still has the name from before a restore; null when there is none yet. */
export function copyOf(file: SeenFile, folder: string): string | null {
  const kept = basename(file.file).startsWith("anchors") ? "anchors" : "digests";
  const firstBytes = Buffer.byteLength(firstLine(file) ?? "");
  const beginsAlike = (copy: string): boolean => {
    // Also a copy of which not even the first line was written to its end.
    const bytes = Math.min(firstBytes, file.bytes, seeFile(copy).bytes);
    return firstDifference(file.file, copy, bytes) === null;
  };
  return keptFiles(folder, kept).find(beginsAlike) ?? null;
}

function findingsOf(file: SeenFile, folder: string): string[] {
  const copy = copyOf(file, folder);
  if (copy === null) return [];
  const copied = seeFile(copy);
  // The file may have grown since it was looked at; one that was set aside may have lost what a restore gave up.
  if (copied.bytes > seeFile(file.file).bytes && !isSetAside(file.file)) {
    return [
      `${copy} has more than ${file.file}: what was written down last was cut off, or an older state was put in its place`,
    ];
  }
  return firstDifference(file.file, copy, Math.min(file.bytes, copied.bytes)) === null
    ? []
    : [`${file.file} is not what was copied to ${copy}`];
}

/**
 * Compares the anchors and digests of the data folder with a copy of them. The copy may be behind: it is made beside
 * other work.
 */
export function checkCopies(files: readonly SeenFile[], folder: string): string[] {
  if (!existsSync(folder)) {
    return [`the copies in ${folder} cannot be looked at: there is no such folder`];
  }
  const known = new Set(files.map((file) => copyOf(file, folder)));
  const strange = [...keptFiles(folder, "anchors"), ...keptFiles(folder, "digests")].filter(
    (copy) => !known.has(copy),
  );
  return [
    ...files.flatMap((file) => findingsOf(file, folder)),
    ...strange.map(
      (copy) =>
        `${copy} is a copy of nothing in the data folder: what was written down was taken away or begun anew, or it is another bench's`,
    ),
  ];
}
