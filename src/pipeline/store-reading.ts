import { sha256 } from "../domain/canonical.ts";
import { type PlateReading, readingContent, readingNumbers } from "../domain/reading.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingOrigin, ReadingSource } from "../store/readings.ts";
import { keepFingerprint } from "./earlier-readings.ts";

/** Hash of what a reading says, whichever transfer brought it. */
export function contentSha256(reading: PlateReading): string {
  return sha256(readingContent(reading));
}

/** Hash of the numbers of a plate, in whatever form of file it came; null where they are too few to tell it by. */
export function numbersSha256(reading: PlateReading): string | null {
  const numbers = readingNumbers(reading);
  return numbers === null ? null : sha256(numbers);
}

/** What made a reading from the bytes: a driver, or the dialect of an export file. */
export interface Interpreter {
  readonly id: string;
  readonly version: string;
  readonly verification: string;
}

interface ReadingToStore {
  readonly source: ReadingSource;
  readonly interpreter: Interpreter;
  readonly readerId: string;
  readonly origin: ReadingOrigin;
  readonly runId: string | null;
  /** The plate; null stores a given-up reading. */
  readonly plate: PlateReading | null;
  /** What had arrived of a plate that was given up. */
  readonly partial: PlateReading | null;
  readonly rejected: readonly { readonly reason: string; readonly text: string }[];
  readonly fault: string | null;
  readonly sentence: string | null;
}

/** Stores a reading, whole or given up, and tells the feed and the audit trail. Returns its id. */
export function storeReading(store: Store, reading: ReadingToStore): string {
  const { source, interpreter, plate } = reading;
  const body = plate ?? reading.partial;
  const id = store.newId();
  store.readings.insert({
    id,
    reader_id: reading.readerId,
    ...source,
    driver_id: interpreter.id,
    driver_version: interpreter.version,
    verification: interpreter.verification,
    origin: reading.origin,
    outcome: plate === null ? "given-up" : "plate",
    run_id: reading.runId,
    body: body === null ? null : JSON.stringify(body),
    content_sha256: plate === null ? null : contentSha256(plate),
    numbers_sha256: plate === null || source.document_sha256 === null ? null : numbersSha256(plate),
    rejected: JSON.stringify(reading.rejected),
    fault: reading.fault,
    sentence: reading.sentence,
    captured_at_utc: store.nowUtc(),
  });
  if (plate !== null) keepFingerprint(store, id, plate);
  const sourceDetail =
    source.transcript_id === null
      ? { document: source.document_sha256, part: source.document_part, arrival: source.arrival_id }
      : { transcript: source.transcript_id, transcriptSha256: source.transcript_sha256 };
  store.journal.change("reading", id, store.nowUtc());
  store.journal.audit({
    atUtc: store.nowUtc(),
    actor: `${reading.origin === "file" ? "folder" : "reader"} ${reading.readerId}`,
    action: plate === null ? "reading.given-up" : "reading.captured",
    subject: id,
    detail: { ...sourceDetail, origin: reading.origin, runId: reading.runId },
  });
  return id;
}
