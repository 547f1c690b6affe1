/** Anchors and digests of the data folder against copies of them. */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { isSetAside, keptFiles } from "./anchor-files.ts";
import { firstDifference } from "./first-difference.ts";
import { isGivenUp, lastRestored } from "./given-up-copies.ts";
import { type SeenFile, seeFile } from "./kept-lines.ts";
import { firstLineBytes, wholeBytes } from "./whole-bytes.ts";

/** The copy of a file, also where it still has the name from before a restore; null when there is none yet. */
export function copyOf(file: SeenFile, folder: string): string | null {
  const kept = basename(file.file).startsWith("anchors") ? "anchors" : "digests";
  const sameName = join(folder, basename(file.file));
  const firstBytes = firstLineBytes(file);
  const beginsAlike = (copy: string): boolean => {
    // Also a copy of which not even the first line was written to its end.
    const bytes = Math.min(firstBytes, seeFile(copy).bytes);
    if (bytes === 0) return copy === sameName;
    return firstDifference(file.file, copy, bytes) === null;
  };
  return keptFiles(folder, kept).find(beginsAlike) ?? null;
}

/** Copies of one kind, or of both, that are of none of these files. */
export function strangeCopies(files: readonly SeenFile[], folder: string): readonly string[] {
  const known = new Set(files.map((file) => copyOf(file, folder)));
  const copies = [...keptFiles(folder, "anchors"), ...keptFiles(folder, "digests")];
  return copies.filter((copy) => !known.has(copy));
}

function findingsOf(file: SeenFile, folder: string): string[] {
  const copy = copyOf(file, folder);
  if (copy === null) return [];
  // What a power cut tore was never said to be kept, here or there.
  const copied = wholeBytes(seeFile(copy));
  // The file may have grown since it was looked at; one that was set aside may have lost what a restore gave up.
  if (copied > seeFile(file.file).bytes && !isSetAside(file.file)) {
    return [
      `${copy} has more than ${file.file}: what was written down last was cut off, or an older state was put in its place`,
    ];
  }
  return firstDifference(file.file, copy, Math.min(file.bytes, copied)) === null
    ? []
    : [`${file.file} is not what was copied to ${copy}`];
}

/**
 * Compares the anchors and digests of the data folder with a copy of them. The copy may be behind: it is made beside
 * other work. It may hold what a restore gave up.
 */
export function checkCopies(files: readonly SeenFile[], folder: string): string[] {
  if (!existsSync(folder)) {
    return [`the copies in ${folder} cannot be looked at: there is no such folder`];
  }
  const restored = lastRestored(files);
  const strange = strangeCopies(files, folder).filter((copy) => !isGivenUp(copy, restored));
  return [
    ...files.flatMap((file) => findingsOf(file, folder)),
    ...strange.map(
      (copy) =>
        `${copy} is a copy of nothing in the data folder: what was written down was taken away or begun anew, or it is another bench's`,
    ),
  ];
}
