/** What of the newest changes people should be told. */
import { plateSummary } from "../api/summary-views.ts";
import type { PlateSummaryView } from "../api/views.ts";
import type { NoticeKind } from "../domain/notice.ts";
import { countingVersion } from "../pipeline/counting-version.ts";
import { isStoreTrouble } from "../pipeline/persist.ts";
import { type NewNotice, raiseNotice } from "../pipeline/raise-notice.ts";
import type { ChangeRow } from "../store/journal.ts";
import type { Store } from "../store/open-store.ts";
import { endOldNews } from "./end-old-news.ts";

/** So many changes are looked through in one go, some tens of milliseconds: capture is not kept waiting. */
const AT_ONCE = 8;

/**
 * Looks through the next changes, ends what is over and raises what is news; what was told before is not told again, so that a crash
 * between two goes does no harm. Returns false when it has come to the newest change.
 */
export function findNews(store: Store, onFailure: (error: unknown) => void): boolean {
  const from = store.notices.cursor();
  const changes = store.journal.changesAfter(from, AT_ONCE);
  const last = changes.at(-1);
  if (last === undefined) return false;
  store.inTransaction(() => {
    for (const change of subjectsOf(changes)) lookAt(store, change, onFailure);
    store.notices.moveCursor(last.id);
  });
  return changes.length === AT_ONCE;
}

/** One subject that is damaged must not silence all others: it is passed over, with a word in the log. */
function lookAt(store: Store, change: ChangeRow, onFailure: (error: unknown) => void): void {
  try {
    store.inTransaction(() => {
      endOldNews(store, change);
      for (const notice of newsOf(store, change)) raiseNotice(store, notice);
    });
  } catch (error) {
    if (isStoreTrouble(error)) throw error;
    onFailure(error);
  }
}

/** Each subject once: what is looked at is how things stand now. */
function subjectsOf(changes: readonly ChangeRow[]): readonly ChangeRow[] {
  const subjects = new Map(changes.map((change) => [`${change.kind} ${change.subject}`, change]));
  return [...subjects.values()];
}

function newsOf(store: Store, { kind, subject }: ChangeRow): readonly NewNotice[] {
  if (kind === "run") return newsOfRun(store, subject);
  if (kind === "analysis") return newsOfSample(store, subject);
  if (kind === "reading") return newsOfReading(store, subject);
  if (kind === "document") return newsOfDocument(store, subject);
  return [];
}

function newsOfRun(store: Store, runId: string): readonly NewNotice[] {
  const run = store.runs.byId(runId);
  if (run === null || (run.state !== "failed" && run.state !== "interrupted")) return [];
  const why = run.sentence ?? "The reader gave no reason.";
  return [
    {
      kind: "run-failed",
      subject: run.barcode,
      sentence: `Plate ${run.barcode} on ${run.reader_id}: the run ${run.state === "failed" ? "failed" : "was interrupted"}. ${why}`,
      once: `run ${run.id} ${run.state}`,
    },
  ];
}

const NOTICE_OF_LAMP: Readonly<Partial<Record<PlateSummaryView["lamp"], NoticeKind>>> = {
  "re-read": "re-read",
  failed: "plate-failed",
  good: "plate-finished",
  look: "plate-finished",
};

function newsOfSample(store: Store, sampleId: string): readonly NewNotice[] {
  const analysis = store.analyses.current(sampleId);
  if (analysis === null) return [];
  const flags = store.analyses.flagsOf(analysis.id);
  return store.plates.ofSample(sampleId).flatMap((plate) => {
    const reading = countingVersion(store, plate.id)?.version.reading_id ?? "";
    const summary = plateSummary(store, plate);
    const kind = NOTICE_OF_LAMP[summary.lamp];
    const about = { subject: plate.barcode, plateId: plate.id };
    const lamp =
      kind === undefined
        ? []
        : [
            {
              ...about,
              kind,
              sentence: `Plate ${plate.barcode}: ${summary.lampSentence} ${summary.lampRemedy}`,
              once: `${kind} ${reading}`,
            },
          ];
    const combinations = flags
      .filter((flag) => flag.kind === "combination" && flag.plate_id === plate.id)
      .map((flag) => ({
        ...about,
        kind: "flagged" as const,
        sentence: `Plate ${plate.barcode}: ${flag.title}`,
        once: `flagged ${reading} ${flag.arm} ${flag.class}`,
      }));
    return [...lamp, ...combinations];
  });
}

function newsOfReading(store: Store, readingId: string): readonly NewNotice[] {
  const reading = store.readings.byId(readingId);
  const waits = reading?.outcome === "plate" && store.plates.versionOfReading(readingId) === null;
  if (reading === null || !waits) return [];
  return [
    {
      kind: "unassigned",
      subject: reading.reader_id,
      sentence: `A plate read on ${reading.reader_id} waits: nobody has said yet what it is.`,
      once: `unassigned ${readingId}`,
    },
  ];
}

function newsOfDocument(store: Store, sha256: string): readonly NewNotice[] {
  const made = store.documents.newestInterpretation(sha256);
  if (made?.outcome !== "quarantined") return [];
  const arrival = store.documents.arrivalById(made.arrival_id);
  return [
    {
      kind: "quarantined",
      subject: arrival?.name ?? sha256,
      sentence:
        `The file ${arrival?.name ?? sha256} was not understood and is kept. ${made.sentence ?? ""}`.trim(),
      once: `quarantined ${sha256}`,
    },
  ];
}
