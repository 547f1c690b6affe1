/** The short commands of a classic reader that are orders, and what every conversation with it knows. */
import type { Dialogue } from "../../../src/instrument/contract.ts";
import {
  call,
  demand,
  receiveBytes,
  receiveStatus,
  reject,
  send,
  unanswered,
} from "../conversation.ts";
import { parseStatus, type ReaderStatus, STATUS_LENGTH, statusFault } from "../status-string.ts";
import type { ClassicOptions } from "./options.ts";

export interface Session {
  readonly options: ClassicOptions;
  /** As the reader sends it now: 312 until `n1`, which old firmware does not know. */
  statusForm: ReaderStatus["form"];
  /** A PowerWave returns its status only where it is set to; every other reader does. */
  returnsStatus: boolean;
  /** True after `i1`, until the next definition: three digits stand between the values and their end. */
  temperatureInData: boolean;
}

export function startSession(options: ClassicOptions): Session {
  return { options, statusForm: "312", returnsStatus: true, temperatureInData: false };
}

/** `o`: an ELx status in either mode. */
export function* askStatus({ options }: Session): Dialogue<ReaderStatus> {
  yield* demand("o", options.answerTimeoutMs);
  return yield* receiveStatus("o", options.answerTimeoutMs);
}

/** So many characters of an answer. Throws NO_ANSWER or NOT_UNDERSTOOD when it breaks off. */
export function* receiveText(letter: string, length: number, withinMs: number): Dialogue<string> {
  const text = yield* receiveBytes(length, withinMs);
  if (text.length === length) return text;
  yield* reject(text, `breaks off in the answer to ${letter}`);
  throw unanswered(letter, text !== "");
}

/** Waits for the status of a command; throws the fault of one that is not ok. */
export function* requireOk(
  { returnsStatus }: Session,
  what: string,
  letter: string,
  withinMs: number,
): Dialogue<void> {
  if (!returnsStatus) return;
  const status = yield* receiveStatus(letter, withinMs);
  if (!status.isOk) throw statusFault(what, status);
}

/** `J` moves the carrier out, `A` in. A reader without status takes its next command when it has moved. */
export function* moveCarrier(session: Session, letter: "J" | "A"): Dialogue<void> {
  const { answerTimeoutMs, carriageTimeoutMs } = session.options;
  yield* demand(letter, answerTimeoutMs);
  const what = letter === "J" ? "moving the carrier out" : "moving the carrier in";
  yield* requireOk(session, what, letter, carriageTimeoutMs);
}

/** A letter whose arguments follow its `<ACK>`. Throws READER_REFUSED when the reader does not know it. */
export function* order(
  session: Session,
  letter: string,
  argument: Uint8Array,
  what: string,
): Dialogue<void> {
  yield* demand(letter, session.options.answerTimeoutMs);
  yield* finishOrder(session, letter, argument, what);
}

/** Like `order`; false when the reader does not know the letter. */
export function* orderIfKnown(
  session: Session,
  letter: string,
  argument: Uint8Array,
  what: string,
): Dialogue<boolean> {
  if (!(yield* call(letter, session.options.answerTimeoutMs))) return false;
  yield* finishOrder(session, letter, argument, what);
  return true;
}

function* finishOrder(
  session: Session,
  letter: string,
  argument: Uint8Array,
  what: string,
): Dialogue<void> {
  yield { kind: "send", bytes: argument };
  yield* requireOk(session, what, letter, session.options.answerTimeoutMs);
}

/** How long a status is waited for that may come or not. */
export const OPTIONAL_STATUS_MS = 250;

/**
 * `i1`: the temperature stands in the data, until the next definition. The manual lists no status for it, so none is taken
 * as well as one. Firmware that does not know the letter sends no temperature.
 */
export function* askForTemperature(session: Session): Dialogue<void> {
  session.temperatureInData = yield* call("i", session.options.answerTimeoutMs);
  if (!session.temperatureInData) return;
  yield* send("1");
  const bytes = yield* receiveBytes(STATUS_LENGTH, OPTIONAL_STATUS_MS);
  if (bytes !== "" && parseStatus(bytes)?.isOk !== true) yield* reject(bytes, "answer to i");
}
