/** How well the daemon does its work, part by part, as one report. */
import type { ReaderStatus } from "../instrument/reader-status.ts";
import type { FolderStatus } from "../instrument/watch-folder.ts";
import type { LostReader } from "./reader-watch.ts";

/** degraded: plates are captured, somebody should see to something; failing: plates cannot be captured or kept. */
export type Severity = "degraded" | "failing";

/** What is wrong with a part just now. */
export interface Trouble {
  /** Stable and in kebab-case. It is shown to anybody: no path, no barcode, no name. */
  readonly code: string;
  readonly severity: Severity;
  readonly sentence: string;
  /** What to do; null where the sentence says it. */
  readonly remedy: string | null;
}

export interface PartTrouble extends Trouble {
  readonly part: string;
  readonly sinceUtc: string;
}

export interface PartHealth {
  /** `store`, `disk`, `reader bench-1`. */
  readonly part: string;
  readonly state: "ok" | Severity;
  /** `ok`, or of the trouble. */
  readonly code: string;
  readonly sentence: string | null;
  readonly remedy: string | null;
  readonly sinceUtc: string | null;
}

export interface HealthReport {
  readonly status: "ok" | Severity;
  readonly parts: readonly PartHealth[];
}

export interface HealthSources {
  /** What has been told, in the order in which it is shown. */
  readonly troubles: readonly PartTrouble[];
  readonly readers: readonly ReaderStatus[];
  /** Those that were lost and do not answer yet, also while they are being connected to again. */
  readonly lost: readonly LostReader[];
  readonly folders: readonly FolderStatus[];
  readonly nowMs: number;
}

/** Parts that are named also while nothing has been said of them. */
const ALWAYS = ["store", "disk", "event-loop", "clock", "notices"];

/** So long a reader may take to connect and to say what it is, before somebody should look. */
const PATIENCE_MS = 120_000;

function fine(part: string): PartHealth {
  return { part, state: "ok", code: "ok", sentence: null, remedy: null, sinceUtc: null };
}

function ill({ part, severity, code, sentence, remedy, sinceUtc }: PartTrouble): PartHealth {
  return { part, state: severity, code, sentence, remedy, sinceUtc };
}

function readerTrouble(
  status: ReaderStatus,
  lost: LostReader | undefined,
  nowMs: number,
): PartTrouble | null {
  const { state } = status;
  const sentence = lost?.sentence ?? status.sentence;
  const sinceUtc = lost?.lostAtUtc ?? status.sinceUtc;
  const isSlow = nowMs - Date.parse(sinceUtc) > PATIENCE_MS;
  const code =
    state === "stopped"
      ? "reader-stopped"
      : state === "unreachable" || lost !== undefined
        ? "reader-unreachable"
        : (state === "connecting" || state === "identifying") && isSlow
          ? "reader-not-ready"
          : null;
  if (code === null) return null;
  const part = `reader ${status.readerId}`;
  return { part, code, severity: "degraded", sentence, remedy: null, sinceUtc };
}

function folderTrouble(status: FolderStatus): PartTrouble | null {
  const { state, problems, sinceUtc } = status;
  const code =
    state === "unreachable" ? "folder-unreachable" : problems.length > 0 ? "files-not-taken" : null;
  if (code === null) return null;
  const sentence = state === "unreachable" ? status.sentence : problems.join(" ");
  return {
    part: `folder ${status.folderId}`,
    code,
    severity: "degraded",
    sentence,
    remedy: null,
    sinceUtc,
  };
}

/** Every part once, those that are always there first; the worst part is the status of all. */
export function healthReport(sources: HealthSources): HealthReport {
  const { troubles, readers, lost, folders, nowMs } = sources;
  const told = new Set(troubles.map(({ part }) => part));
  const parts = [
    ...ALWAYS.filter((part) => !told.has(part)).map(fine),
    ...troubles.map(ill),
    ...readers.map((status) => {
      const loss = lost.find(({ readerId }) => readerId === status.readerId);
      const trouble = readerTrouble(status, loss, nowMs);
      return trouble === null ? fine(`reader ${status.readerId}`) : ill(trouble);
    }),
    ...folders.map((status) => {
      const trouble = folderTrouble(status);
      return trouble === null ? fine(`folder ${status.folderId}`) : ill(trouble);
    }),
  ];
  const has = (state: PartHealth["state"]): boolean => parts.some((part) => part.state === state);
  return { status: has("failing") ? "failing" : has("degraded") ? "degraded" : "ok", parts };
}
