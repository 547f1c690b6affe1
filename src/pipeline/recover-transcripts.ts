/**
 * What a crash left open: transcripts without an end. Each is played through the driver that made it, so a plate whose
 * bytes had all arrived becomes a reading now; what is incomplete is a given-up reading, and its run says what to do.
 */
import type { PlateReading } from "../domain/reading.ts";
import type {
  Dialogue,
  Driver,
  LastPlate,
  LastPlateContext,
  ReadRequest,
  UnaskedRecord,
} from "../instrument/contract.ts";
import type { Conversation } from "../instrument/reader-session.ts";
import { type ReplayOutcome, replayDialogue } from "../instrument/replay-dialogue.ts";
import type { Store } from "../store/open-store.ts";
import type { RunRow } from "../store/runs.ts";
import type { TranscriptItemRow, TranscriptRow } from "../store/transcripts.ts";
import { endRunWith, setRunState } from "./capture-readings.ts";
import { storeReading } from "./store-conversation.ts";

const MEASURING =
  "The program was interrupted after the read command. The plate is fetched from the reader when it answers.";
const BEFORE = "The program was interrupted before the read command was sent. Start the run again.";
const KEEPS_NOTHING =
  "The program was interrupted while the plate was read, and this reader does not keep its last plate. Start the run again.";

interface StoredRequest {
  readonly request?: ReadRequest;
  readonly context?: LastPlateContext;
  readonly options: unknown;
}

/** The dialogue that a transcript is of, ready to be played again. */
export function dialogueOf(
  driver: Driver,
  transcript: TranscriptRow,
): Dialogue<PlateReading | LastPlate | UnaskedRecord | unknown> {
  const stored = JSON.parse(transcript.request) as StoredRequest;
  switch (transcript.dialogue) {
    case "readPlate":
      if (stored.request === undefined)
        throw new Error(`transcript ${transcript.id} has no request`);
      return driver.dialogues.readPlate(stored.request, stored.options);
    case "lastPlate":
      if (driver.dialogues.lastPlate === null || stored.context === undefined) break;
      return driver.dialogues.lastPlate(stored.options, stored.context);
    case "listen":
      return driver.dialogues.listen(stored.options);
    case "identify":
      return driver.dialogues.identify(stored.options);
    case "release":
      return driver.dialogues.release(stored.options);
    default:
      break;
  }
  throw new Error(`the driver ${driver.id} has no dialogue ${transcript.dialogue}`);
}

/** The plate a played transcript gives; null when it gives none. */
export function plateOf(
  transcript: TranscriptRow,
  outcome: ReplayOutcome<unknown>,
): PlateReading | null {
  if (outcome.kind !== "done") return null;
  switch (transcript.dialogue) {
    case "readPlate":
      return outcome.result as PlateReading;
    case "lastPlate":
      return (outcome.result as LastPlate).plate;
    case "listen":
    case "release":
      return (outcome.result as UnaskedRecord).plate;
    default:
      return null;
  }
}

/**
 * Plays a transcript through its driver. One that was broken off goes on in silence: a plate whose last line had arrived
 * is whole, though the farewell after it is lacking. What silence makes of anything less does not count. Throws when
 * the driver does not take what the dialogue was started with.
 */
export function playTranscript(
  driver: Driver,
  transcript: TranscriptRow,
  items: readonly TranscriptItemRow[],
  brokenOff: boolean,
): ReplayOutcome<unknown> {
  const played = replayDialogue(dialogueOf(driver, transcript), items, driver.framing);
  if (played.kind !== "interrupted" || !brokenOff) return played;
  const again = dialogueOf(driver, transcript);
  const inSilence = replayDialogue(again, items, driver.framing, "silence");
  return plateOf(transcript, inSilence) === null ? played : inSilence;
}

function movedHardware(driver: Driver, items: readonly TranscriptItemRow[]): boolean {
  return items.some((item) => {
    if (item.direction !== "tx") return false;
    const text = Buffer.from(item.bytes).toString("latin1").toUpperCase();
    return driver.movesHardware.some((command) => text.startsWith(command));
  });
}

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
  const driver = drivers.find((candidate) => candidate.id === transcript.driver_id);
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
  const moved = movedHardware(driver, items);
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
      ? storeReading(store, {
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
