/**
 * The older PowerWave: it knows neither `o`, `n` nor `e`, its `S` is the START key and answers nothing, and `D` is the
 * SERIAL OUT key, which sends the last values (PowerWave manual, appendix B; how the read ends is NOTES.md's
 * reconstruction).
 */
import type { Dialogue } from "../../../src/instrument/contract.ts";
import {
  ACK,
  CTRL_Z,
  call,
  DLE,
  drain,
  MOST_NOISE_BYTES,
  NAK,
  nextByte,
  receiveBytes,
  reject,
  send,
} from "../conversation.ts";
import { fault } from "../faults.ts";
import type { BlockCopy, PlaneName, ReadCopy } from "../plate-copies.ts";
import { parseStatus, type ReaderStatus, STATUS_LENGTH, statusFault } from "../status-string.ts";
import { moveCarrier, OPTIONAL_STATUS_MS, orderIfKnown, type Session } from "./commands.ts";
import { receiveBlock, tellTransfer } from "./receive-read.ts";

const TYPE_LENGTH = 16;
const ALL_COLUMNS = Uint8Array.of(1, 12);
const STEPPER_BUSY = 0x8;

/** `?`: 16 characters of type and software; null when the reader does not know it. Notes whether a status follows. */
export function* askPowerWaveType(session: Session): Dialogue<string | null> {
  const { answerTimeoutMs } = session.options;
  if (!(yield* call("?", answerTimeoutMs))) return null;
  const text = yield* receiveBytes(TYPE_LENGTH, answerTimeoutMs);
  session.returnsStatus = (yield* optionalStatus("?")) !== null;
  return text.trim();
}

/** `}`: one digit, `0` for a PowerWave 200, `1` for a 340: the shortest wavelength in nm. Null when it does not tell. */
export function* askShortestWavelength(session: Session): Dialogue<number | null> {
  if (!(yield* call("}", session.options.answerTimeoutMs))) return null;
  const digit = yield* nextByte(session.options.answerTimeoutMs);
  if (session.returnsStatus) yield* optionalStatus("}");
  if (digit === "0") return 200;
  return digit === "1" ? 340 : null;
}

/** A range of all columns brings the format with a checksum, where the reader knows the letter. */
export function* askForChecksums(session: Session): Dialogue<void> {
  yield* orderIfKnown(session, "%", ALL_COLUMNS, "the range of columns");
}

/** How often `D` is sent for values that do not come. */
const MOST_FETCHES = 3;

/**
 * One wavelength: `S`, and the values when they come, or `D` for them when the reader says that it is idle. `D` would
 * also send what was read before, so values that are those the reader held before `S` are refused. Throws NO_PLATE,
 * READ_ABORTED and READER_ERROR.
 */
export function* readPowerWave(session: Session, name: PlaneName): Dialogue<ReadCopy> {
  const before = yield* heldValues(session, name);
  yield* send("S");
  if (!(yield* valuesHaveBegun(session))) yield* fetchHeld(session);
  const copy = yield* receiveValues(session, name);
  if (copy.blocks.some((block) => contentOf(block) === before)) {
    throw fault("NO_PLATE", "the reader sent the values of the read before once more");
  }
  return copy;
}

/** The values of the same read once more, after damage on the way. */
export function* fetchPowerWaveAgain(session: Session, name: PlaneName): Dialogue<ReadCopy> {
  yield* fetchHeld(session);
  return yield* receiveValues(session, name);
}

function* receiveValues(session: Session, name: PlaneName): Dialogue<ReadCopy> {
  yield* tellTransfer(1);
  const { block, warnings } = yield* receiveBlock(session, name, true);
  if (block.problems.length === 0) yield* receiveEnd();
  return { blocks: [block], warnings };
}

/** The values of the read before, as text; null when there are none. Their rows are not told. */
function* heldValues(session: Session, name: PlaneName): Dialogue<string | null> {
  if (!(yield* call("D", session.options.answerTimeoutMs))) return null;
  const first = yield* nextByte(session.options.answerTimeoutMs);
  const held = first === "\r" ? (yield* receiveBlock(session, name, false)).block : null;
  yield* drain(OPTIONAL_STATUS_MS);
  return held === null ? null : contentOf(held);
}

function contentOf({ rows }: BlockCopy): string {
  return rows
    .flatMap((row) => row ?? [])
    .map(({ token }) => token)
    .join(" ");
}

/**
 * Waits for the start of the values, asking `?` in every pause. False when the reader answers that and is not busy: it
 * has read and sends nothing by itself. Throws NO_PLATE after the longest time a read may take.
 */
function* valuesHaveBegun({ options }: Session): Dialogue<boolean> {
  const { readTimeoutMs, shakeSeconds, powerWavePollMs } = options;
  const longestMs = readTimeoutMs + shakeSeconds * 1000;
  for (let waitedMs = 0; waitedMs < longestMs; ) {
    const byte = yield* nextByte(powerWavePollMs);
    if (byte === "\r") return true;
    if (byte === DLE) throw fault("READ_ABORTED", "the reader broke the read off");
    if (byte === ACK && (yield* isIdle())) return false;
    if (byte === null) {
      waitedMs += powerWavePollMs;
      yield* send("?");
    } else if (byte !== ACK && byte !== NAK) {
      yield* reject(byte, "stands where values should begin");
    }
  }
  throw fault("NO_PLATE", "no values came after the command to read");
}

/** The answer to `?` after its `<ACK>`: true when the reader is at nothing. */
function* isIdle(): Dialogue<boolean> {
  const text = yield* receiveBytes(TYPE_LENGTH, OPTIONAL_STATUS_MS);
  const status = yield* optionalStatus("?");
  if (status !== null && !status.isOk) throw statusFault("the read", status);
  const busyBits = status === null ? 0 : Number.parseInt(status.code[0] ?? "0", 16);
  return text.length === TYPE_LENGTH && (busyBits & STEPPER_BUSY) === 0;
}

/** `D`, up to the start of the values. */
function* fetchHeld({ options }: Session): Dialogue<void> {
  for (let count = 1; count <= MOST_FETCHES; count += 1) {
    // A reader that is deaf while it reads answers afterwards to each time it was asked.
    yield* drain(OPTIONAL_STATUS_MS);
    if (!(yield* call("D", options.answerTimeoutMs))) continue;
    for (let noise = ""; noise.length < MOST_NOISE_BYTES; ) {
      const byte = yield* nextByte(options.gapTimeoutMs);
      if (byte === null || byte === "\r") {
        yield* reject(noise, "stands where values should begin");
        if (byte === "\r") return;
        break;
      }
      noise += byte;
    }
  }
  throw fault("NO_PLATE", "the reader has nothing to send after the read");
}

/** What may follow the values: the mark of their end, and a status where the reader returns one. */
function* receiveEnd(): Dialogue<void> {
  const text = yield* drain(OPTIONAL_STATUS_MS);
  const rest = text.startsWith(CTRL_Z) ? text.slice(1) : text;
  const status = parseStatus(rest);
  if (status !== null && !status.isOk) throw statusFault("the read", status);
  if (status === null) yield* reject(rest, "came after the values");
}

function* optionalStatus(letter: string): Dialogue<ReaderStatus | null> {
  const bytes = yield* receiveBytes(STATUS_LENGTH, OPTIONAL_STATUS_MS);
  const status = parseStatus(bytes);
  if (status === null) yield* reject(bytes, `no status after ${letter}`);
  return status;
}

/** Takes the plate in; without a status the answer to `?` says that the carrier has come to rest. */
export function* takePowerWaveIn(session: Session): Dialogue<void> {
  yield* moveCarrier(session, "A");
  if (session.returnsStatus) return;
  if (yield* call("?", session.options.carriageTimeoutMs)) yield* isIdle();
}
