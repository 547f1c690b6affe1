/** Reads the plate in the carrier, raw at one or two wavelengths. */
import type { PlateReading, ReadingWarning } from "../../../src/domain/reading.ts";
import { type Dialogue, ReaderFault, type ReadRequest } from "../../../src/instrument/contract.ts";
import { demand, receiveStatus } from "../conversation.ts";
import {
  type PlaneName,
  planeNames,
  type ReadCopy,
  readUntilSure,
  toReading,
} from "../plate-copies.ts";
import { describeStatus, type ReaderStatus, statusFault } from "../status-string.ts";
import {
  askForTemperature,
  askStatus,
  greet,
  moveCarrier,
  order,
  requireWavelengths,
  type Session,
  startSession,
} from "./commands.ts";
import { assayDefinition } from "./definition.ts";
import { halt } from "./halt.ts";
import type { ClassicOptions } from "./options.ts";
import { NO_END_MARK, receiveRead } from "./receive-read.ts";

/** A read at one wavelength; our estimate, only shown to the operator. */
const READ_MS = 15_000;

const ALL_ROWS = Uint8Array.of(1, 8);

/** What the model is called where it does not tell its version. */
const UNNAMED = "BioTek reader";

/**
 * Greets the reader, takes the carrier in (after it was out for loading where the options say so), sends the definition,
 * reads, and moves the carrier out. The planes come in the order measurement, reference, in AU; a value over the range
 * keeps its asterisks. Throws FILTER_NOT_INSTALLED before anything moves, READ_ABORTED, READER_ERROR, NO_PLATE and
 * DAMAGED_TRANSFER.
 */
export function* readPlate(request: ReadRequest, options: ClassicOptions): Dialogue<PlateReading> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const session = startSession(options);
  const names = planeNames(request);
  const { version, filtersNm } = yield* greet(session);
  requireWavelengths(
    names.flatMap(({ wavelengthNm }) => wavelengthNm ?? []),
    filtersNm,
  );
  yield* takeIn(session);
  yield* define(session, request);
  const model = version === "" ? UNNAMED : version;
  const copy = yield* readUntilSure(names, model, (isAgain) => readOnce(session, names, isAgain));
  yield* giveBack(session);
  return toReading(copy, names, model);
}

function* takeIn(session: Session): Dialogue<void> {
  const { loadSeconds } = session.options;
  if (loadSeconds > 0) {
    yield* moveCarrier(session, "J");
    yield { kind: "pause", ms: loadSeconds * 1000 };
  }
  yield* moveCarrier(session, "A");
}

/** `V` resets rows and temperature, so they come after it. A single wavelength has a checksum only with a range of rows. */
function* define(session: Session, request: ReadRequest): Dialogue<void> {
  yield* order(session, "V", assayDefinition(request, session.options), "the assay definition");
  if (request.referenceNm === null) yield* order(session, "r", ALL_ROWS, "the range of rows");
  if (session.options.recordTemperature) yield* askForTemperature(session);
}

/** `S`, the values, and `o` to hear whether all went well. A damaged read before it may have left the carrier anywhere. */
function* readOnce(
  session: Session,
  names: readonly PlaneName[],
  isAgain: boolean,
): Dialogue<ReadCopy> {
  if (isAgain) yield* moveCarrier(session, "A");
  const { shakeSeconds, answerTimeoutMs } = session.options;
  const expectedMs = READ_MS * names.length + shakeSeconds * 1000;
  yield { kind: "report", report: { kind: "phase", phase: "measuring", expectedMs } };
  yield* demand("S", answerTimeoutMs);
  const copy = yield* orHalt(session, receiveAll(session, names));
  const isEnded = !copy.warnings.includes(NO_END_MARK);
  return { ...copy, warnings: [...copy.warnings, ...(yield* lookBack(session, isEnded))] };
}

function* receiveAll(session: Session, names: readonly PlaneName[]): Dialogue<ReadCopy> {
  const { readTimeoutMs, shakeSeconds } = session.options;
  const withinMs = readTimeoutMs + shakeSeconds * 1000;
  // The manual does not say whether the status comes before or after the measuring.
  const status = yield* receiveStatus("S", withinMs);
  if (!status.isOk) throw statusFault("the command to read", status);
  return yield* receiveRead(session, names, withinMs);
}

/** A reader that took the command and sends nothing is halted: what it might send later would be nobody's. */
function* orHalt(session: Session, work: Dialogue<ReadCopy>): Dialogue<ReadCopy> {
  try {
    return yield* work;
  } catch (error) {
    const isLeftReading =
      error instanceof ReaderFault &&
      ["NO_PLATE", "NO_ANSWER", "NOT_UNDERSTOOD"].includes(error.fault);
    if (isLeftReading) yield* halt(session);
    throw error;
  }
}

/**
 * The values count even where the reader does not answer any more. What it says of a read that has no end mark decides
 * about that read.
 */
function* lookBack(session: Session, isEnded: boolean): Dialogue<ReadingWarning[]> {
  const status = yield* statusIfAnswered(session);
  if (status === null || status.isOk) return [];
  if (!isEnded) throw statusFault("the read", status);
  const message = `After the read the reader said ${status.code}: ${describeStatus(status)}.`;
  return [{ code: "READER_STATUS", message }];
}

function* statusIfAnswered(session: Session): Dialogue<ReaderStatus | null> {
  try {
    return yield* askStatus(session);
  } catch (error) {
    if (error instanceof ReaderFault) return null;
    throw error;
  }
}

/** Moves the plate out. Never fails: what was read counts. */
function* giveBack(session: Session): Dialogue<void> {
  try {
    yield* moveCarrier(session, "J");
  } catch (error) {
    if (!(error instanceof ReaderFault)) throw error;
  }
}
