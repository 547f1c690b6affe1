/** One conversation in the reader's command language: commands out, answers in, remote control taken and given back. */
import { type Dialogue, type Frame, ReaderFault } from "../../src/instrument/contract.ts";
import { parseAnswer, type ReaderAnswer } from "./answer-line.ts";
import type { BioRadFault } from "./faults.ts";
import type { BioRadOptions } from "./options.ts";
import { isHeader } from "./plate-lines.ts";

/** "Not in remote mode" (Model 680 manual, section 7; Model 550 manual, section 7.2). */
export const NOT_REMOTE = "8073";

/** A dual plate is 25 lines; whatever goes on far beyond that is no reader of this family. */
const MOST_REJECTED_LINES = 200;

export interface Session {
  readonly options: BioRadOptions;
  /** A frame that was looked at and put back. */
  unread: Frame | null;
  /** True from AQ to RL, as far as we know. */
  inControl: boolean;
}

export function startSession(options: BioRadOptions): Session {
  return { options, unread: null, inControl: false };
}

export function fault(
  name: BioRadFault,
  message: string,
  context: ConstructorParameters<typeof ReaderFault>[2] = {},
): ReaderFault {
  return new ReaderFault(name, message, context);
}

/** The next frame, a put-back one first; null after `withinMs` of silence. */
export function* nextFrame(session: Session, withinMs: number): Dialogue<Frame | null> {
  const { unread } = session;
  session.unread = null;
  if (unread !== null) return unread;
  const answer = yield { kind: "receive", withinMs };
  return answer.kind === "frame" ? answer.frame : null;
}

/** Shows text that nothing could be made of. Empty lines stand around every plate and mean nothing. */
export function* reject(frame: Frame, reason: string): Dialogue<void> {
  if (frame.text.trim() === "") return;
  yield { kind: "report", report: { kind: "rejected", reason, text: frame.text } };
}

export function* sendCommand(command: string): Dialogue<void> {
  yield { kind: "send", bytes: Buffer.from(`EIA.READER ${command}\r`, "latin1") };
}

/** Counts rejected lines of one wait; throws NOT_UNDERSTOOD when it hears nothing else. */
export function createPatience() {
  let rejected = 0;
  return {
    heardNoise: () => rejected > 0,
    spend(): void {
      rejected += 1;
      if (rejected <= MOST_REJECTED_LINES) return;
      throw fault("NOT_UNDERSTOOD", `${rejected} lines arrived that no Bio-Rad reader sends`);
    },
  };
}

/**
 * Sends a command and gives its answer, whatever its code. Other lines are rejected, among them a plate that was under
 * way: the reader still holds it. Throws NO_ANSWER after silence, NOT_UNDERSTOOD when only noise came.
 */
export function* ask(session: Session, command: string): Dialogue<ReaderAnswer> {
  yield* sendCommand(command);
  const patience = createPatience();
  for (;;) {
    const frame = yield* nextFrame(session, session.options.answerTimeoutMs);
    if (frame === null) throw unanswered(command, patience.heardNoise());
    const answer = parseAnswer(frame.text);
    if (answer !== null && !isHeader(answer.data)) {
      yield* reject({ ...frame, text: answer.before }, "noise before an answer");
      return answer;
    }
    patience.spend();
    yield* reject(frame, `no answer to ${command}`);
  }
}

/** Like `ask`, and throws READER_REFUSED or STOPPED_AT_PANEL for a code other than success. */
export function* demand(session: Session, command: string): Dialogue<ReaderAnswer> {
  const answer = yield* ask(session, command);
  if (answer.isSuccess) return answer;
  throw refused(command, answer.code);
}

export function unanswered(command: string, heardNoise: boolean): ReaderFault {
  return heardNoise
    ? fault(
        "NOT_UNDERSTOOD",
        `the answer to ${command} cannot be read: wrong baud rate or wrong reader`,
      )
    : fault("NO_ANSWER", `no answer to ${command}`);
}

/** The fault of a refusing code; 8073 after AQ means that somebody took remote control away. */
export function refused(
  command: string,
  code: string,
  context: ConstructorParameters<typeof ReaderFault>[2] = {},
): ReaderFault {
  const withCode = { ...context, readerCode: code };
  if (code === NOT_REMOTE) {
    return fault("STOPPED_AT_PANEL", `${command} was refused: no longer in remote mode`, withCode);
  }
  return fault("READER_REFUSED", `${command} was refused with code ${code}`, withCode);
}

/** AQ: must come first, and locks the key pad. */
export function* takeControl(session: Session): Dialogue<void> {
  // Before the answer: if that gets lost, the key pad is locked all the same.
  session.inControl = true;
  yield* demand(session, "AQ");
}

/** RL, if we hold remote control. Never fails: what was read counts, and the STOP key frees the reader too. */
export function* letGo(session: Session): Dialogue<void> {
  if (!session.inControl) return;
  session.inControl = false;
  try {
    yield* ask(session, "RL");
  } catch (error) {
    if (!(error instanceof ReaderFault)) throw error;
  }
}

/** Does the work and gives the reader back to the bench, also when the work fails. */
export function* thenLetGo<Result>(session: Session, work: Dialogue<Result>): Dialogue<Result> {
  let result: Result;
  try {
    result = yield* work;
  } catch (error) {
    yield* letGo(session);
    throw error;
  }
  yield* letGo(session);
  return result;
}
