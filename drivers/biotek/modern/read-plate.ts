/** Reads the plate in the carrier, raw at one or two wavelengths, one read for each. */
import type { PlateReading } from "../../../src/domain/reading.ts";
import { type Dialogue, ReaderFault, type ReadRequest } from "../../../src/instrument/contract.ts";
import { DLE, demand, drain, nextByte, reject, send } from "../conversation.ts";
import { fault } from "../faults.ts";
import {
  type BlockCopy,
  NO_END_MARK,
  type PlaneName,
  planeNames,
  type ReadCopy,
  readOneByOne,
  toReading,
} from "../plate-copies.ts";
import { ETX, parseStatus, statusFault } from "../status-string.ts";
import {
  ask,
  askSerialNumber,
  askTemperatureC,
  askVersion,
  moveCarrier,
  receiveAnswer,
  requireWavelength,
  setCarriageSpeed,
  setPlate,
} from "./commands.ts";
import { newestRow, parseBlock } from "./data-block.ts";
import { absorbanceDefinition, isDefinitionAnswer, shakeDefinition } from "./definition.ts";
import { halt } from "./listen.ts";
import type { ModernOptions } from "./options.ts";

/** A read at one wavelength; our estimate, only shown to the operator. */
const READ_MS = 45_000;
/** One block is 1394 bytes, at 870 bytes/s. */
const TRANSFER_MS = 1600;
const MOST_BLOCK_BYTES = 3000;
const STATUS_DIGITS = 4;

/**
 * Asks who is there, takes the carrier in (after it was out for loading where the options say so), defines and reads each
 * wavelength, and moves the carrier out. The planes come in the order measurement, reference, in AU; a value over the
 * range keeps its asterisks. Throws FILTER_NOT_INSTALLED before anything moves, READ_ABORTED, READER_ERROR, NO_PLATE and
 * DAMAGED_TRANSFER.
 */
export function* readPlate(request: ReadRequest, options: ModernOptions): Dialogue<PlateReading> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const names = planeNames(request);
  for (const { filterToken } of names) requireWavelength(Number(filterToken));
  const version = yield* askVersion(options);
  yield* askSerialNumber(options);
  yield* takeIn(options);
  if (options.shakeSeconds > 0) yield* shake(options);
  const copy = yield* readOneByOne(names, version, {
    define: function* (name) {
      if (options.recordTemperature && name.role !== "measurement") yield* askTemperatureC(options);
      yield* define(options, absorbanceDefinition(Number(name.filterToken)));
    },
    readOnce: (name) => readOnce(options, name),
  });
  yield* giveBack(options);
  return toReading(copy, names, version);
}

function* takeIn(options: ModernOptions): Dialogue<void> {
  yield* setCarriageSpeed(options);
  if (options.loadSeconds > 0) {
    yield* moveCarrier(options, "J");
    yield { kind: "pause", ms: options.loadSeconds * 1000 };
  }
  yield* setPlate(options);
  yield* moveCarrier(options, "A");
}

/**
 * A definition of its own, `O`, and a pause for as long as the reader counts down. What it says when it is done is not
 * known, so it is told to end and whatever it says is passed over.
 */
function* shake(options: ModernOptions): Dialogue<void> {
  const { shakeSeconds, answerTimeoutMs } = options;
  const expectedMs = shakeSeconds * 1000;
  yield { kind: "report", report: { kind: "phase", phase: "measuring", expectedMs } };
  yield* define(options, shakeDefinition(options));
  yield* ask({ what: "the command to shake", letter: "O", withinMs: answerTimeoutMs });
  yield { kind: "pause", ms: shakeSeconds * 1000 };
  yield* send("x");
  yield* reject(yield* drain(options.recordSilenceMs), "arrived after the shaking");
}

/** `D`; once more when the reader's answer is spoilt, since a definition does nothing by itself. */
function* define(options: ModernOptions, definition: string): Dialogue<void> {
  const asking = {
    what: "the definition of the read",
    letter: "D",
    argument: definition + ETX,
    withinMs: options.answerTimeoutMs,
  };
  const first = yield* ask(asking);
  if (isDefinitionAnswer(first)) return;
  yield* reject(first, "no answer to a definition");
  const second = yield* ask(asking);
  if (isDefinitionAnswer(second)) return;
  yield* reject(second, "no answer to a definition");
  throw fault("NOT_UNDERSTOOD", "the reader's answer to the definition of the read is spoilt");
}

/** `O`, its answer, and after the read the values. */
function* readOnce(options: ModernOptions, name: PlaneName): Dialogue<ReadCopy> {
  yield { kind: "report", report: { kind: "phase", phase: "measuring", expectedMs: READ_MS } };
  yield* demand("O", options.answerTimeoutMs);
  const text = yield* orHalt(options, receiveAll(options, name));
  const block = text.endsWith(ETX) ? finish(text.slice(0, -1)) : parseBlock(text);
  if (block.problems.length > 0) {
    yield* reject(text, "not understood as a plate");
    yield* reject(yield* drain(options.recordSilenceMs), "the rest of a damaged plate");
  }
  const isEnded = text.endsWith(ETX) || block.problems.length > 0;
  return { blocks: [block], warnings: isEnded ? [] : [NO_END_MARK] };
}

function* receiveAll(options: ModernOptions, name: PlaneName): Dialogue<string> {
  const asking = { what: "the command to read", letter: "O", withinMs: options.answerTimeoutMs };
  yield* receiveAnswer(asking);
  return yield* receiveBlock(options, name);
}

/** A reader that took the command and sends nothing is halted: what it might send later would be nobody's. */
function* orHalt(options: ModernOptions, work: Dialogue<string>): Dialogue<string> {
  try {
    return yield* work;
  } catch (error) {
    const isLeftReading =
      error instanceof ReaderFault &&
      ["NO_PLATE", "NO_ANSWER", "NOT_UNDERSTOOD"].includes(error.fault);
    if (isLeftReading) yield* halt(options);
    throw error;
  }
}

/** Throws the fault of a final status that is not ok. */
function finish(text: string): BlockCopy {
  const status = parseStatus(text.slice(-STATUS_DIGITS) + ETX);
  if (status !== null && !status.isOk) throw statusFault("the read", status);
  const block = parseBlock(text.slice(0, -STATUS_DIGITS));
  if (status !== null) return block;
  return { ...block, problems: [...block.problems, "the status after a block cannot be read"] };
}

/** Everything up to and including `<ETX>`, telling each row as it comes; without it after a silence. */
function* receiveBlock(options: ModernOptions, name: PlaneName): Dialogue<string> {
  let text = "";
  while (text.length < MOST_BLOCK_BYTES) {
    const byte = yield* nextByte(text === "" ? options.readTimeoutMs : options.gapTimeoutMs);
    if (byte === null && text === "") {
      throw fault("NO_PLATE", "no values came after the command to read");
    }
    if (byte === null) return text;
    if (byte === DLE) {
      yield* reject(text, "arrived before the read was broken off");
      yield* reject(yield* drain(options.recordSilenceMs), "arrived after the read was broken off");
      throw fault("READ_ABORTED", "the reader broke the read off");
    }
    if (text === "") yield* tellTransfer();
    text += byte;
    if (byte === "\n") yield* tellRow(text, name);
    if (byte === ETX) return text;
  }
  return text;
}

function* tellTransfer(): Dialogue<void> {
  yield {
    kind: "report",
    report: { kind: "phase", phase: "transferring", expectedMs: TRANSFER_MS },
  };
}

function* tellRow(text: string, { role }: PlaneName): Dialogue<void> {
  const parsed = newestRow(text);
  if (parsed !== null) yield { kind: "report", report: { kind: "row", role, ...parsed } };
}

/** Moves the plate out. Never fails: what was read counts. */
function* giveBack(options: ModernOptions): Dialogue<void> {
  try {
    yield* moveCarrier(options, "J");
  } catch (error) {
    if (!(error instanceof ReaderFault)) throw error;
  }
}
