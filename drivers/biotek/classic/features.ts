/** What a classic reader has besides its filters: incubator, thermometer, barcode scanner. */
import { type Dialogue, ReaderFault } from "../../../src/instrument/contract.ts";
import { call, nextByte, receiveBytes, receiveStatus, reject, send } from "../conversation.ts";
import { ETX, parseStatus, STATUS_LENGTH, statusFault } from "../status-string.ts";
import { OPTIONAL_STATUS_MS, receiveText, requireOk, type Session } from "./commands.ts";

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

/** Numbers of the command `z` (ELx808 manual, appendix B). */
const FEATURES = { multiWavelength: "1011", barcode: "1016" } as const;

/** One character, and sixteen that are kept nowhere. */
const FEATURE_ANSWER = 17;

/**
 * `z`: whether the reader has a feature. Null when its firmware does not know the question, or answers it otherwise: that
 * is no fault, since nothing depends on it.
 */
export function* askFeature(
  session: Session,
  feature: keyof typeof FEATURES,
): Dialogue<boolean | null> {
  const { answerTimeoutMs } = session.options;
  try {
    if (!(yield* call("z", answerTimeoutMs))) return null;
    yield* send(FEATURES[feature] + ETX);
    const text = yield* receiveText("z", FEATURE_ANSWER, answerTimeoutMs);
    yield* requireOk(session, `the question for ${feature}`, "z", answerTimeoutMs);
    return text.startsWith("1");
  } catch (error) {
    if (error instanceof ReaderFault) return null;
    throw error;
  }
}

/** What `]` says instead of a temperature. */
const BELOW_RANGE = 111;
const ABOVE_RANGE = 999;

/** `]`: °C as text with one decimal, or in words; null when the reader cannot tell. */
export function* askTemperature(session: Session): Dialogue<string | null> {
  const { answerTimeoutMs } = session.options;
  if (!(yield* call("]", answerTimeoutMs))) return null;
  const bytes = Buffer.from(yield* receiveText("]", 2, answerTimeoutMs), "latin1");
  yield* requireOk(session, "the question for the temperature", "]", answerTimeoutMs);
  const tenths = bytes.readUInt16LE(0);
  if (tenths === BELOW_RANGE) return "below 18";
  if (tenths === ABOVE_RANGE) return "above 55";
  return tenths === 0 ? null : (tenths / 10).toFixed(1);
}

const BARCODE_LENGTH = 32;
const NONE_READ = "NR";

/** What the scanner in the reader made of the plate's label; `barcode` is null where it read none. */
export interface ScannedLabel {
  readonly barcode: string | null;
  /** Why there is none; null where there is one. */
  readonly reason: string | null;
}

/** `s`: 32 bytes, padded with zeros, `NR` for none. A reader without scanner, and a label it cannot read, are no fault. */
export function* scanBarcode({ options }: Session): Dialogue<ScannedLabel> {
  if (!(yield* call("s", options.carriageTimeoutMs))) return unread("the reader has no scanner");
  const text = yield* receiveBytes(STATUS_LENGTH, options.carriageTimeoutMs);
  // Without a label some answer with their status alone (2000).
  const early = parseStatus(text);
  if (early !== null && !early.isOk) return unread(statusFault("the scan", early).message);
  const label = text + (yield* receiveBytes(BARCODE_LENGTH - STATUS_LENGTH, options.gapTimeoutMs));
  const status = yield* receiveStatus("s", options.answerTimeoutMs);
  const barcode = label.replace(/\0.*$/s, "").trim();
  if (!status.isOk) return unread(statusFault("the scan", status).message);
  if (barcode === "" || barcode === NONE_READ) return unread("the reader saw no label");
  if (/^[ -~]+$/.test(barcode)) return { barcode, reason: null };
  yield* reject(label, "no barcode");
  return unread("the reader's barcode cannot be read");
}

function unread(reason: string): ScannedLabel {
  return { barcode: null, reason };
}
