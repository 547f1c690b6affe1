/** Reads the plate in the carrier, raw at one or two wavelengths. */
import type { PlateReading, ReadingWarning } from "../../../src/domain/reading.ts";
import { type Dialogue, ReaderFault, type ReadRequest } from "../../../src/instrument/contract.ts";
import { demand } from "../conversation.ts";
import {
  NO_END_MARK,
  type PlaneName,
  planeNames,
  type ReadCopy,
  readOneByOne,
  readUntilSure,
  toReading,
} from "../plate-copies.ts";
import { describeStatus, type ReaderStatus, statusFault } from "../status-string.ts";
import {
  askForTemperature,
  askStatus,
  moveCarrier,
  order,
  orderIfKnown,
  type Session,
  startSession,
} from "./commands.ts";
import { assayDefinition } from "./definition.ts";
import { type ScannedLabel, scanBarcode } from "./features.ts";
import { type GreetedReader, greet, requireWavelengths } from "./greet.ts";
import { haltWhereLeft } from "./halt.ts";
import type { ClassicOptions } from "./options.ts";
import {
  askForChecksums,
  fetchPowerWaveAgain,
  readPowerWave,
  takePowerWaveIn,
} from "./power-wave.ts";
import { receiveRead, receiveStartStatus } from "./receive-read.ts";

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
  const reader = yield* greet(session);
  requireWavelengths(
    names.flatMap(({ wavelengthNm }) => wavelengthNm ?? []),
    reader,
  );
  yield* takeIn(session, reader);
  const label = options.readBarcode ? yield* scanBarcode(session) : null;
  const model = reader.version === "" ? UNNAMED : reader.version;
  const copy = yield* readAll(session, { reader, request, names, model });
  yield* giveBack(session);
  return withLabel(toReading(copy, names, model), label);
}

function* takeIn(session: Session, { family }: GreetedReader): Dialogue<void> {
  const { loadSeconds, readMode } = session.options;
  if (loadSeconds > 0) {
    yield* moveCarrier(session, "J");
    yield { kind: "pause", ms: loadSeconds * 1000 };
  }
  if (family === "PowerWave") return yield* takePowerWaveIn(session);
  yield* moveCarrier(session, "A");
  if (readMode === "as-set") return;
  const mode = Buffer.from(readMode === "slow" ? "0" : "1", "latin1");
  yield* orderIfKnown(session, "k", mode, "the read mode");
}

function withLabel(reading: PlateReading, label: ScannedLabel | null): PlateReading {
  if (label === null) return reading;
  if (label.barcode !== null) return { ...reading, plateBarcode: label.barcode };
  const message = `The plate's label was not read by the reader: ${label.reason}.`;
  return { ...reading, warnings: [...reading.warnings, { code: "BARCODE_NOT_READ", message }] };
}

interface Task {
  readonly reader: GreetedReader;
  readonly request: ReadRequest;
  readonly names: readonly PlaneName[];
  readonly model: string;
}

/** Both wavelengths in one read where the reader takes such a definition, else one after the other. */
function* readAll(session: Session, { reader, request, names, model }: Task): Dialogue<ReadCopy> {
  if (reader.family === "PowerWave") {
    return yield* readOneByOne(names, model, {
      define: (name) => definePowerWave(session, name),
      readOnce: (name, isAgain) =>
        isAgain
          ? fetchPowerWaveAgain(session, name)
          : readOnce(session, [name], isAgain, readPowerWave(session, name)),
    });
  }
  if (yield* defineAll(session, request)) {
    return yield* readUntilSure(names, model, (isAgain) =>
      readOnce(session, names, isAgain, receiveAll(session, names)),
    );
  }
  return yield* readOneByOne(names, model, {
    define: (name) => defineOne(session, name),
    readOnce: (name, isAgain) => readOnce(session, [name], isAgain, receiveAll(session, [name])),
  });
}

const alone = ({ filterToken }: PlaneName): ReadRequest => ({
  measurementNm: Number(filterToken),
  referenceNm: null,
});

/** `V` resets temperature and range of rows, so they come after it. */
function* define(session: Session, request: ReadRequest): Dialogue<void> {
  yield* order(session, "V", assayDefinition(request, session.options), "the assay definition");
  session.temperatureInData = false;
}

/** False when the reader refuses a definition of two wavelengths, which then has to be two of one. */
function* defineAll(session: Session, request: ReadRequest): Dialogue<boolean> {
  if (request.referenceNm === null) return false;
  try {
    yield* define(session, request);
  } catch (error) {
    if (!isDefinitionRefused(error)) throw error;
    // Clears the error.
    yield* askStatus(session);
    return false;
  }
  if (session.options.recordTemperature) yield* askForTemperature(session);
  return true;
}

/** 1600 in an ELx status, 9 in the middle of a 312 one. */
function isDefinitionRefused(error: unknown): boolean {
  return error instanceof ReaderFault && /^(?:1600|.9.)$/.test(error.readerCode ?? "");
}

/** A single wavelength has a checksum only with a range of rows, which old firmware does not know. */
function* defineOne(session: Session, name: PlaneName): Dialogue<void> {
  yield* define(session, alone(name));
  yield* orderIfKnown(session, "r", ALL_ROWS, "the range of rows");
  if (session.options.recordTemperature) yield* askForTemperature(session);
}

function* definePowerWave(session: Session, name: PlaneName): Dialogue<void> {
  yield* define(session, alone(name));
  yield* askForChecksums(session);
}

/** Takes the plate in where a damaged read may have left the carrier anywhere, and reads. */
function* readOnce(
  session: Session,
  names: readonly PlaneName[],
  isAgain: boolean,
  work: Dialogue<ReadCopy>,
): Dialogue<ReadCopy> {
  if (isAgain) yield* moveCarrier(session, "A");
  const expectedMs = READ_MS * names.length + session.options.shakeSeconds * 1000;
  yield { kind: "report", report: { kind: "phase", phase: "measuring", expectedMs } };
  return yield* haltWhereLeft(session, work);
}

/** `S`, the values, and `o` to hear whether all went well. */
function* receiveAll(session: Session, names: readonly PlaneName[]): Dialogue<ReadCopy> {
  const { readTimeoutMs, shakeSeconds, answerTimeoutMs } = session.options;
  const withinMs = readTimeoutMs + shakeSeconds * 1000;
  yield* demand("S", answerTimeoutMs);
  // The manual does not say whether the status comes before or after the measuring.
  yield* receiveStartStatus(session, withinMs);
  const copy = yield* receiveRead(session, names, withinMs);
  const isEnded = !copy.warnings.includes(NO_END_MARK);
  return { ...copy, warnings: [...copy.warnings, ...(yield* lookBack(session, isEnded))] };
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
