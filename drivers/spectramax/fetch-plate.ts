/** Fetches a data set and, where it arrived damaged, asks once more. */
import type { PlateReading, ReadingWarning } from "../../src/domain/reading.ts";
import { type Dialogue, ReaderFault, type ReadRequest } from "../../src/instrument/contract.ts";
import { type DataSet, parseDataSet } from "./data-set.ts";
import { agrees, flaws, isPlate, toReading } from "./judge-data-set.ts";
import { demand, fallSilent, fault, isUnanswered, reject, type Session } from "./session.ts";

/** Two wavelengths are 1.5 kB at 960 bytes a second. */
const TRANSFER_MS = 2000;

export interface Wanted {
  /** Null for a plate that we did not ask to be read. */
  readonly request: ReadRequest | null;
  readonly modelLine: string;
}

/**
 * The plate that was just read: TRANSFER, and RESEND where it is not whole. Throws the fault of a refusal (NO_PLATE for
 * 107), or DAMAGED_TRANSFER with the columns that did arrive.
 */
export function* fetchPlate(session: Session, wanted: Wanted): Dialogue<PlateReading> {
  return yield* wholeReading(session, yield* surelyTransferred(session), wanted);
}

/**
 * TRANSFER, and where it brings nothing that can be understood the same once more. RESEND is of no use here: without a
 * first copy nobody could tell whether it brings this plate or one before.
 */
function* surelyTransferred(session: Session): Dialogue<Transfer> {
  try {
    return yield* firstTransfer(session);
  } catch (error) {
    if (!isUnanswered(error)) throw error;
    yield* fallSilent(session);
    const again = yield* transferIfHeld(session);
    if (again === null) throw error;
    return again;
  }
}

/** The reader's code for holding nothing that it could transfer. */
const NOTHING_HELD = "107";

/**
 * Like `fetchPlate` for a plate that we did not ask to be read. Null when the reader holds nothing, and when what comes
 * is no plate of 96 wells, which is rejected.
 */
export function* fetchHeldPlate(
  session: Session,
  modelLine: string,
): Dialogue<PlateReading | null> {
  const first = yield* transferIfHeld(session);
  if (first === null) return null;
  if (isPlate(first.data)) return yield* wholeReading(session, first, { request: null, modelLine });
  yield* reject(first.text, "no plate of 96 wells");
  return null;
}

/** The plate that was sent last, by RESEND; null when the reader refuses, or what comes is not a whole plate. */
export function* fetchSentPlate(
  session: Session,
  modelLine: string,
): Dialogue<PlateReading | null> {
  const again = yield* tryResend(session);
  if (again === null) return null;
  if (isPlate(again.data) && flaws(again.data, null).length === 0) {
    return reading(session, again.data, { request: null, modelLine });
  }
  yield* reject(again.text, "not a whole plate");
  return null;
}

function* firstTransfer(session: Session): Dialogue<Transfer> {
  const report = { kind: "phase", phase: "transferring", expectedMs: TRANSFER_MS } as const;
  yield { kind: "report", report };
  return yield* transfer(session, "TRANSFER");
}

function* transferIfHeld(session: Session): Dialogue<Transfer | null> {
  try {
    return yield* firstTransfer(session);
  } catch (error) {
    if (error instanceof ReaderFault && error.readerCode === NOTHING_HELD) return null;
    throw error;
  }
}

function* wholeReading(session: Session, first: Transfer, wanted: Wanted): Dialogue<PlateReading> {
  const found = flaws(first.data, wanted.request);
  if (found.length === 0) return reading(session, first.data, wanted);
  yield* reject(first.text, "a damaged plate");
  return yield* fetchAgain(session, { data: first.data, found }, wanted);
}

interface Damaged {
  readonly data: DataSet;
  readonly found: readonly string[];
}

/** RESEND is in the maker's list of commands; a reader that refuses it has nothing more to give. */
function* fetchAgain(session: Session, first: Damaged, wanted: Wanted): Dialogue<PlateReading> {
  const again = yield* tryResend(session);
  const found = again === null ? [] : againFlaws(first.data, again.data, wanted);
  const before = `Transfer 1: ${first.found.join("; ")}.`;
  if (again !== null && found.length === 0) {
    const message = `The plate was sent again because of damage on the way. ${before} This copy is whole.`;
    return reading(session, again.data, wanted, [{ code: "RETRANSMITTED", message }]);
  }
  if (again !== null) yield* reject(again.text, "a damaged plate");
  const after = again === null ? "RESEND brought nothing." : `Transfer 2: ${found.join("; ")}.`;
  const best = again !== null && columnCount(again.data) > columnCount(first.data) ? again : first;
  const context = isPlate(best.data) ? { partial: toReading(best.data, wanted.modelLine) } : {};
  throw fault("DAMAGED_TRANSFER", `the plate did not arrive whole. ${before} ${after}`, context);
}

/** The second copy counts only where it shows the same plate: what RESEND sends is not evidenced. */
function againFlaws(first: DataSet, again: DataSet, { request }: Wanted): string[] {
  const found = flaws(again, request);
  return agrees(first, again) ? found : [...found, "it does not agree with the first one"];
}

interface Transfer {
  readonly text: string;
  readonly data: DataSet;
}

function* transfer(session: Session, command: "TRANSFER" | "RESEND"): Dialogue<Transfer> {
  const { text, closed } = yield* demand(session, command);
  return { text, data: parseDataSet(text, closed) };
}

function* tryResend(session: Session): Dialogue<Transfer | null> {
  try {
    const again = yield* transfer(session, "RESEND");
    return again.data.blocks.length === 0 ? null : again;
  } catch (error) {
    if (error instanceof ReaderFault) return null;
    throw error;
  }
}

function reading(
  session: Session,
  data: DataSet,
  wanted: Wanted,
  warnings: readonly ReadingWarning[] = [],
): PlateReading {
  return toReading(data, wanted.modelLine, [...session.warnings, ...warnings]);
}

function columnCount(data: DataSet): number {
  return data.blocks.flatMap((block) => block.columns).filter((column) => column !== null).length;
}
