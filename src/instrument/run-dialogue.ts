/** Runs a driver's dialogue on a live connection. */
import type { Dialogue, DialogueAnswer, DialogueRequest, DriverReport, Frame } from "./contract.ts";
import { ReaderFault } from "./contract.ts";

/** What a dialogue needs of the world. Everything it learns through it can be replayed from the transcript. */
export interface DialogueIo {
  /** Records the bytes durably, then writes them. */
  send(bytes: Uint8Array): Promise<void>;
  /** The next frame; null after `withinMs` without one, and when the conversation is aborted. */
  nextFrame(withinMs: number): Promise<Frame | null>;
  /** After a silence: what waits for its terminator, as an unterminated frame; null when nothing waits. */
  takeUnterminated(): Frame | null;
  /** Puts the mark `silence` into the transcript, by which a replay knows of it. */
  recordSilence(): void;
  report(report: DriverReport): void;
}

/** The passing of time, injected so that tests need none of it. */
export interface Timers {
  /** Calls `run` once after `ms` milliseconds; the returned function calls it off. */
  after(ms: number, run: () => void): () => void;
}

export const systemTimers: Timers = {
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};

export type DialogueOutcome<Result> =
  | { readonly kind: "done"; readonly result: Result }
  /** A fault of the driver's table: a bench event, not an error of the software. */
  | { readonly kind: "fault"; readonly fault: ReaderFault }
  /** The signal aborted: cancelled by a person, or the link was lost. */
  | { readonly kind: "cancelled" }
  /** The driver threw something else; that reader stops and says why. */
  | { readonly kind: "bug"; readonly error: unknown };

/**
 * Runs the dialogue to its end. On abort the generator is closed with `return()`. Rejects only with what `io` threw (a
 * failed write, a store error), after closing the generator.
 */
export async function runDialogue<Result>(
  dialogue: Dialogue<Result>,
  io: DialogueIo,
  signal: AbortSignal,
  timers: Timers = systemTimers,
): Promise<DialogueOutcome<Result>> {
  let answer: DialogueAnswer = { kind: "done" };
  while (!signal.aborted) {
    const step = advance(dialogue, answer);
    if (step.kind !== "asks") return step;
    try {
      answer = await answerRequest(step.request, { io, signal, timers });
    } catch (error) {
      const bug = closeDialogue(dialogue);
      if (signal.aborted) return bug ?? { kind: "cancelled" };
      throw error;
    }
  }
  return closeDialogue(dialogue) ?? { kind: "cancelled" };
}

export type Advance<Result> =
  | { readonly kind: "asks"; readonly request: DialogueRequest }
  | Exclude<DialogueOutcome<Result>, { kind: "cancelled" }>;

/** One step of a dialogue, live or replayed: what it asks next, or how it ended. Never throws. */
export function advance<Result>(
  dialogue: Dialogue<Result>,
  answer: DialogueAnswer,
): Advance<Result> {
  try {
    const step = dialogue.next(answer);
    if (step.done === true) return { kind: "done", result: step.value };
    return { kind: "asks", request: step.value };
  } catch (error) {
    return error instanceof ReaderFault ? { kind: "fault", fault: error } : { kind: "bug", error };
  }
}

/** Closes a dialogue that gets no more answers; null when it ended quietly. One that still asks for something has a bug. */
export function closeDialogue<Result>(
  dialogue: Dialogue<Result>,
): { readonly kind: "bug"; readonly error: unknown } | null {
  // `return()` wants a result that nobody reads; the generator only runs its `finally` blocks.
  const closing: Generator<DialogueRequest, unknown, DialogueAnswer> = dialogue;
  try {
    const step = closing.return(undefined);
    if (step.done === true) return null;
    return {
      kind: "bug",
      error: new Error(`the dialogue asked for ${step.value.kind} when closed`),
    };
  } catch (error) {
    return { kind: "bug", error };
  }
}

interface Surroundings {
  readonly io: DialogueIo;
  readonly signal: AbortSignal;
  readonly timers: Timers;
}

async function answerRequest(
  request: DialogueRequest,
  around: Surroundings,
): Promise<DialogueAnswer> {
  switch (request.kind) {
    case "send":
      await around.io.send(request.bytes);
      return { kind: "done" };
    case "pause":
      await pause(request.ms, around);
      return { kind: "done" };
    case "report":
      around.io.report(request.report);
      return { kind: "done" };
    case "receive":
      return receive(request.withinMs, around);
  }
}

async function receive(withinMs: number, { io, signal }: Surroundings): Promise<DialogueAnswer> {
  const frame = await io.nextFrame(withinMs);
  if (frame !== null) return { kind: "frame", frame };
  // An abort is no silence: the transcript must not claim that the reader had its full time.
  if (signal.aborted) return { kind: "silence" };
  io.recordSilence();
  const unterminated = io.takeUnterminated();
  return unterminated === null ? { kind: "silence" } : { kind: "frame", frame: unterminated };
}

/** Resolves after `ms`, or at once when the signal aborts. */
function pause(ms: number, { signal, timers }: Surroundings): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = timers.after(ms, () => {
      signal.removeEventListener("abort", stop);
      resolve();
    });
    const stop = (): void => {
      cancel();
      resolve();
    };
    signal.addEventListener("abort", stop, { once: true });
  });
}
