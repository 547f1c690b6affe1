/** Counts what the audit trail tells, entry by entry as it is written, whichever process wrote it. */
import type { AuditRow } from "../store/journal.ts";
import type { Store } from "../store/open-store.ts";
import type { Metrics } from "./metrics.ts";

/** So many entries are looked at in one go; the rest comes with the next change. */
const AT_ONCE = 500;

/** What is neither a reader nor a folder of the configuration, e.g. a file imported by a command. */
const OTHER = "other";

export interface EntryCounter {
  /** Counts the entries since it looked last, at most a few hundred; true when there are more. */
  look(): boolean;
}

export function countEntries(
  store: Store,
  metrics: Metrics,
  /** Ids of the configured readers and folders: the only ones that become labels. */
  sources: ReadonlySet<string>,
): EntryCounter {
  let last = store.journal.lastAudit()?.seq ?? 0;

  function countReading(readingId: string): void {
    const reading = store.readings.byId(readingId);
    if (reading === null) return;
    const source = sources.has(reading.reader_id) ? reading.reader_id : OTHER;
    const rejected: unknown = JSON.parse(reading.rejected);
    const { transcript_id: transcriptId } = reading;
    const bytes = transcriptId === null ? 0 : store.figures.bytesOfTranscript(transcriptId);
    metrics.reading(source, reading.outcome, bytes, Array.isArray(rejected) ? rejected.length : 0);
    if (transcriptId === null) return;
    const seconds = store.figures.secondsOfTranscript(transcriptId);
    if (seconds !== null) metrics.conversation(source, seconds);
  }

  function count({ action, subject }: AuditRow): void {
    if (action === "reading.captured" || action === "reading.given-up") countReading(subject);
    else if (action === "session.refused") metrics.signInFailed();
    else if (action === "analysis.computed") {
      for (const flag of store.analyses.flagsOf(subject)) {
        metrics.flag(flag.kind, flag.class ?? "none");
      }
    }
  }

  return {
    look: () => {
      const entries = store.journal.entriesAfter(last, AT_ONCE);
      for (const entry of entries) {
        last = entry.seq;
        count(entry);
      }
      return entries.length === AT_ONCE;
    },
  };
}
