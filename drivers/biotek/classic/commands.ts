/** The short commands of a classic reader, and how it is greeted. */
import type { Dialogue } from "../../../src/instrument/contract.ts";
import {
  call,
  demand,
  nextByte,
  receiveBytes,
  receiveStatus,
  reject,
  send,
  unanswered,
} from "../conversation.ts";
import { fault } from "../faults.ts";
import { parseStatus, type ReaderStatus, STATUS_LENGTH, statusFault } from "../status-string.ts";
import type { ClassicOptions } from "./options.ts";

export interface Session {
  readonly options: ClassicOptions;
  /** As the reader sends it now: 312 until `n1`, which old firmware does not know. */
  statusForm: ReaderStatus["form"];
}

export interface GreetedReader {
  /** Part number and version of its program as the reader printed them; empty where it does not tell. */
  readonly version: string;
  /** The six places of its wavelength table; null is an empty one. */
  readonly filtersNm: readonly (number | null)[];
}

const VERSION_LENGTH = 24;
const TABLE_LENGTH = 24;

export function startSession(options: ClassicOptions): Session {
  return { options, statusForm: "312" };
}

/** State, version, ELx status, quiet mode, wavelength table. Moves nothing. */
export function* greet(session: Session): Dialogue<GreetedReader> {
  yield* settleErrors(session);
  const version = yield* askVersion(session);
  const speaksElx = yield* switchOn(session, "n");
  session.statusForm = speaksElx ? "elx" : "312";
  // Without it the reader waits for a key after an error.
  yield* switchOn(session, "q");
  return { version, filtersNm: yield* askWavelengths(session) };
}

/** `o` shows and clears what went wrong before; only what remains on a second look counts. */
function* settleErrors(session: Session): Dialogue<void> {
  const before = yield* askStatus(session);
  if (before.isOk) return;
  const remaining = yield* askStatus(session);
  if (!remaining.isOk) throw statusFault("the last work of the reader", remaining);
}

/** `o`: an ELx status in either mode. */
export function* askStatus({ options }: Session): Dialogue<ReaderStatus> {
  yield* demand("o", options.answerTimeoutMs);
  return yield* receiveStatus("o", options.answerTimeoutMs);
}

/** `e`; old firmware and the PowerWave do not know it. */
function* askVersion({ options }: Session): Dialogue<string> {
  if (!(yield* call("e", options.answerTimeoutMs))) return "";
  const text = yield* receiveText("e", VERSION_LENGTH, options.answerTimeoutMs);
  yield* requireOk("the question for the version", "e", options.answerTimeoutMs);
  return text.trim();
}

/** A letter and `1`; false when the reader does not know the letter. */
function* switchOn({ options }: Session, letter: "n" | "q"): Dialogue<boolean> {
  if (!(yield* call(letter, options.answerTimeoutMs))) return false;
  yield* send("1");
  yield* requireOk(`the command ${letter}`, letter, options.answerTimeoutMs);
  return true;
}

function* askWavelengths({ options }: Session): Dialogue<(number | null)[]> {
  yield* demand("W", options.answerTimeoutMs);
  const text = yield* receiveText("W", TABLE_LENGTH, options.answerTimeoutMs);
  const filters = parseWavelengths(text);
  if (filters === null) {
    yield* reject(text, "no table of wavelengths");
    throw unanswered("W", true);
  }
  yield* requireOk("the question for the wavelengths", "W", options.answerTimeoutMs);
  return filters;
}

/** Six times three digits and a comma, `000` being an empty place; null when the text is no such table. */
export function parseWavelengths(text: string): (number | null)[] | null {
  if (!/^(?:\d{3},){6}$/.test(text)) return null;
  return text
    .slice(0, -1)
    .split(",")
    .map((digits) => (digits === "000" ? null : Number(digits)));
}

function* receiveText(letter: string, length: number, withinMs: number): Dialogue<string> {
  const text = yield* receiveBytes(length, withinMs);
  if (text.length === length) return text;
  yield* reject(text, `breaks off in the answer to ${letter}`);
  throw unanswered(letter, text !== "");
}

/** Waits for the status of a command; throws the fault of one that is not ok. */
export function* requireOk(what: string, letter: string, withinMs: number): Dialogue<void> {
  const status = yield* receiveStatus(letter, withinMs);
  if (!status.isOk) throw statusFault(what, status);
}

/** `J` moves the carrier out, `A` in. */
export function* moveCarrier({ options }: Session, letter: "J" | "A"): Dialogue<void> {
  yield* demand(letter, options.answerTimeoutMs);
  const what = letter === "J" ? "moving the carrier out" : "moving the carrier in";
  yield* requireOk(what, letter, options.carriageTimeoutMs);
}

/** A letter whose arguments follow its `<ACK>`. */
export function* order(
  { options }: Session,
  letter: string,
  argument: Uint8Array,
  what: string,
): Dialogue<void> {
  yield* demand(letter, options.answerTimeoutMs);
  yield { kind: "send", bytes: argument };
  yield* requireOk(what, letter, options.answerTimeoutMs);
}

/** How long the manual's missing or present status after `i` is waited for. */
const OPTIONAL_STATUS_MS = 500;

/** `i1`: the temperature stands in the data. The manual lists no status for it, so none is taken as well as one. */
export function* askForTemperature({ options }: Session): Dialogue<void> {
  yield* demand("i", options.answerTimeoutMs);
  yield* send("1");
  const bytes = yield* receiveBytes(STATUS_LENGTH, OPTIONAL_STATUS_MS);
  if (bytes !== "" && parseStatus(bytes)?.isOk !== true) yield* reject(bytes, "answer to i");
}

const INCUBATOR = 0x08;
const ROBOT_DOOR = 0x80;

/** `}`: two bytes without status. Models that do not know it, or answer otherwise, tell nothing. */
export function* askConfiguration({ options }: Session): Dialogue<Record<string, string>> {
  if (!(yield* call("}", options.answerTimeoutMs))) return {};
  const low = yield* nextByte(options.answerTimeoutMs);
  const high = yield* nextByte(OPTIONAL_STATUS_MS);
  if (low === null || high !== "\0") {
    yield* reject(`${low ?? ""}${high ?? ""}`, "no configuration of an ELx808");
    return {};
  }
  const bits = low.charCodeAt(0);
  return {
    model: bits % 2 === 0 ? "ELx808-UV" : "ELx808",
    incubator: (bits & INCUBATOR) === 0 ? "none" : "fitted",
    robotDoor: (bits & ROBOT_DOOR) === 0 ? "none" : "fitted",
  };
}

/** Throws FILTER_NOT_INSTALLED, naming what there is. */
export function requireWavelengths(
  wanted: readonly number[],
  filtersNm: readonly (number | null)[],
): void {
  const lacking = wanted.find((wavelengthNm) => !filtersNm.includes(wavelengthNm));
  if (lacking === undefined) return;
  const installed = filtersNm.filter((filter) => filter !== null).join(", ");
  const message = `no ${lacking} nm filter is in the reader's table; it holds ${installed} nm`;
  throw fault("FILTER_NOT_INSTALLED", message);
}
