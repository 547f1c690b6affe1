/** Reads the plate in the drawer, raw at one or two wavelengths. */
import type { PlateReading } from "../../src/domain/reading.ts";
import { type Dialogue, ReaderFault, type ReadRequest } from "../../src/instrument/contract.ts";
import { fetchPlate } from "./fetch-plate.ts";
import { askErrorLog, askState, askWhoIsThere, type SpectraMaxModel } from "./identify.ts";
import { wavelengthsOf } from "./judge-data-set.ts";
import type { SpectraMaxOptions } from "./options.ts";
import { demand, fallSilent, fault, isUnanswered, type Session, startSession } from "./session.ts";

/** Calibration and a read at two wavelengths, without its shaking; our estimate, only shown to the operator. */
const READ_MS = 20_000;

/** Questions in a row that a measuring reader may leave unanswered. */
const MOST_MISSED_ANSWERS = 3;

/** How often a reader may say that it is done and then that it still measures. */
const MOST_EARLY_TRANSFERS = 5;

export function* readPlate(
  request: ReadRequest,
  options: SpectraMaxOptions,
): Dialogue<PlateReading> {
  const session = startSession(options);
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const reader = yield* askWhoIsThere(session);
  const state = yield* askState(session);
  if (state.activity === "measuring") throw fault("READER_BUSY", "the reader is measuring");
  const plate = yield* explained(session, measure(session, request, reader));
  yield* handOut(session);
  return plate;
}

interface Reader {
  readonly model: SpectraMaxModel;
  readonly modelLine: string;
}

function* measure(session: Session, request: ReadRequest, reader: Reader): Dialogue<PlateReading> {
  const { moveTimeoutMs, shakeSeconds } = session.options;
  yield* demand(session, "CLOSE", moveTimeoutMs);
  const expectedMs = READ_MS + shakeSeconds * 1000;
  yield { kind: "report", report: { kind: "phase", phase: "measuring", expectedMs } };
  for (const command of settingCommands(reader.model, request, session.options)) {
    yield* demand(session, command);
  }
  yield* demand(session, "READ", moveTimeoutMs);
  for (let attempt = 1; ; attempt += 1) {
    yield* awaitIdle(session);
    const plate = yield* fetchUnlessBusy(session, request, reader, attempt);
    if (plate !== null) return plate;
  }
}

/** The settings of one endpoint read of all 96 wells, in the order of NOTES.md; sent anew before each read. */
export function settingCommands(
  model: SpectraMaxModel,
  request: ReadRequest,
  options: Pick<SpectraMaxOptions, "shakeSeconds" | "carriageSpeed">,
): string[] {
  const { shakeSeconds, carriageSpeed } = options;
  const isM5 = model === "M5";
  return [
    "CLEAR DATA",
    "XPOS 14.380 9.000 12",
    "YPOS 11.240 9.000 8",
    "STRIP 1 12",
    `CSPEED ${carriageSpeed === "normal" ? 8 : 1}`,
    ...(shakeSeconds === 0 ? ["SHAKE OFF"] : ["SHAKE ON", `SHAKE ${shakeSeconds} 0 0 0 0`]),
    `WAVELENGTH ${wavelengthsOf(request).join(" ")}`,
    "CALIBRATE ONCE",
    "MODE ENDPOINT",
    "ORDER COLUMN",
    "SPEED OFF",
    ...(isM5 ? ["TAG OFF", "NVRAM CARCOL 100"] : []),
    isM5 ? "READTYPE ABSPLA" : "READTYPE PLA",
  ];
}

/** Asks for the state until it is idle. Throws NO_PLATE after the longest time a read may take. */
export function* awaitIdle(session: Session): Dialogue<void> {
  const { pollMs, readTimeoutMs } = session.options;
  let missed = 0;
  for (let waitedMs = 0; waitedMs < readTimeoutMs; waitedMs += pollMs) {
    yield { kind: "pause", ms: pollMs };
    try {
      const state = yield* askState(session);
      if (state.activity === "idle") return;
      missed = 0;
    } catch (error) {
      missed += 1;
      if (!isUnanswered(error) || missed > MOST_MISSED_ANSWERS) throw error;
      yield* fallSilent(session);
    }
  }
  throw fault("NO_PLATE", `the read had not ended after ${readTimeoutMs / 1000} s`);
}

/** Null when the reader says that it still measures: it was asked too early. */
function* fetchUnlessBusy(
  session: Session,
  request: ReadRequest,
  { modelLine }: Reader,
  attempt: number,
): Dialogue<PlateReading | null> {
  try {
    return yield* fetchPlate(session, { request, modelLine });
  } catch (error) {
    const isBusy = error instanceof ReaderFault && error.fault === "READER_BUSY";
    if (isBusy && attempt < MOST_EARLY_TRANSFERS) return null;
    throw error;
  }
}

/** Does the work; when the reader refuses or brings nothing, its error log says more. */
function* explained<Result>(session: Session, work: Dialogue<Result>): Dialogue<Result> {
  try {
    return yield* work;
  } catch (error) {
    if (!(error instanceof ReaderFault) || isUnanswered(error)) throw error;
    const log = yield* askErrorLog(session);
    if (log === "") throw error;
    const message = `${error.message}; its error log says: ${log}`;
    throw new ReaderFault(error.fault, message, {
      ...(error.readerCode === null ? {} : { readerCode: error.readerCode }),
      ...(error.partial === null ? {} : { partial: error.partial }),
    });
  }
}

/**
 * TEMP, so that the transcript holds set point and temperature at the end of the read, and OPEN. Never fails: the plate
 * has been read, and the drawer has a button.
 */
function* handOut(session: Session): Dialogue<void> {
  yield* tryCommand(session, "TEMP", session.options.answerTimeoutMs);
  yield* tryCommand(session, "OPEN", session.options.moveTimeoutMs);
}

function* tryCommand(session: Session, command: string, withinMs: number): Dialogue<void> {
  try {
    yield* demand(session, command, withinMs);
  } catch (error) {
    if (!(error instanceof ReaderFault)) throw error;
  }
}
