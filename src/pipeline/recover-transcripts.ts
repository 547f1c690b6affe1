/**
 * What a crash left open: transcripts without an end. Each is played through the driver that made it, so a plate whose
 * bytes had all arrived becomes a reading now; what is incomplete is a given-up reading, and its run says what to do.
 */
import type { Driver } from "../instrument/contract.ts";
import { movesHardware } from "../instrument/moves-hardware.ts";
import type { Conversation } from "../instrument/reader-session.ts";
import type { ReplayOutcome } from "../instrument/replay-dialogue.ts";
import type { Store } from "../store/open-store.ts";
import type { RunRow } from "../store/runs.ts";
import type { TranscriptItemRow, TranscriptRow } from "../store/transcripts.ts";
import { endRunWith, setRunState } from "./capture-readings.ts";
import { plateOf, playTranscript } from "./play-transcript.ts";
import { storeConversation } from "./store-conversation.ts";

const MEASURING =
  "The program was interrupted after the read command. The plate is fetched from the reader when it answers.";
const BEFORE = "The program was interrupted before the read command was sent. Start the run again.";
const KEEPS_NOTHING =
  "The program was interrupted while the plate was read, and this reader does not keep its last plate. Start the run again.";

function asConversation(
  transcript: TranscriptRow,
  outcome: ReplayOutcome<unknown>,
  moved: boolean,
): Conversation<unknown> {
  const rejected = outcome.reports.flatMap((report) =>
    report.kind === "rejected" ? [{ reason: report.reason, text: report.text }] : [],
  );
  return {
    transcriptId: transcript.id,
    dialogue: transcript.dialogue,
    runId: transcript.run_id,
    outcome:
      outcome.kind === "done" || outcome.kind === "fault" || outcome.kind === "bug"
        ? outcome
        : { kind: "lost", reason: "the program was interrupted" },
    rejected,
    movedHardware: moved,
    isKept: true,
  };
}

function settleRun(
  store: Store,
  run: RunRow,
  readingId: string | null,
  context: { readonly moved: boolean; readonly keepsLastPlate: boolean },
): void {
  if (readingId !== null) {
    const because =
      "Read by command for this run; the program was interrupted after its last byte.";
    endRunWith(store, run, { id: readingId, because, sentence: null });
    return;
  }
  const pending = context.moved && context.keepsLastPlate;
  const lost = context.moved ? KEEPS_NOTHING : BEFORE;
  setRunState(store, run.id, "interrupted", pending ? MEASURING : lost, pending);
}

interface Played {
  readonly driver: Driver;
  readonly items: readonly TranscriptItemRow[];
  readonly outcome: ReplayOutcome<unknown>;
}

/** Null where no driver of now takes what the dialogue was started with. */
function play(store: Store, drivers: readonly Driver[], transcript: TranscriptRow): Played | null {
  const named = drivers.filter((candidate) => candidate.id === transcript.driver_id);
  const driver = named.find((one) => one.version === transcript.driver_version) ?? named[0];
  if (driver === undefined) return null;
  const items = store.transcripts.items(transcript.id);
  try {
    return { driver, items, outcome: playTranscript(driver, transcript, items, true) };
  } catch {
    return null;
  }
}

function recoverTranscript(
  store: Store,
  transcript: TranscriptRow,
  { driver, items, outcome }: Played,
): void {
  const moved = items.some((item) => item.direction === "tx" && movesHardware(driver, item.bytes));
  const conversation = asConversation(transcript, outcome, moved);
  const hash = store.transcripts.end(
    transcript.id,
    "interrupted",
    "The program was interrupted.",
    store.nowUtc(),
  );
  // What a reader still held belongs to nobody: it is fetched again when the reader answers.
  const plate = transcript.dialogue === "lastPlate" ? null : plateOf(transcript, outcome);
  const wanted = transcript.dialogue === "readPlate" || transcript.dialogue === "listen";
  const received = items.some((item) => item.direction === "rx");
  const readingId =
    plate !== null || (wanted && received)
      ? storeConversation(store, {
          conversation,
          transcriptSha256: hash,
          driver,
          readerId: transcript.reader_id,
          origin: transcript.dialogue === "readPlate" ? "command" : "unasked",
          runId: transcript.run_id,
          plate,
        })
      : null;
  const run = transcript.run_id === null ? null : store.runs.byId(transcript.run_id);
  if (run === null || transcript.dialogue !== "readPlate") return;
  settleRun(store, run, plate === null ? null : readingId, {
    moved,
    keepsLastPlate: driver.capabilities.keepsLastPlate,
  });
}

/**
 * Recovers every transcript and run that a crash left open, each in one transaction; doing it twice changes nothing.
 * Transcripts that no driver of this program can play any more are left open and named in the result.
 */
export function recoverTranscripts(
  store: Store,
  drivers: readonly Driver[],
): { readonly left: readonly string[] } {
  const left: string[] = [];
  for (const transcript of store.transcripts.unended()) {
    const played = play(store, drivers, transcript);
    if (played === null) left.push(transcript.id);
    else store.inTransaction(() => recoverTranscript(store, transcript, played));
  }
  // Runs whose read had not begun have no transcript of their own.
  store.inTransaction(() => {
    for (const run of store.runs.open()) setRunState(store, run.id, "interrupted", BEFORE);
  });
  return { left };
}
