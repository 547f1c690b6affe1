/** The audit trail and the rows of now against what was written down beside the database. */
import { basename } from "node:path";
import type { Store } from "../store/open-store.ts";
import { type Anchor, type Head, isSameHead, parseAnchor } from "./anchor.ts";
import { RESTORED } from "./anchor-restore.ts";
import { firstLine, linesOf, type SeenFile } from "./kept-lines.ts";

export interface AnchorCheck {
  /** What does not fit, one sentence each. */
  readonly findings: readonly string[];
  /** What is as it should be and worth knowing. */
  readonly notes: readonly string[];
  /** Lines that were compared. */
  readonly anchors: number;
}

/** What of the database is asked for. */
export interface AnchoredState {
  readonly head: Head;
  /** Action and hash of an entry of the audit trail; null when there is none with that number. */
  entry(seq: number): { readonly action: string; readonly sha256: string } | null;
}

export function anchoredState(store: Store, head: Head): AnchoredState {
  return { head, entry: (seq) => store.journal.entriesAfter(seq - 1, 1)[0] ?? null };
}

interface Sentences {
  readonly findings: string[];
  readonly notes: string[];
}

/** One file of anchors. */
interface Reader {
  readonly file: SeenFile;
  /** Entries above it were given up when the database was put back later; null where it never was. */
  readonly keptUpTo: number | null;
}

/** The first line of each file, to know which entries a later restore has given up. */
function firstOf(file: SeenFile): Anchor | null {
  return parseAnchor(firstLine(file) ?? "");
}

function readersOf(files: readonly SeenFile[]): readonly Reader[] {
  let keptUpTo: number | null = null;
  const readers: Reader[] = [];
  for (const file of files.toReversed()) {
    readers.unshift({ file, keptUpTo });
    const first = firstOf(file);
    if (first?.kind !== "restored") continue;
    const before = first.head.auditSeq - 1;
    keptUpTo = keptUpTo === null ? before : Math.min(keptUpTo, before);
  }
  return readers;
}

/** The newest entry of the audit trail that no restore has ever given up; null where there was no restore. */
export function keptUpTo(files: readonly SeenFile[]): number | null {
  return readersOf(files).reduce<number | null>((least, { keptUpTo: one }) => {
    if (one === null) return least;
    return least === null ? one : Math.min(least, one);
  }, null);
}

/** What the lines of one file say together, as far as they are read. */
interface Progress {
  /** Processes that have said that they are at work, and not that they have ended. */
  readonly atWork: Map<string, Anchor>;
  last: Anchor | null;
  anchors: number;
  givenUp: number;
  cutOff: Anchor | null;
  forked: Anchor | null;
}

function checkEntry(
  anchor: Anchor,
  state: AnchoredState,
  reader: Reader,
  progress: Progress,
): void {
  const { auditSeq, auditSha256 } = anchor.head;
  if (reader.keptUpTo !== null && auditSeq > reader.keptUpTo) {
    progress.givenUp += 1;
  } else if (auditSeq > state.head.auditSeq) {
    progress.cutOff = anchor;
  } else if (auditSeq > 0 && state.entry(auditSeq)?.sha256 !== auditSha256) {
    progress.forked ??= anchor;
  }
}

/** Between two processes nothing may change; of another schema the rows are others. */
function changedBetween(last: Anchor | null, next: Head): boolean {
  return last !== null && last.head.schema === next.schema && !isSameHead(last.head, next);
}

/** No command works for longer. */
const LONGEST_COMMAND_MS = 86_400_000;

/** Only one daemon can be at work: one that never said its end was killed, and so was a command of long ago. */
function forgetKilled(atWork: Map<string, Anchor>, opened: Anchor): void {
  for (const [by, { program, atUtc }] of atWork) {
    const ageMs = Date.parse(opened.atUtc) - Date.parse(atUtc);
    if (program === "daemon" || ageMs > LONGEST_COMMAND_MS) atWork.delete(by);
  }
}

function takeAnchor(anchor: Anchor, progress: Progress, told: Sentences): void {
  const { atWork, last } = progress;
  if (anchor.kind === "opened") {
    if (atWork.size === 0 && last !== null && changedBetween(last, anchor.head)) {
      told.findings.push(
        `the database was changed past the program between ${last.atUtc} and ${anchor.atUtc}: no program was at work, and it was not what it had been`,
      );
    }
    if (anchor.program === "daemon") forgetKilled(atWork, anchor);
    atWork.set(anchor.by, anchor);
  } else if (anchor.kind === "closed") {
    atWork.delete(anchor.by);
  }
  progress.last = anchor;
}

function checkRestored(anchor: Anchor, state: AnchoredState, told: Sentences): void {
  const { auditSeq, auditSha256 } = anchor.head;
  const entry = state.entry(auditSeq);
  if (entry?.action === RESTORED && entry.sha256 === auditSha256) {
    told.notes.push(
      `the database was put back on ${anchor.atUtc} (entry ${auditSeq} of the audit trail)`,
    );
  } else {
    told.findings.push(
      `the anchors say that the database was put back on ${anchor.atUtc}, and entry ${auditSeq} of the audit trail does not`,
    );
  }
}

function checkFile(reader: Reader, state: AnchoredState, told: Sentences): Progress {
  const progress: Progress = {
    atWork: new Map(),
    last: null,
    anchors: 0,
    givenUp: 0,
    cutOff: null,
    forked: null,
  };
  const name = basename(reader.file.file);
  let line = 0;
  for (const { text, whole } of linesOf(reader.file)) {
    line += 1;
    const anchor = parseAnchor(text);
    if (anchor === null && whole) told.findings.push(`line ${line} of ${name} is not an anchor`);
    if (anchor === null) continue;
    progress.anchors += 1;
    if (anchor.kind === "restored") checkRestored(anchor, state, told);
    checkEntry(anchor, state, reader, progress);
    takeAnchor(anchor, progress, told);
  }
  tell(progress, reader, state, told);
  return progress;
}

function tell(
  { cutOff, forked, givenUp }: Progress,
  reader: Reader,
  state: AnchoredState,
  told: Sentences,
): void {
  const name = basename(reader.file.file);
  if (cutOff !== null) {
    told.findings.push(
      `the audit trail ends with entry ${state.head.auditSeq}; on ${cutOff.atUtc} it had ${cutOff.head.auditSeq}: the newest entries were cut off, or an older state of the database was put in its place (${name})`,
    );
  }
  if (forked !== null) {
    told.findings.push(
      `entry ${forked.head.auditSeq} of the audit trail is not the one that was there on ${forked.atUtc}: the trail was written anew (${name})`,
    );
  }
  if (givenUp > 0) {
    told.notes.push(
      `${name}: ${givenUp} anchors tell of entries that were given up when the database was put back`,
    );
  }
}

/** The rows of now against the last word of a program that has ended. */
function checkRest({ atWork, last }: Progress, state: AnchoredState, told: Sentences): void {
  if (last === null || last.head.schema !== state.head.schema) return;
  if (isSameHead(last.head, state.head)) return;
  if (last.head.auditSeq > state.head.auditSeq) return;
  const [open] = atWork.values();
  if (open === undefined) {
    told.findings.push(
      `the database was changed past the program after ${last.atUtc}: no program has been at work since, and it is not what it was`,
    );
  } else {
    told.notes.push(
      `since the last anchor (${last.atUtc}) the database has gone on; a ${open.program} has been at work since ${open.atUtc}, or was killed`,
    );
  }
}

/**
 * Checks anchors, the files oldest first; without any it says nothing. They must have been seen before the snapshot of
 * the database that `state` is of: a program at work adds to them.
 */
export function checkAnchors(files: readonly SeenFile[], state: AnchoredState): AnchorCheck {
  const told: Sentences = { findings: [], notes: [] };
  const readers = readersOf(files);
  let anchors = 0;
  readers.forEach((reader, index) => {
    const progress = checkFile(reader, state, told);
    anchors += progress.anchors;
    if (index === readers.length - 1) checkRest(progress, state, told);
  });
  return { findings: told.findings, notes: told.notes, anchors };
}
