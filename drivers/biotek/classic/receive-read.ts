/** Receives what follows the command `S`: blocks by position, because their checksum is a raw byte of any value. */
import type { ReadingWarning, WellValue } from "../../../src/domain/reading.ts";
import { ROW_COUNT } from "../../../src/domain/well.ts";
import type { Dialogue } from "../../../src/instrument/contract.ts";
import { CTRL_Z, DLE, nextByte, receiveBytes, reject } from "../conversation.ts";
import { fault } from "../faults.ts";
import type { BlockCopy, PlaneName, ReadCopy } from "../plate-copies.ts";
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
    if (blocks.length === 0) yield* tellTransfer(names);
    const block = yield* receiveBlock(session, name);
    if (block.problems.length > 0) {
      yield* halt(session);
      return { blocks: [...blocks, block], warnings: [] };
    }
    blocks.push(block);
  }
  return yield* receiveEnd(session, blocks, names);
}

/** One block is 595 bytes, at 870 bytes/s. */
function* tellTransfer(names: readonly PlaneName[]): Dialogue<void> {
  const expectedMs = 700 * names.length;
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

/** `<DLE>` in place of data: the read is off. In ELx mode a status follows that says why. */
function* aborted(session: Session): Dialogue<Error> {
  if (session.statusForm === "312") return fault("READ_ABORTED", "the reader broke the read off");
  const bytes = yield* receiveBytes(STATUS_LENGTH, session.options.answerTimeoutMs);
  const status = parseStatus(bytes);
  if (status !== null && !status.isOk) return statusFault("the read", status);
  if (status === null) yield* reject(bytes, "no status after an aborted read");
  return fault("READ_ABORTED", "the reader broke the read off");
}

/** Rows, temperature where it was asked for, `<^Z>` and the checksum byte, each at its place. */
function* receiveBlock(session: Session, name: PlaneName): Dialogue<BlockCopy> {
  const { gapTimeoutMs, recordTemperature } = session.options;
  const rows: (readonly WellValue[])[] = [];
  let body = "";
  while (rows.length < ROW_COUNT) {
    const text = yield* receiveData(session, ROW_LENGTH);
    const values = parseRow(text);
    if (values === null) {
      yield* reject(text, "not understood in a plate");
      return unreadable(rows, `row ${"ABCDEFGH"[rows.length]} cannot be read`);
    }
    yield { kind: "report", report: { kind: "row", role: name.role, row: rows.length, values } };
    rows.push(values);
    body += text;
  }
  const temperature = recordTemperature ? yield* receiveData(session, 3) : "";
  const end = yield* receiveData(session, 1);
  if (end !== CTRL_Z) {
    yield* reject(temperature + end, "stands where a block should end");
    return unreadable(rows, "a block has no end");
  }
  const checksum = yield* nextByte(gapTimeoutMs);
  if (checksum === null) return unreadable(rows, "the checksum of a block is missing");
  return {
    rows,
    problems: [],
    checksumFlaw: checksumFlaw(checksum.charCodeAt(0), blockChecksum(body + temperature + end)),
    temperatureC: parseTemperatureC(temperature),
  };
}

function checksumFlaw(sent: number, expected: number): string | null {
  return sent === expected ? null : `the checksum is ${sent} and should be ${expected}`;
}

function unreadable(rows: readonly (readonly WellValue[])[], problem: string): BlockCopy {
  return { rows, problems: [problem], checksumFlaw: null, temperatureC: null };
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
  const { gapTimeoutMs, answerTimeoutMs } = session.options;
  const start = yield* awaitStart(session, gapTimeoutMs);
  if (start === "silence") return { blocks, warnings: [NO_END_MARK] };
  if (start !== "end") {
    return yield* damaged(session, blocks, names, "more came than was asked for");
  }
  if (session.statusForm === "312") return { blocks, warnings: [] };
  const bytes = yield* receiveBytes(STATUS_LENGTH, answerTimeoutMs);
  const status = parseStatus(bytes);
  if (status === null) {
    yield* reject(bytes, "no status after the values");
    return { blocks, warnings: [NO_END_MARK] };
  }
  if (!status.isOk) throw statusFault("the read", status);
  return { blocks, warnings: [] };
}

/** The warning of a read without its last `<^Z>`. */
export const NO_END_MARK: ReadingWarning = {
  code: "NO_END_MARK",
  message: "All values came, but not the mark or the status that ends a read.",
};

function* damaged(
  session: Session,
  blocks: readonly BlockCopy[],
  names: readonly PlaneName[],
  problem: string,
): Dialogue<ReadCopy> {
  yield* halt(session);
  const arrived = `${problem} (${blocks.length} of ${names.length} blocks are whole)`;
  return { blocks: [...blocks, unreadable([], arrived)], warnings: [] };
}
