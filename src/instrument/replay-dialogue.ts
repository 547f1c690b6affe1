/** Plays a recorded conversation through a driver's dialogue: the same bytes give the same reading. */
import type {
  Dialogue,
  DialogueAnswer,
  DialogueRequest,
  DriverReport,
  Framing,
  ReaderFault,
} from "./contract.ts";
import { openRecording, type Recording, type RxSpan, type TranscriptItem } from "./recording.ts";
import { type Advance, advance, closeDialogue } from "./run-dialogue.ts";

interface Mismatch {
  readonly kind: "mismatch";
  /** Item of the recording, and byte in it, where recording and dialogue part. */
  readonly item: number;
  readonly byte: number;
  readonly message: string;
}

interface Interrupted {
  readonly kind: "interrupted";
}

export type ReplayOutcome<Result> = {
  /** Everything the dialogue reported, in order. */
  readonly reports: readonly DriverReport[];
  /** First and last rx item of the frames that the dialogue took; null when it took none. */
  readonly rx: RxSpan | null;
  /** How many items were played; those after them were not looked at. */
  readonly played: number;
} & (
  | { readonly kind: "done"; readonly result: Result }
  | { readonly kind: "fault"; readonly fault: ReaderFault }
  /** The recording ended before the dialogue did. */
  | Interrupted
  /** This dialogue did not make this recording. */
  | Mismatch
  | { readonly kind: "bug"; readonly error: unknown }
);

/**
 * Plays the items of one conversation, without waiting. Items after the end of the dialogue are not looked at. Where
 * the recording ends first the dialogue is broken off, or, with `afterEnd` `silence`, hears nothing any more.
 */
export function replayDialogue<Result>(
  dialogue: Dialogue<Result>,
  items: readonly TranscriptItem[],
  framing: Framing,
  afterEnd: "break off" | "silence" = "break off",
): ReplayOutcome<Result> {
  const recording = openRecording(items, framing);
  const reports: DriverReport[] = [];
  const spans: RxSpan[] = [];
  const trace = () => ({ reports, rx: wholeSpan(spans), played: recording.position() });
  let answer: DialogueAnswer = { kind: "done" };
  for (;;) {
    const step: Advance<Result> = advance(dialogue, answer);
    if (step.kind !== "asks") return { ...step, ...trace() };
    if (step.request.kind === "report") reports.push(step.request.report);
    const recorded = replyTo(step.request, recording);
    const goesOn = recorded.kind === "interrupted" && afterEnd === "silence";
    const reply: Reply = goesOn ? replyOfNobody(step.request) : recorded;
    if (reply.kind === "interrupted" || reply.kind === "mismatch") {
      return { ...(closeDialogue(dialogue) ?? reply), ...trace() };
    }
    if (reply.kind === "frame") spans.push(reply.span);
    answer = reply.kind === "frame" ? { kind: "frame", frame: reply.frame } : reply;
  }
}

function wholeSpan(spans: readonly RxSpan[]): RxSpan | null {
  const first = spans[0]?.first;
  const last = spans.at(-1)?.last;
  return first === undefined || last === undefined ? null : { first, last };
}

type Reply =
  | Exclude<DialogueAnswer, { kind: "frame" }>
  | (Extract<DialogueAnswer, { kind: "frame" }> & { readonly span: RxSpan })
  | Interrupted
  | Mismatch;

function replyTo(request: DialogueRequest, recording: Recording): Reply {
  switch (request.kind) {
    case "report":
    case "pause":
      return { kind: "done" };
    case "receive":
      return replyToReceive(recording);
    case "send":
      return replyToSend(request.bytes, recording);
  }
}

function replyOfNobody(request: DialogueRequest): Exclude<DialogueAnswer, { kind: "frame" }> {
  return { kind: request.kind === "receive" ? "silence" : "done" };
}

function replyToReceive(recording: Recording): Reply {
  const event = recording.takeFrame();
  switch (event.kind) {
    case "frame":
      return event;
    case "silence":
      return { kind: "silence" };
    case "end":
      return { kind: "interrupted" };
    case "tx":
      return mismatch(event.item, 0, `sends ${quote(event.bytes)}, the dialogue waits`);
  }
}

function replyToSend(bytes: Uint8Array, recording: Recording): Reply {
  const event = recording.takeSent();
  if (event.kind === "end") return { kind: "interrupted" };
  if (event.kind === "silence") {
    return mismatch(event.item, 0, `is a silence, the dialogue sends ${quote(bytes)}`);
  }
  const byte = firstDifference(event.bytes, bytes);
  if (byte === null) return { kind: "done" };
  return mismatch(
    event.item,
    byte,
    `sends ${quote(event.bytes)}, the dialogue sends ${quote(bytes)}`,
  );
}

function mismatch(item: number, byte: number, what: string): Mismatch {
  return { kind: "mismatch", item, byte, message: `item ${item} of the recording ${what}` };
}

/** Offset of the first byte in which the two differ; the shorter length when one begins the other; null when equal. */
function firstDifference(left: Uint8Array, right: Uint8Array): number | null {
  const length = Math.max(left.length, right.length);
  for (let offset = 0; offset < length; offset += 1) {
    if (left[offset] !== right[offset]) return offset;
  }
  return null;
}

function quote(bytes: Uint8Array): string {
  return JSON.stringify(Buffer.from(bytes).toString("latin1"));
}
