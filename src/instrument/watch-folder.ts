/**
 * A folder in which a vendor's program drops its exports. It is looked through again and again, because a network share
 * tells nobody of its changes. A file is taken when it has stopped changing; what it is called never matters.
 */
import type { Dirent } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import { join, relative } from "node:path";
import { BehaviorSubject, exhaustMap, ignoreElements, type Observable, timer } from "rxjs";
import { fileReason } from "../domain/file-reason.ts";

/** What came of a file. */
export interface KeptFile {
  /** False when the same bytes had come before. */
  readonly isNew: boolean;
  readonly plates: number;
  /** Why it is in quarantine; null when it is not. */
  readonly problem: string | null;
}

/** Where files go: each call is durable when it resolves. */
export interface FilePort {
  keep(file: {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly madeAtUtc: string | null;
  }): Promise<KeptFile>;
}

export interface FolderStatus {
  readonly folderId: string;
  readonly path: string;
  readonly state: "watching" | "unreachable";
  readonly sentence: string;
  readonly sinceUtc: string;
  readonly lastFile: { readonly name: string; readonly atUtc: string } | null;
}

export interface WatchedFolder {
  readonly id: string;
  readonly status$: BehaviorSubject<FolderStatus>;
  /** Works for as long as it is subscribed. */
  readonly work$: Observable<never>;
  /** One look through the folder, for tests and commands; the names of the files that were taken. */
  look(): Promise<readonly string[]>;
  /** Resolves when nothing that touches the store is under way; to be awaited after unsubscribing. */
  settled(): Promise<void>;
}

export interface FolderParts {
  readonly id: string;
  readonly path: string;
  /** Endings of files that are taken, in lower case with the dot; all when empty. */
  readonly endings: readonly string[];
  readonly lookEveryMs: number;
  /** A file that has not changed for so long is whole. */
  readonly settleMs: number;
  readonly port: FilePort;
  readonly nowMs: () => number;
}

/** Larger files are no exports of a plate reader; they are named, never read. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Temporary files of programs that are still at it, and files that hide. */
const IS_TEMPORARY = /(?:^|\/)(?:\.|~\$)|(?:\.tmp|\.part|\.crdownload|~)$/i;

interface Seen {
  readonly state: string;
  readonly sinceMs: number;
  /** True when this state has been taken. */
  taken: boolean;
}

async function filesUnder(root: string): Promise<string[]> {
  const entries: Dirent[] = await readdir(root, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((name) => !IS_TEMPORARY.test(name))
    .sort();
}

export function watchFolder(parts: FolderParts): WatchedFolder {
  const { path, port } = parts;
  const seen = new Map<string, Seen>();
  let underWay: Promise<unknown> = Promise.resolve();
  const status$ = new BehaviorSubject<FolderStatus>({
    folderId: parts.id,
    path,
    state: "watching",
    sentence: "Looks for files.",
    sinceUtc: new Date(parts.nowMs()).toISOString(),
    lastFile: null,
  });

  function show(change: Partial<FolderStatus>): void {
    const before = status$.value;
    const after = { ...before, ...change };
    if (after.state === before.state && after.sentence === before.sentence) {
      if (after.lastFile === before.lastFile) return;
    }
    const sinceUtc =
      after.state === before.state ? before.sinceUtc : new Date(parts.nowMs()).toISOString();
    status$.next({ ...after, sinceUtc });
  }

  const isWanted = (name: string): boolean =>
    parts.endings.length === 0 || parts.endings.some((end) => name.toLowerCase().endsWith(end));

  /** Null when the file is taken already, or not whole yet. */
  async function stateWhenWhole(
    name: string,
  ): Promise<{ state: string; madeAtUtc: string } | null> {
    const { size, mtimeMs, mtime, ino } = await stat(join(path, name));
    const state = `${size} ${mtimeMs} ${ino}`;
    const before = seen.get(name);
    if (before?.state !== state) {
      seen.set(name, { state, sinceMs: parts.nowMs(), taken: false });
      return null;
    }
    if (before.taken || size === 0) return null;
    if (parts.nowMs() - before.sinceMs < parts.settleMs) return null;
    if (size > MAX_BYTES) {
      before.taken = true;
      throw new Error(`it is larger than ${MAX_BYTES / 1024 / 1024} MB`);
    }
    return { state, madeAtUtc: mtime.toISOString() };
  }

  async function take(name: string): Promise<boolean> {
    const whole = await stateWhenWhole(name);
    if (whole === null) return false;
    const bytes = await readFile(join(path, name));
    const after = await stat(join(path, name));
    // It went on changing while it was read: the next look takes it.
    if (`${after.size} ${after.mtimeMs} ${after.ino}` !== whole.state) return false;
    const kept = await port.keep({ name, bytes, madeAtUtc: whole.madeAtUtc });
    const state = seen.get(name);
    if (state?.state === whole.state) state.taken = true;
    if (kept.isNew) tell(name, kept);
    return kept.isNew;
  }

  function tell(name: string, kept: KeptFile): void {
    const lastFile = { name, atUtc: new Date(parts.nowMs()).toISOString() };
    const plates = kept.plates === 1 ? "one plate" : `${kept.plates} plates`;
    const sentence =
      kept.problem === null
        ? `Took ${name}: ${plates}.`
        : `${name} is in quarantine: ${kept.problem}`;
    show({ state: "watching", sentence, lastFile });
  }

  async function look(): Promise<readonly string[]> {
    let names: readonly string[];
    try {
      names = await filesUnder(path);
    } catch (error) {
      const sentence = `The folder ${path} cannot be read: ${fileReason(error)}. Mend the share or its rights; nothing in it is lost.`;
      show({ state: "unreachable", sentence });
      return [];
    }
    if (status$.value.state === "unreachable") {
      show({ state: "watching", sentence: "Looks for files." });
    }
    for (const name of seen.keys()) if (!names.includes(name)) seen.delete(name);
    const taken: string[] = [];
    for (const name of names.filter(isWanted)) {
      try {
        if (await take(name)) taken.push(name);
      } catch (error) {
        if (isGone(error)) continue;
        show({ sentence: `${name} cannot be taken: ${fileReason(error)}. It is tried again.` });
      }
    }
    return taken;
  }

  return {
    id: parts.id,
    status$,
    // exhaustMap: a look that takes long is not overtaken by the next one.
    work$: timer(0, parts.lookEveryMs).pipe(
      exhaustMap(() => {
        underWay = look();
        return underWay;
      }),
      ignoreElements(),
    ),
    look,
    settled: async () => void (await underWay),
  };
}

/** Vendors' programs write under another name and rename: what was listed may be gone a moment later. */
function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
