/** A conversation that was kept outside the database: its bytes are stored, and read again by this program. */
import { type AnyDriver, type Driver, isServerDriver } from "../instrument/contract.ts";
import { movesHardware } from "../instrument/moves-hardware.ts";
import type { Conversation } from "../instrument/reader-session.ts";
import type { ReplayOutcome } from "../instrument/replay-dialogue.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingOrigin, ReadingRow } from "../store/readings.ts";
import type { TranscriptEndRow, TranscriptItemRow, TranscriptRow } from "../store/transcripts.ts";
import { plateOf, playTranscript } from "./play-transcript.ts";
import { storeConversation } from "./store-conversation.ts";

export interface KeptConversation {
  readonly transcript: Omit<TranscriptRow, "run_id">;
  /** In their order. */
  readonly items: readonly Omit<TranscriptItemRow, "transcript_id" | "seq">[];
  readonly end: Pick<TranscriptEndRow, "outcome" | "detail" | "ended_at_utc">;
  readonly origin: ReadingOrigin;
}

type Played = ReplayOutcome<unknown>;

const BROKEN_OFF = "the conversation was broken off";
const NOT_THIS_DIALOGUE = "its bytes are not what this program's driver asks for";

interface PlayedBack {
  readonly driver: Driver;
  readonly played: Played;
}

/** The very version that held it where it is at hand, else the newest; null where none takes what it was started with. */
function playBack(
  drivers: readonly AnyDriver[],
  transcript: TranscriptRow,
  items: readonly TranscriptItemRow[],
  { outcome }: KeptConversation["end"],
): PlayedBack | null {
  const named = drivers.filter((one) => one.id === transcript.driver_id);
  const driver = named.find((one) => one.version === transcript.driver_version) ?? named[0];
  if (driver === undefined || isServerDriver(driver)) return null;
  const brokenOff = outcome === "interrupted" || outcome === "lost" || outcome === "cancelled";
  try {
    return { driver, played: playTranscript(driver, transcript, items, brokenOff) };
  } catch {
    return null;
  }
}

/** How it ended: what the bytes show, but for what only those know who were there. */
function outcomeOf(
  played: Played,
  { outcome }: KeptConversation["end"],
): Conversation<unknown>["outcome"] {
  if (outcome === "cancelled") return { kind: "cancelled" };
  if (outcome === "lost") return { kind: "lost", reason: BROKEN_OFF };
  if (played.kind === "interrupted") return { kind: "lost", reason: BROKEN_OFF };
  if (played.kind === "mismatch") return { kind: "lost", reason: NOT_THIS_DIALOGUE };
  return played;
}

function conversationOf(
  { transcript, end }: KeptConversation,
  items: readonly TranscriptItemRow[],
  { driver, played }: PlayedBack,
): Conversation<unknown> {
  return {
    transcriptId: transcript.id,
    dialogue: transcript.dialogue,
    runId: null,
    outcome: outcomeOf(played, end),
    rejected: played.reports.flatMap((report) =>
      report.kind === "rejected" ? [{ reason: report.reason, text: report.text }] : [],
    ),
    movedHardware: items.some(
      (item) => item.direction === "tx" && movesHardware(driver, item.bytes),
    ),
    isKept: true,
  };
}

/**
 * Stores a conversation whose id the store does not hold yet, bound to no run, with the reading that its bytes give now:
 * nothing that anybody else says they gave is believed. Null where no driver of this program can play it: its bytes are
 * stored without an end, and a daemon that has the driver recovers them when it starts. Call in a transaction.
 */
export function storeKeptConversation(
  store: Store,
  drivers: readonly AnyDriver[],
  kept: KeptConversation,
): ReadingRow | null {
  const transcript = { ...kept.transcript, run_id: null };
  const items = kept.items.map((item, seq) => ({ ...item, seq, transcript_id: transcript.id }));
  store.transcripts.open(transcript);
  store.transcripts.append(items);
  const back = playBack(drivers, transcript, items, kept.end);
  if (back === null) return null;
  const { outcome, detail, ended_at_utc: endedAtUtc } = kept.end;
  const readingId = storeConversation(store, {
    conversation: conversationOf(kept, items, back),
    transcriptSha256: store.transcripts.end(transcript.id, outcome, detail, endedAtUtc),
    driver: back.driver,
    readerId: transcript.reader_id,
    origin: kept.origin,
    runId: null,
    plate: plateOf(transcript, back.played),
  });
  return store.readings.byId(readingId);
}
