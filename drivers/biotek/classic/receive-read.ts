/**
 * Receives what follows the command `S`: blocks by position, because their checksum is a raw byte of any value. A reader
 * that cannot be told to send checksums sends its older format, which is known by what stands after the rows.
 */
import type { ReadingWarning, WellValue } from "../../../src/domain/reading.ts";
import { ROW_COUNT } from "../../../src/domain/well.ts";
import type { Dialogue } from "../../../src/instrument/contract.ts";
import { CTRL_Z, DLE, nextByte, receiveBytes, reject, unanswered } from "../conversation.ts";
import { fault } from "../faults.ts";
import { type BlockCopy, NO_END_MARK, type PlaneName, type ReadCopy } from "../plate-copies.ts";
import { parseStatus, STATUS_LENGTH, statusFault } from "../status-string.ts";
import type { Session } from "./commands.ts";
import { blockChecksum, parseRow, parseTemperatureC, ROW_LENGTH } from "./data-block.ts";
import { halt } from "./halt.ts";

/** What came where the start of a block, or the end of them, is due. */
type Start = "block" | "end" | "silence" | "other";

/**
 * Receives one block for each plane name, the end mark and the final status, telling each row as it comes. Throws
 * READ_ABORTED and other faults of a read that the reader broke off: what it had sent before must not be used. Damage
 * on the way never throws: it is described in the copy, and the read is halted, so that nothing of it is taken for the answer
 * to the next command.
 */
export function* receiveRead(
  session: Session,
  names: readonly PlaneName[],
  firstWithinMs: number,
): Dialogue<ReadCopy> {
  const { readTimeoutMs } = session.options;
  const blocks: BlockCopy[] = [];
  for (const name of names) {
    const start = yield* awaitStart(session, blocks.length === 0 ? firstWithinMs : readTimeoutMs);
    if (start === "silence" && blocks.length === 0) {
      throw fault("NO_PLATE", "no values came after the command to read");
    }
    if (start !== "block")
      return yield* damaged(session, blocks, names, `instead of a block came ${start}`);
    if (blocks.length === 0) yield* tellTransfer(names.length);
    const { block, warnings } = yield* receiveBlock(session, name, true);
    blocks.push(block);
    if (block.problems.length > 0) {
      yield* halt(session);
      return { blocks, warnings: [] };
    }
    // The older format has one wavelength, and no mark of the end.
    if (warnings.length > 0)
      return { blocks, warnings: [...warnings, ...(yield* receiveFinalStatus(session))] };
  }
  return yield* receiveEnd(session, blocks, names);
}

/** One block is 595 bytes, at 870 bytes/s. */
export function* tellTransfer(blockCount: number): Dialogue<void> {
  const expectedMs = 700 * blockCount;
  yield { kind: "report", report: { kind: "phase", phase: "transferring", expectedMs } };
}

function* awaitStart(session: Session, withinMs: number): Dialogue<Start> {
  const byte = yield* nextByte(withinMs);
  if (byte === null) return "silence";
  if (byte === DLE) throw yield* aborted(session);
  if (byte === "\r") return "block";
  if (byte === CTRL_Z) return "end";
  yield* reject(byte, "stands where a block should begin");
  return "other";
}

/**
 * The status after `S`. `<DLE>` in its place means, as everywhere in a read, that the read is off. Throws the fault of a
 * status that is not ok.
 */
export function* receiveStartStatus(session: Session, withinMs: number): Dialogue<void> {
  const first = yield* nextByte(withinMs);
  if (first === DLE) throw yield* aborted(session);
  const bytes =
    (first ?? "") + (first === null ? "" : yield* receiveBytes(STATUS_LENGTH - 1, withinMs));
  const status = parseStatus(bytes);
  if (status === null) {
    yield* reject(bytes, "no status after S");
    throw unanswered("S", bytes !== "");
  }
  if (!status.isOk) throw statusFault("the command to read", status);
}

/** `<DLE>` in place of data: the read is off. In ELx mode a status follows that says why. */
function* aborted(session: Session): Dialogue<Error> {
  if (session.statusForm === "312") return fault("READ_ABORTED", "the reader broke the read off");
  const bytes = yield* receiveBytes(STATUS_LENGTH, session.options.answerTimeoutMs);
  const status = parseStatus(bytes);
  if (status !== null && !status.isOk) return statusFault("the read", status);
  if (status === null) yield* reject(bytes, "no status after an aborted read");
  return fault("READ_ABORTED", "the reader broke the read off");
}

export interface ReceivedBlock {
  readonly block: BlockCopy;
  /** NO_CHECKSUM for a block of the older format. */
  readonly warnings: readonly ReadingWarning[];
}

/**
 * Rows, temperature where it was asked for, and the end: `<^Z>` and the checksum byte, or in the older format name of the
 * assay, filler and `<^Z>`; each at its place. Tells the rows as they come where `tellsRows`.
 */
export function* receiveBlock(
  session: Session,
  name: PlaneName,
  tellsRows: boolean,
): Dialogue<ReceivedBlock> {
  const rows: (readonly WellValue[])[] = [];
  let body = "";
  while (rows.length < ROW_COUNT) {
    const text = yield* receiveData(session, ROW_LENGTH);
    const values = parseRow(text);
    if (values === null) {
      yield* reject(text, "not understood in a plate");
      return unreadable(rows, `row ${"ABCDEFGH"[rows.length]} cannot be read`);
    }
    if (tellsRows) {
      yield { kind: "report", report: { kind: "row", role: name.role, row: rows.length, values } };
    }
    rows.push(values);
    body += text;
  }
  const temperature = session.temperatureInData ? yield* receiveData(session, 3) : "";
  const end = yield* receiveData(session, 1);
  const block = {
    rows,
    problems: [],
    checksumFlaw: null,
    temperatureC: parseTemperatureC(temperature),
  };
  if (end !== CTRL_Z) {
    // Not every reader that was asked for the temperature knows how to send it.
    const isTold = block.temperatureC !== null;
    return yield* receiveOldEnd(session, block, isTold ? end : temperature + end);
  }
  const checksum = yield* nextByte(session.options.gapTimeoutMs);
  if (checksum === null) return unreadable(rows, "the checksum of a block is missing");
  const flaw = checksumFlaw(checksum.charCodeAt(0), blockChecksum(body + temperature + end));
  return { block: { ...block, checksumFlaw: flaw }, warnings: [] };
}

/** Name of the assay, CR LF, 49 filler characters and `<^Z>`. */
const OLD_END_LENGTH = 60;

function* receiveOldEnd(
  session: Session,
  block: BlockCopy,
  first: string,
): Dialogue<ReceivedBlock> {
  const end =
    first + (first === "" ? "" : yield* receiveData(session, OLD_END_LENGTH - first.length));
  const endsOnce = end.length === OLD_END_LENGTH && end.indexOf(CTRL_Z) === OLD_END_LENGTH - 1;
  if (endsOnce && /^[ -~]{8}\r\n/.test(end)) return { block, warnings: [NO_CHECKSUM] };
  yield* reject(end, "stands where a block should end");
  return unreadable(block.rows, "a block has no end");
}

/** The warning of a block in the older format. */
export const NO_CHECKSUM: ReadingWarning = {
  code: "NO_CHECKSUM",
  message: "The reader sent the values in its older format, which has no checksum.",
};

function checksumFlaw(sent: number, expected: number): string | null {
  return sent === expected ? null : `the checksum is ${sent} and should be ${expected}`;
}

function unreadable(rows: BlockCopy["rows"], problem: string): ReceivedBlock {
  return {
    block: { rows, problems: [problem], checksumFlaw: null, temperatureC: null },
    warnings: [],
  };
}

/** So many bytes of data; fewer after a silence. Outside a checksum `<DLE>` can only mean that the read is off. */
function* receiveData(session: Session, count: number): Dialogue<string> {
  let text = "";
  while (text.length < count) {
    const byte = yield* nextByte(session.options.gapTimeoutMs);
    if (byte === null) return text;
    if (byte === DLE) {
      yield* reject(text, "arrived before the read was broken off");
      throw yield* aborted(session);
    }
    text += byte;
  }
  return text;
}

/** The last `<^Z>` was once seen to be missing at a real reader, so its lack is only a warning when all blocks are whole. */
function* receiveEnd(
  session: Session,
  blocks: readonly BlockCopy[],
  names: readonly PlaneName[],
): Dialogue<ReadCopy> {
  const start = yield* awaitStart(session, session.options.gapTimeoutMs);
  if (start === "silence") return { blocks, warnings: [NO_END_MARK] };
  if (start !== "end") {
    return yield* damaged(session, blocks, names, "more came than was asked for");
  }
  return { blocks, warnings: yield* receiveFinalStatus(session) };
}

/** Only ELx mode has one. */
function* receiveFinalStatus(session: Session): Dialogue<ReadingWarning[]> {
  if (session.statusForm === "312") return [];
  const bytes = yield* receiveBytes(STATUS_LENGTH, session.options.answerTimeoutMs);
  const status = parseStatus(bytes);
  if (status === null) {
    yield* reject(bytes, "no status after the values");
    return [NO_END_MARK];
  }
  if (!status.isOk) throw statusFault("the read", status);
  return [];
}

function* damaged(
  session: Session,
  blocks: readonly BlockCopy[],
  names: readonly PlaneName[],
  problem: string,
): Dialogue<ReadCopy> {
  yield* halt(session);
  const arrived = `${problem} (${blocks.length} of ${names.length} blocks are whole)`;
  return { blocks: [...blocks, unreadable([], arrived).block], warnings: [] };
}
