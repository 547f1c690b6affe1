import type { PlateReading } from "../domain/reading.ts";
import type { Driver } from "../instrument/contract.ts";
import type { Conversation } from "../instrument/reader-session.ts";
import { faultSentence } from "../instrument/reader-troubles.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingOrigin } from "../store/readings.ts";
import type { TranscriptOutcome } from "../store/transcripts.ts";
import { storeReading } from "./store-reading.ts";

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

interface ConversationToStore {
  readonly conversation: Conversation<unknown>;
  readonly transcriptSha256: string;
  readonly driver: Driver;
  readonly readerId: string;
  readonly origin: ReadingOrigin;
  readonly runId: string | null;
  /** The plate; null stores a given-up reading with what had arrived. */
  readonly plate: PlateReading | null;
}

/** Stores what a conversation brought, whole or given up. Returns the reading's id. */
export function storeConversation(store: Store, told: ConversationToStore): string {
  const { conversation, driver, plate } = told;
  const fault = conversation.outcome.kind === "fault" ? conversation.outcome.fault : null;
  return storeReading(store, {
    source: {
      transcript_id: conversation.transcriptId,
      transcript_sha256: told.transcriptSha256,
      document_sha256: null,
      document_part: null,
      arrival_id: null,
      request: null,
    },
    interpreter: driver,
    readerId: told.readerId,
    origin: told.origin,
    runId: told.runId,
    plate,
    partial: fault?.partial ?? null,
    rejected: conversation.rejected,
    fault: fault?.fault ?? null,
    sentence: outcomeSentence(conversation, driver),
  });
}
