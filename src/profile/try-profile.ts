/** Tries a profile on a reader or on a recording, and tells what it made of every byte. */
import { setTimeout as wait } from "node:timers/promises";
import { type HeldConversation, holdConversation } from "../bench-tools/hold-conversation.ts";
import { itemsOfFile, type TranscriptFile } from "../bench-tools/transcript-file.ts";
import type { PlateReading } from "../domain/reading.ts";
import type {
  Dialogue,
  DialogueAnswer,
  Driver,
  DriverReport,
  PortSettings,
  ReaderIdentity,
  ReadRequest,
} from "../instrument/contract.ts";
import type { ConversationOutcome } from "../instrument/reader-session.ts";
import { faultSentence } from "../instrument/reader-troubles.ts";
import { replayDialogue } from "../instrument/replay-dialogue.ts";

export interface RejectedText {
  readonly reason: string;
  readonly text: string;
}

/** One dialogue of a profile, and what came of it. */
export interface Trial {
  readonly dialogue: string;
  readonly baudRate: number | null;
  readonly ok: boolean;
  /** How it ended, in words. */
  readonly sentence: string;
  readonly identity: ReaderIdentity | null;
  readonly plate: PlateReading | null;
  readonly rejected: readonly RejectedText[];
}

export interface TryOptions {
  readonly driver: Driver;
  readonly options: unknown;
  /** Null reads nothing, so that nothing moves. */
  readonly request: ReadRequest | null;
  /** How long to wait for a plate that comes by itself; 0 does not wait. */
  readonly listenMs: number;
  readonly signal: AbortSignal;
  /** Called when the port is open and a plate may be started at the panel. */
  readonly onListening?: () => void;
}

/**
 * Asks who is there at each baud rate of the profile until somebody answers; then reads a plate, if that is wanted, and
 * then listens. Rejects with a PORT_ error when the port cannot be opened.
 */
export async function tryPort(spec: string, wanted: TryOptions): Promise<Trial[]> {
  const { driver, options, request } = wanted;
  const { identify, readPlate, listen } = driver.dialogues;
  const trials: Trial[] = [];
  let answered: PortSettings | null = null;
  for (const settings of driver.ports) {
    const trial = await hold(spec, settings, "identify", wanted, () => identify(options));
    trials.push(trial);
    if (trial.ok) answered = settings;
    if (trial.ok || wanted.signal.aborted) break;
  }
  if (answered !== null && request !== null) {
    trials.push(await hold(spec, answered, "readPlate", wanted, () => readPlate(request, options)));
  }
  const settings = answered ?? driver.ports[0];
  if (wanted.listenMs > 0 && settings !== undefined) {
    const start = () => afterFirstByte(wanted, listen(options));
    trials.push(await hold(spec, settings, "listen", wanted, start));
  }
  return trials;
}

/** Waits long for the first byte, which the dialogue then finds as its own first one; null when none comes. */
function* afterFirstByte<Result>(
  { listenMs, onListening }: TryOptions,
  dialogue: Dialogue<Result>,
): Dialogue<Result | null> {
  onListening?.();
  const first = yield { kind: "receive", withinMs: listenMs };
  if (first.kind !== "frame") return null;
  let kept: DialogueAnswer | null = first;
  let step = dialogue.next({ kind: "done" });
  while (step.done !== true) {
    let answer: DialogueAnswer;
    if (step.value.kind === "receive" && kept !== null) {
      answer = kept;
      kept = null;
    } else answer = yield step.value;
    step = dialogue.next(answer);
  }
  return step.value;
}

/** A device server may still hold the connection before, and sends the next one away. */
const MOST_CONNECTIONS = 5;
const RECONNECT_MS = 400;

async function hold(
  spec: string,
  settings: PortSettings,
  dialogue: string,
  { driver, options, signal }: TryOptions,
  start: () => Dialogue<unknown>,
): Promise<Trial> {
  const connect = (): Promise<HeldConversation<unknown>> =>
    holdConversation({ port: { spec, settings }, driver, options, dialogue, start, signal });
  let held = await connect();
  for (let count = 1; count < MOST_CONNECTIONS && wasSentAway(held); count += 1) {
    await wait(RECONNECT_MS);
    held = await connect();
  }
  const { outcome, rejected } = held.conversation;
  return { ...trialOf(driver, dialogue, outcome), baudRate: settings.baudRate, rejected };
}

function wasSentAway({ conversation, items }: HeldConversation<unknown>): boolean {
  const heardNothing = items.every((item) => item.direction !== "rx");
  return conversation.outcome.kind === "lost" && heardNothing && !conversation.movedHardware;
}

/** Plays a recording through the dialogue it is of; what stands behind its end counts as silence. */
export function tryRecording(driver: Driver, file: TranscriptFile): Trial {
  const outcome = replayDialogue(
    startRecorded(driver, file),
    itemsOfFile(file),
    driver.framing,
    "silence",
  );
  const rejected = outcome.reports.flatMap((report: DriverReport): RejectedText[] =>
    report.kind === "rejected" ? [{ reason: report.reason, text: report.text }] : [],
  );
  const items = itemsOfFile(file);
  const left = items.slice(outcome.played).filter((item) => item.direction === "rx");
  const text = Buffer.concat(left.map((item) => item.bytes)).toString("latin1");
  if (text.trim() !== "") rejected.push({ reason: "stands behind the end of the dialogue", text });
  const ended =
    outcome.kind === "mismatch" || outcome.kind === "interrupted"
      ? { ...failed(file.dialogue), sentence: mismatchSentence(outcome) }
      : trialOf(driver, file.dialogue, outcome);
  return { ...ended, baudRate: null, rejected };
}

function mismatchSentence(outcome: { readonly kind: string; readonly message?: string }): string {
  return outcome.message === undefined
    ? "The recording ends before the dialogue does."
    : `The profile would have said something else: ${outcome.message}.`;
}

function startRecorded(driver: Driver, file: TranscriptFile): Dialogue<unknown> {
  const { identify, readPlate, lastPlate, release, listen } = driver.dialogues;
  const { dialogue, options, request, readMayBeUnderWay = true } = file;
  if (dialogue === "identify") return identify(options);
  if (dialogue === "readPlate" && request !== null) return readPlate(request, options);
  if (dialogue === "release") return release(options);
  if (dialogue === "lastPlate" && lastPlate !== null)
    return lastPlate(options, { readMayBeUnderWay });
  return listen(options);
}

type Ended = Omit<Trial, "baudRate" | "rejected">;

function failed(dialogue: string): Ended {
  return { dialogue, ok: false, sentence: "", identity: null, plate: null };
}

function trialOf(driver: Driver, dialogue: string, outcome: ConversationOutcome<unknown>): Ended {
  const nothing = failed(dialogue);
  switch (outcome.kind) {
    case "done":
      return { ...nothing, ...understood(outcome.result) };
    case "fault":
      return {
        ...nothing,
        sentence: faultSentence(driver, outcome.fault),
        plate: outcome.fault.partial,
      };
    case "cancelled":
      return { ...nothing, sentence: "It was broken off." };
    case "lost":
      return { ...nothing, sentence: `The port was lost: ${outcome.reason}.` };
    case "bug":
      return { ...nothing, sentence: `The profile failed: ${String(outcome.error)}.` };
  }
}

function understood(result: unknown): Partial<Ended> {
  if (isIdentity(result))
    return { ok: true, identity: result, sentence: `This is ${result.model}.` };
  const plate = plateIn(result);
  if (plate === null) return { ok: true, sentence: "No plate came." };
  const count = plate.planes.length;
  return { ok: true, plate, sentence: `A plate of ${count} ${count === 1 ? "block" : "blocks"}.` };
}

function plateIn(result: unknown): PlateReading | null {
  if (typeof result !== "object" || result === null) return null;
  const candidate = "plate" in result ? result.plate : result;
  const isPlate = (value: unknown): value is PlateReading =>
    typeof value === "object" && value !== null && "planes" in value;
  return isPlate(candidate) ? candidate : null;
}

function isIdentity(result: unknown): result is ReaderIdentity {
  return typeof result === "object" && result !== null && "filtersNm" in result;
}
