/**
 * A folder in which a vendor's program drops its exports. It is looked through again and again, because a network share
 * tells nobody of its changes. A file is taken when it has stopped changing; what it is called never matters.
 */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { BehaviorSubject, Observable } from "rxjs";
import { fileReason } from "../domain/file-reason.ts";
import { shownName } from "../domain/shown-name.ts";
import { fileState, readUnchanged } from "./read-unchanged.ts";

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
  /** Files that cannot be taken, with the reason each, for as long as that is so. */
  readonly problems: readonly string[];
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
  /** A file that has not changed for so long is whole, by `nowMs`, a clock that nobody sets. */
  readonly settleMs: number;
  readonly port: FilePort;
  readonly nowMs: () => number;
}

/** Larger files are no exports of a plate reader; they are named, never read. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Temporary files of programs that are still at it, and files that hide. */
const IS_TEMPORARY = /(?:^|\/)(?:\.|~\$)|(?:\.tmp|\.part|\.crdownload|~)$/i;

/** So many times as long as going through the folder took, nobody looks again. */
const REST = 20;

interface WholeFile {
  readonly name: string;
  readonly state: string;
  readonly madeAtUtc: string;
}

interface Seen {
  readonly state: string;
  readonly sinceMs: number;
  /** True when this state has been taken. */
  taken: boolean;
}

const MOST_PROBLEMS = 50;
/** An export that could not be written stays empty. */
const EMPTY_FOR_MS = 60_000;

/**
 * Names relative to `root`; links to files are followed, links to folders are not. What cannot be looked into below it
 * (another user's, say) is told and passed over.
 */
async function filesUnder(
  root: string,
  below: string,
  tell: (name: string, why: string) => void,
): Promise<string[]> {
  const entries = await readdir(join(root, below), { withFileTypes: true });
  const found: string[] = [];
  for (const entry of entries) {
    const name = join(below, entry.name);
    if (IS_TEMPORARY.test(name)) continue;
    // A name in another encoding than this computer's comes back with a mark and cannot be opened by it.
    if (name.includes("\uFFFD"))
      tell(name, "its name is in an encoding this computer does not read; rename it");
    else if (entry.isFile() || (entry.isSymbolicLink() && (await isFileBehind(join(root, name)))))
      found.push(name);
    else if (entry.isDirectory()) found.push(...(await filesBelow(root, name, tell)));
  }
  return found;
}

async function filesBelow(
  root: string,
  name: string,
  tell: (name: string, why: string) => void,
): Promise<string[]> {
  try {
    return await filesUnder(root, name, tell);
  } catch (error) {
    if (!isGone(error)) tell(name, fileReason(error));
    return [];
  }
}

async function isFileBehind(link: string): Promise<boolean> {
  try {
    return (await stat(link)).isFile();
  } catch {
    return false;
  }
}

export function watchFolder(parts: FolderParts): WatchedFolder {
  const { path, port } = parts;
  const seen = new Map<string, Seen>();
  /** Of the look that is under way. */
  const problems = new Map<string, string>();
  let underWay: Promise<unknown> = Promise.resolve();
  let isStopped = false;
  /** How long the last two looks took to go through the folder, without what they took from it. */
  let listingMs = 0;
  let listingBeforeMs = 0;
  let wakeUp = (): void => undefined;
  const status$ = new BehaviorSubject<FolderStatus>({
    folderId: parts.id,
    path,
    state: "watching",
    sentence: "Looks for files.",
    sinceUtc: new Date().toISOString(),
    lastFile: null,
    problems: [],
  });

  function show(change: Partial<FolderStatus>): void {
    const before = status$.value;
    const after = { ...before, ...change };
    const isSame = Object.keys(after).every(
      (key) =>
        JSON.stringify(after[key as keyof FolderStatus]) ===
        JSON.stringify(before[key as keyof FolderStatus]),
    );
    if (isSame) return;
    const sinceUtc = after.state === before.state ? before.sinceUtc : new Date().toISOString();
    status$.next({ ...after, sinceUtc });
  }

  const isWanted = (name: string): boolean =>
    parts.endings.length === 0 || parts.endings.some((end) => name.toLowerCase().endsWith(end));

  /** Null when the file is taken already, or not whole yet. */
  async function whenWhole(name: string): Promise<WholeFile | null> {
    const stats = await stat(join(path, name));
    const { size, mtime } = stats;
    const state = fileState(stats);
    const before = seen.get(name);
    if (before?.state !== state) {
      seen.set(name, { state, sinceMs: parts.nowMs(), taken: false });
      return null;
    }
    if (before.taken) return null;
    const settledMs = parts.nowMs() - before.sinceMs;
    if (size === 0 && settledMs > EMPTY_FOR_MS) throw new Error("it has been empty for a while");
    if (size === 0 || settledMs < parts.settleMs) return null;
    if (size > MAX_BYTES) throw new Error(`it is larger than ${MAX_BYTES / 1024 / 1024} MB`);
    return { name, state, madeAtUtc: mtime.toISOString() };
  }

  async function take(whole: WholeFile): Promise<boolean> {
    const { name } = whole;
    const bytes = await readUnchanged(join(path, name), whole.state);
    // It went on changing while it was read: the next look takes it.
    if (bytes === null) return false;
    const kept = await port.keep({ name, bytes, madeAtUtc: whole.madeAtUtc });
    const state = seen.get(name);
    if (state?.state === whole.state) state.taken = true;
    if (kept.isNew) tell(name, kept);
    return kept.isNew;
  }

  function tell(fileName: string, kept: KeptFile): void {
    const name = shownName(fileName);
    const lastFile = { name, atUtc: new Date().toISOString() };
    const plates = kept.plates === 1 ? "one plate" : `${kept.plates} plates`;
    const sentence =
      kept.problem === null
        ? `Took ${name}: ${plates}.`
        : `${name} is in quarantine: ${kept.problem}`;
    show({ state: "watching", sentence, lastFile });
  }

  /** What goes wrong with one file is told, and tried again with the next look; the others go on. */
  async function whatCanBeTaken<T>(name: string, work: () => Promise<T>): Promise<T | null> {
    try {
      return await work();
    } catch (error) {
      if (!isGone(error)) problems.set(name, `${shownName(name)}: ${fileReason(error)}`);
      return null;
    }
  }

  async function look(): Promise<readonly string[]> {
    problems.clear();
    const sinceMs = performance.now();
    let names: readonly string[];
    try {
      names = await filesUnder(path, "", (name, why) =>
        problems.set(name, `${shownName(name)}: ${why}`),
      );
    } catch (error) {
      const sentence = `The folder ${path} cannot be read: ${fileReason(error)}. Mend the share or its rights; nothing in it is lost.`;
      show({ state: "unreachable", sentence });
      return [];
    }
    if (status$.value.state === "unreachable") {
      show({ state: "watching", sentence: "Looks for files." });
    }
    const listed = new Set(names);
    for (const name of seen.keys()) if (!listed.has(name)) seen.delete(name);
    const whole: WholeFile[] = [];
    for (const name of names.filter(isWanted)) {
      const file = await whatCanBeTaken(name, () => whenWhole(name));
      if (file) whole.push(file);
    }
    listingBeforeMs = listingMs;
    listingMs = performance.now() - sinceMs;
    const taken: string[] = [];
    // In the order they were saved: of two reads of a plate the later one counts.
    for (const file of whole.toSorted((a, b) => (a.madeAtUtc < b.madeAtUtc ? -1 : 1))) {
      if (isStopped) break;
      if (await whatCanBeTaken(file.name, () => take(file))) taken.push(file.name);
    }
    if (!isStopped) show({ problems: [...problems.values()].slice(0, MOST_PROBLEMS) });
    return taken;
  }

  /**
   * A look through very many files takes long: it is repeated the later, so that an idle daemon stays idle. One slow look
   * alone tells of a busy computer, and not of many files: then a plate would wait for nothing.
   */
  async function lookAgainAndAgain(): Promise<void> {
    while (!isStopped) {
      await look();
      if (isStopped) return;
      await pause(Math.max(parts.lookEveryMs, Math.min(listingMs, listingBeforeMs) * REST));
    }
  }

  function pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  return {
    id: parts.id,
    status$,
    work$: new Observable<never>(() => {
      isStopped = false;
      underWay = lookAgainAndAgain();
      return () => {
        isStopped = true;
        wakeUp();
      };
    }),
    look,
    settled: async () => void (await underWay),
  };
}

/** Vendors' programs write under another name and rename: what was listed may be gone a moment later. */
function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
