import { sha256 } from "../domain/canonical.ts";
import { type PlateReading, readingContent } from "../domain/reading.ts";
import type { Driver } from "../instrument/contract.ts";
import type { Conversation } from "../instrument/reader-session.ts";
import { faultSentence } from "../instrument/reader-troubles.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingOrigin } from "../store/readings.ts";
import type { TranscriptOutcome } from "../store/transcripts.ts";

/** Hash of what a reading says, whichever transfer brought it. */
export function contentSha256(reading: PlateReading): string {
  return sha256(readingContent(reading));
}

const transcriptOutcome: Readonly<
  Record<Conversation<unknown>["outcome"]["kind"], TranscriptOutcome>
> = { done: "done", fault: "fault", cancelled: "cancelled", lost: "lost", bug: "bug" };

/** What to say of a conversation that did not end well; null when it did. */
export function outcomeSentence(
  conversation: Conversation<unknown>,
  driver: Driver,
): string | null {
  const { outcome } = conversation;
  switch (outcome.kind) {
    case "done":
      return null;
    case "cancelled":
      return "Cancelled at the bench.";
    case "lost":
      return `The link to the reader was lost: ${outcome.reason}.`;
    case "bug":
      return `The driver ${driver.id} failed: ${String(outcome.error)}.`;
    case "fault":
      return faultSentence(driver, outcome.fault);
  }
}

/** Ends the transcript; returns its hash. Call inside the transaction that stores what came of it. */
export function endTranscript(
  store: Store,
  conversation: Conversation<unknown>,
  driver: Driver,
): string {
  return store.transcripts.end(
    conversation.transcriptId,
    transcriptOutcome[conversation.outcome.kind],
    outcomeSentence(conversation, driver),
    store.nowUtc(),
  );
}

interface ReadingToStore {
  readonly conversation: Conversation<unknown>;
  readonly transcriptSha256: string;
  readonly driver: Driver;
  readonly readerId: string;
  readonly origin: ReadingOrigin;
  readonly runId: string | null;
  /** The plate; null stores a given-up reading with what had arrived. */
  readonly plate: PlateReading | null;
}

/** Stores a reading, whole or given up, and tells the feed and the audit trail. Returns its id. */
export function storeReading(store: Store, reading: ReadingToStore): string {
  const { conversation, driver, plate } = reading;
  const fault = conversation.outcome.kind === "fault" ? conversation.outcome.fault : null;
  const body = plate ?? fault?.partial ?? null;
  const id = store.newId();
  store.readings.insert({
    id,
    reader_id: reading.readerId,
    transcript_id: conversation.transcriptId,
    transcript_sha256: reading.transcriptSha256,
    driver_id: driver.id,
    driver_version: driver.version,
    verification: driver.verification,
    origin: reading.origin,
    outcome: plate === null ? "given-up" : "plate",
    run_id: reading.runId,
    body: body === null ? null : JSON.stringify(body),
    content_sha256: plate === null ? null : contentSha256(plate),
    rejected: JSON.stringify(conversation.rejected),
    fault: fault?.fault ?? null,
    sentence: outcomeSentence(conversation, driver),
    captured_at_utc: store.nowUtc(),
  });
  store.journal.change("reading", id, store.nowUtc());
  store.journal.audit({
    atUtc: store.nowUtc(),
    actor: `reader ${reading.readerId}`,
    action: plate === null ? "reading.given-up" : "reading.captured",
    subject: id,
    detail: {
      transcript: conversation.transcriptId,
      transcriptSha256: reading.transcriptSha256,
      origin: reading.origin,
      runId: reading.runId,
    },
  });
  return id;
}
