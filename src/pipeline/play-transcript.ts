/** Stored conversations, played again through the driver that held them. */
import type { PlateReading } from "../domain/reading.ts";
import type {
  Dialogue,
  Driver,
  LastPlate,
  LastPlateContext,
  PollContext,
  PollResult,
  ReadRequest,
  UnaskedRecord,
} from "../instrument/contract.ts";
import { type ReplayOutcome, replayDialogue } from "../instrument/replay-dialogue.ts";
import type { Store } from "../store/open-store.ts";
import type { TranscriptItemRow, TranscriptRow } from "../store/transcripts.ts";

interface StoredRequest {
  readonly request?: ReadRequest;
  /** Of `lastPlate` and of `poll`; each driver's dialogue reads its own. */
  readonly context?: LastPlateContext | PollContext;
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
      if (!("readMayBeUnderWay" in stored.context)) break;
      return driver.dialogues.lastPlate(stored.options, stored.context);
    case "poll":
      if (driver.dialogues.poll === null || stored.context === undefined) break;
      if (!("lastSeen" in stored.context)) break;
      return driver.dialogues.poll(stored.options, stored.context);
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
    case "poll":
      return (outcome.result as PollResult).plate;
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

/**
 * The plate of a conversation that was broken off after its last line, before the farewell; null when what had arrived
 * is not a whole plate, or the driver does not take what the dialogue was started with.
 */
export function plateBeforeBreak(
  store: Store,
  driver: Driver,
  transcriptId: string,
): PlateReading | null {
  const transcript = store.transcripts.byId(transcriptId);
  if (transcript === null) return null;
  const items = store.transcripts.items(transcriptId);
  try {
    return plateOf(transcript, playTranscript(driver, transcript, items, true));
  } catch {
    return null;
  }
}
