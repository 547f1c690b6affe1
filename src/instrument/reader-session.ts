/**
 * One connection to one reader, from open to loss. It holds conversations one at a time; bytes that arrive while
 * nobody talks start a listening conversation by themselves. It is never repaired: after a loss a new one is made.
 */
import { type Observable, Subject } from "rxjs";
import type { Dialogue, Driver, DriverReport, Frame, Framing, UnaskedRecord } from "./contract.ts";
import { FrameInbox } from "./frame-inbox.ts";
import { type ConversationRecorder, HeldTranscript } from "./held-transcript.ts";
import type { Link } from "./links/link.ts";
import { movesHardware } from "./moves-hardware.ts";
import { SILENCE_MARK } from "./recording.ts";
import { type DialogueIo, type DialogueOutcome, runDialogue, type Timers } from "./run-dialogue.ts";
import type {
  OpenTranscript,
  TranscriptHeader,
  TranscriptRecorder,
} from "./transcript-recorder.ts";

/** How a conversation ended: as its dialogue did, or because the link was lost under it. */
export type ConversationOutcome<Result> =
  | DialogueOutcome<Result>
  | { readonly kind: "lost"; readonly reason: string };

/** What a conversation was, when it has ended and everything of it is durable. */
export interface Conversation<Result> {
  readonly transcriptId: string;
  readonly dialogue: string;
  readonly runId: string | null;
  readonly outcome: ConversationOutcome<Result>;
  readonly rejected: readonly { readonly reason: string; readonly text: string }[];
  /** True when a command that moves hardware was put on the wire. */
  readonly movedHardware: boolean;
  /** False when it brought nothing and its transcript was let go. */
  readonly isKept: boolean;
}

export interface ConversationRequest<Result> {
  readonly dialogue: string;
  /** JSON value that replays the dialogue. */
  readonly request: unknown;
  readonly runId: string | null;
  readonly start: () => Dialogue<Result>;
  readonly signal: AbortSignal;
  readonly onReport?: (report: DriverReport) => void;
  /** Of a look at an idle reader: true when it brought nothing, so that its short transcript is let go. */
  readonly isQuiet?: (result: Result) => boolean;
}

export interface ReaderSession {
  /** Waits for its turn, then holds the conversation. */
  converse<Result>(request: ConversationRequest<Result>): Promise<Conversation<Result>>;
  /** Conversations the reader began: a panel-started plate, or noise. */
  readonly unasked$: Observable<Conversation<UnaskedRecord>>;
  /** Reports of the conversation the reader began. */
  readonly unaskedReports$: Observable<DriverReport>;
  /** Resolves with the reason when the link is lost, by itself or by `close`. */
  readonly lost: Promise<string>;
  isLost(): boolean;
  /** Resolves when the port is free and the conversation that was under way has ended. */
  close(): Promise<void>;
}

interface SessionParts {
  readonly readerId: string;
  readonly driver: Driver;
  readonly options: unknown;
  readonly link: Link;
  readonly recorder: TranscriptRecorder;
  readonly newId: () => string;
  readonly timers: Timers;
}

function mark(word: string): Uint8Array {
  return Buffer.from(word, "latin1");
}

/** The next frame; null after `withinMs` without one, or when the signal aborts. */
async function nextFrame(
  recorder: ConversationRecorder,
  inbox: FrameInbox,
  withinMs: number,
  signal: AbortSignal,
): Promise<Frame | null> {
  for (;;) {
    await inbox.wait(withinMs, signal);
    if (signal.aborted) return null;
    // What has arrived counts, even where it is not durable yet: only then is it silence.
    if (inbox.size > 0 || (recorder.flush() && inbox.size === 0)) return inbox.take();
  }
}

/** Text that arrived after the dialogue had all it wanted: shown, never dropped in silence. */
function leftOver(inbox: FrameInbox, framing: Framing): { reason: string; text: string }[] {
  const texts: string[] = [];
  for (let frame = inbox.take(); frame !== null; frame = inbox.take()) texts.push(frame.text);
  texts.push(inbox.takeUnterminated()?.text ?? "");
  // A byte by itself says nothing to whoever looks at it.
  const whole = framing.kind === "byte" ? [texts.join("")] : texts;
  return whole
    .filter((text) => text.trim() !== "")
    .map((text) => ({ reason: "arrived after the dialogue had ended", text }));
}

export function openSession(parts: SessionParts): ReaderSession {
  const { driver, link } = parts;
  let current: {
    transcript: OpenTranscript;
    inbox: FrameInbox;
    recorder: ConversationRecorder;
  } | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  const linkLost = new AbortController();
  const lost = new Promise<string>((resolve) => {
    linkLost.signal.addEventListener("abort", () => resolve(String(linkLost.signal.reason)));
  });
  link.onLost((reason) => linkLost.abort(reason));
  const unasked$ = new Subject<Conversation<UnaskedRecord>>();
  const unaskedReports$ = new Subject<DriverReport>();

  const header = (
    request: Pick<ConversationRequest<unknown>, "dialogue" | "request" | "runId">,
  ): TranscriptHeader => ({
    id: parts.newId(),
    readerId: parts.readerId,
    driverId: driver.id,
    driverVersion: driver.version,
    dialogue: request.dialogue,
    request: JSON.stringify(request.request),
    runId: request.runId,
    openedAtUtc: new Date().toISOString(),
  });

  async function hold<Result>(request: ConversationRequest<Result>): Promise<Conversation<Result>> {
    const held = request.isQuiet === undefined ? null : new HeldTranscript(parts.recorder);
    const recorder: ConversationRecorder = held ?? parts.recorder;
    const transcript = recorder.open(header(request));
    const inbox = new FrameInbox(driver.framing, parts.timers);
    current = { transcript, inbox, recorder };
    const signal = AbortSignal.any([request.signal, linkLost.signal]);
    const rejected: { reason: string; text: string }[] = [];
    let movedHardware = false;
    const io: DialogueIo = {
      send: async (bytes) => {
        await recorder.recordDurably(transcript, "tx", bytes);
        movedHardware ||= movesHardware(driver, bytes);
        await link.write(bytes);
      },
      nextFrame: (withinMs) => nextFrame(recorder, inbox, withinMs, signal),
      takeUnterminated: () => inbox.takeUnterminated(),
      recordSilence: () => recorder.record(transcript, "mark", mark(SILENCE_MARK)),
      report: (report) => {
        if (report.kind === "rejected") rejected.push({ reason: report.reason, text: report.text });
        request.onReport?.(report);
      },
    };
    try {
      const outcome = await outcomeOf(request, io, signal);
      await recorder.drain();
      rejected.push(...leftOver(inbox, driver.framing));
      const quiet =
        outcome.kind === "done" && rejected.length === 0 && request.isQuiet?.(outcome.result);
      if (held !== null && quiet !== true) {
        held.keep();
        await parts.recorder.drain();
      }
      return {
        transcriptId: transcript.header.id,
        dialogue: request.dialogue,
        runId: request.runId,
        outcome,
        rejected,
        movedHardware,
        isKept: held === null || held.isKept,
      };
    } finally {
      current = null;
    }
  }

  async function outcomeOf<Result>(
    request: ConversationRequest<Result>,
    io: DialogueIo,
    signal: AbortSignal,
  ): Promise<ConversationOutcome<Result>> {
    try {
      const outcome = await runDialogue(request.start(), io, signal, parts.timers);
      if (outcome.kind !== "cancelled" || !linkLost.signal.aborted) return outcome;
      return { kind: "lost", reason: String(linkLost.signal.reason) };
    } catch (error) {
      // Only writing to the link can fail here; a store in trouble makes the dialogue wait instead.
      return { kind: "lost", reason: error instanceof Error ? error.message : String(error) };
    }
  }

  function takeTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = turn.then(work, work);
    turn = result.catch(() => undefined);
    return result;
  }

  function listen(): void {
    const request: ConversationRequest<UnaskedRecord> = {
      dialogue: "listen",
      request: { options: parts.options },
      runId: null,
      start: () => driver.dialogues.listen(parts.options),
      signal: linkLost.signal,
      onReport: (report) => unaskedReports$.next(report),
    };
    // The bytes are here already, so this conversation begins now and whoever asks next waits for its end.
    const listening = hold(request);
    turn = listening.then(
      (conversation) => unasked$.next(conversation),
      (error: unknown) => unasked$.error(error),
    );
  }

  link.onData((bytes) => {
    if (current === null) listen();
    const receiver = current;
    if (receiver === null) return;
    receiver.recorder.record(receiver.transcript, "rx", bytes, () => receiver.inbox.feed(bytes));
  });

  return {
    converse: (request) => takeTurn(() => hold(request)),
    unasked$,
    unaskedReports$,
    lost,
    isLost: () => linkLost.signal.aborted,
    close: async () => {
      linkLost.abort("the link was closed");
      await link.close();
      await turn;
    },
  };
}
