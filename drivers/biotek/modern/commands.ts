/** The short commands of a modern reader: a letter, `<ACK>`, arguments, and an answer that ends with status and `<ETX>`. */
import type { Dialogue } from "../../../src/instrument/contract.ts";
import { call, demand, nextByte, reject, send, unanswered } from "../conversation.ts";
import { fault } from "../faults.ts";
import { ETX, parseStatus, statusFault } from "../status-string.ts";
import type { ModernOptions } from "./options.ts";

export interface Asking {
  /** What is being done, for the message of a fault. */
  readonly what: string;
  readonly letter: string;
  /** Sent after the `<ACK>`. */
  readonly argument?: string;
  readonly withinMs: number;
}

const STATUS_DIGITS = 4;
const MOST_ANSWER_BYTES = 200;

/**
 * Asks and gives the data of the answer, without the status. Throws READER_REFUSED when the letter is not known, the
 * fault of a status that is not ok, and NO_ANSWER or NOT_UNDERSTOOD.
 */
export function* ask(asking: Asking): Dialogue<string> {
  yield* demand(asking.letter, asking.withinMs);
  if (asking.argument !== undefined) yield* send(asking.argument);
  return yield* receiveAnswer(asking);
}

/** Like `ask`; null when the reader does not know the letter. */
export function* askIfKnown(asking: Asking): Dialogue<string | null> {
  if (!(yield* call(asking.letter, asking.withinMs))) return null;
  return yield* receiveAnswer(asking);
}

/** What stands in front of the four status digits and `<ETX>`. An answer of `<ETX>` alone has no status and is fine. */
export function* receiveAnswer({ what, letter, withinMs }: Asking): Dialogue<string> {
  let text = "";
  for (;;) {
    const byte = yield* nextByte(withinMs);
    if (byte === ETX) break;
    if (byte === null || text.length >= MOST_ANSWER_BYTES) {
      yield* reject(text, `no end of the answer to ${letter}`);
      throw unanswered(letter, text !== "");
    }
    text += byte;
  }
  if (text === "") return "";
  const status = parseStatus(text.slice(-STATUS_DIGITS) + ETX);
  if (status === null) {
    yield* reject(text, `no status after ${letter}`);
    throw unanswered(letter, true);
  }
  if (!status.isOk) throw statusFault(what, status);
  return text.slice(0, -STATUS_DIGITS);
}

/** `e`: part number and version of the reader's program as it prints them. */
export function* askVersion({ answerTimeoutMs }: ModernOptions): Dialogue<string> {
  const what = "the question for the version";
  return (yield* ask({ what, letter: "e", withinMs: answerTimeoutMs })).trim();
}

/** `C`: empty when the reader does not tell. */
export function* askSerialNumber({ answerTimeoutMs }: ModernOptions): Dialogue<string> {
  const what = "the question for the serial number";
  return ((yield* askIfKnown({ what, letter: "C", withinMs: answerTimeoutMs })) ?? "").trim();
}

/** `h`: three digits, °C times 10. Null when the reader does not tell. */
export function* askTemperatureC({ answerTimeoutMs }: ModernOptions): Dialogue<number | null> {
  const what = "the question for the temperature";
  const data = yield* askIfKnown({ what, letter: "h", withinMs: answerTimeoutMs });
  return data !== null && /^\d{3}$/.test(data) ? Number(data) / 10 : null;
}

/** `&`: how fast the carrier moves. */
export function* setCarriageSpeed(options: ModernOptions): Dialogue<void> {
  const argument = options.slowCarriage ? "S1" : "S0";
  const withinMs = options.answerTimeoutMs;
  yield* ask({ what: "setting the speed of the carrier", letter: "&", argument, withinMs });
}

/** `y`: the measures of the plate, needed before it goes in. */
export function* setPlate({ plateGeometry, answerTimeoutMs }: ModernOptions): Dialogue<void> {
  const argument = plateGeometry + ETX;
  yield* ask({ what: "the plate geometry", letter: "y", argument, withinMs: answerTimeoutMs });
}

/** `J` moves the carrier out, `A` in. */
export function* moveCarrier(options: ModernOptions, letter: "J" | "A"): Dialogue<void> {
  const what = letter === "J" ? "moving the carrier out" : "moving the carrier in";
  yield* ask({ what, letter, withinMs: options.carriageTimeoutMs });
}

/** The range of the monochromators, in nm; our reading of the models' data sheets. */
const LOWEST_NM = 200;
const HIGHEST_NM = 999;

/** Throws FILTER_NOT_INSTALLED for a wavelength that no monochromator of these readers reaches. */
export function requireWavelength(wavelengthNm: number): void {
  const reaches =
    Number.isInteger(wavelengthNm) && wavelengthNm >= LOWEST_NM && wavelengthNm <= HIGHEST_NM;
  if (reaches) return;
  const message = `${wavelengthNm} nm cannot be set; the monochromator reaches ${LOWEST_NM} to ${HIGHEST_NM} nm`;
  throw fault("FILTER_NOT_INSTALLED", message);
}
