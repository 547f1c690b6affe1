/** Files of anchors must begin where the bench began, or where a restore was: others were begun anew. */
import { basename } from "node:path";
import { parseAnchor } from "./anchor.ts";
import { firstLine, holdsLine, type SeenFile } from "./kept-lines.ts";

export interface BeginningCheck {
  readonly findings: readonly string[];
  readonly notes: readonly string[];
}

/** Every daemon that tells of its start keeps anchors from before that entry on. */
export const STARTED = "daemon.start";

function begunAnewFinding(file: SeenFile, isOldest: boolean, firstStart: number): string | null {
  const first = parseAnchor(firstLine(file) ?? "");
  if (first === null || first.kind === "restored") return null;
  const name = basename(file.file);
  if (first.kind !== "begun") {
    return `${name} does not begin where anchors begin: its first lines were taken away`;
  }
  if (isOldest && first.head.auditSeq < firstStart) return null;
  return `${name} was begun anew on ${first.atUtc}, after entry ${first.head.auditSeq} of the audit trail, though anchors were kept since before entry ${firstStart}: the older ones were taken away`;
}

/**
 * Checks how files of anchors begin, oldest first. `firstStart` is the number of the first entry that tells of a daemon
 * that keeps anchors; null where there is none, as in a database of before. A database that was copied without its
 * anchors has none, which is a finding only where they are `required`.
 */
export function checkBeginnings(
  files: readonly SeenFile[],
  firstStart: number | null,
  required: boolean,
): BeginningCheck {
  const kept = files.filter(holdsLine);
  if (kept.length === 0) {
    const gone =
      "there are no anchors beside the database, though daemons have kept them: they were taken away, or this is a copy of the database alone";
    if (required && firstStart !== null) return { findings: [gone], notes: [] };
    const note = "there are no anchors beside the database, so a cut-off end cannot be seen";
    return { findings: [], notes: [note] };
  }
  if (firstStart === null) return { findings: [], notes: [] };
  const findings = kept.flatMap((file, at) => begunAnewFinding(file, at === 0, firstStart) ?? []);
  return { findings, notes: [] };
}
