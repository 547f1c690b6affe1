/** Copies of what a restore gave up before it was ever in the data folder of now. */
import { basename } from "node:path";
import { type Anchor, parseAnchor } from "./anchor.ts";
import { parseDigest } from "./digest.ts";
import { firstLine, linesOf, type SeenFile, seeFile } from "./kept-lines.ts";

/** What was said when the database of these files was put back last; null where it never was. */
export function lastRestored(files: readonly SeenFile[]): Anchor | null {
  const present = files.find(({ file }) => basename(file) === "anchors.jsonl");
  const first = present === undefined ? null : parseAnchor(firstLine(present) ?? "");
  return first?.kind === "restored" ? first : null;
}

/** When the newest line of a file of anchors or digests was written; null where there is none. */
export function lastToldAt(file: string): string | null {
  let last: string | null = null;
  for (const { text, whole } of linesOf(seeFile(file))) {
    if (whole) last = parseAnchor(text)?.atUtc ?? parseDigest(text)?.body.atUtc ?? null;
  }
  return last;
}

/**
 * Whether a copy that is of nothing in the data folder tells of a past that the last restore gave up: the set that was
 * put back was older than it. What was written since is another bench's, or was taken away.
 */
export function isGivenUp(copy: string, restored: Anchor | null): boolean {
  const told = lastToldAt(copy);
  return told !== null && restored !== null && told <= restored.atUtc;
}
