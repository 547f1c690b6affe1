/** Receives one transfer of a plate, telling each row as it comes. */
import type { Dialogue } from "../../src/instrument/contract.ts";
import { type Asking, awaitStart, send, withRetries } from "./answer.ts";
import {
  addLine,
  belongsToPlate,
  type LineKind,
  openBlock,
  type PlateCopy,
  startCopy,
  wholeRow,
} from "./plate-copy.ts";
import { blocksExpected, type Expected } from "./plate-reading.ts";
import type { ProfileCommand } from "./profile-schema.ts";
import { nextPart } from "./receive-parts.ts";
import { type Part, reject, type Session } from "./session.ts";

/** Two planes as triplets are 192 lines; longer is no plate. */
const MOST_LINES = 1000;

/** Sends a command that brings a plate and receives it; null when nothing comes. Throws the fault of a refusal. */
export function askForPlate(
  session: Session,
  command: ProfileCommand,
  asking: Asking,
  expected: Expected,
): Dialogue<PlateCopy | null> {
  return withRetries(session, command, () => askForPlateOnce(session, command, asking, expected));
}

function* askForPlateOnce(
  session: Session,
  command: ProfileCommand,
  asking: Asking,
  expected: Expected,
): Dialogue<PlateCopy | null> {
  const sent = yield* send(session, command, asking);
  const start = yield* awaitStart(session, command, asking, sent);
  if (start === null) return null;
  session.senselessBytes = 0;
  const copy = startCopy(session.profile, false);
  return yield* receivePlate(session, copy, expected, {
    firstLine: start.line,
    firstWithinMs: asking.withinMs,
    command,
  });
}

export interface Receiving {
  readonly firstLine: string;
  /** How long the first line of the plate may take. */
  readonly firstWithinMs: number;
  /** Null for a record that nobody asked for. */
  readonly command: ProfileCommand | null;
}

/** Takes lines into the copy until it is complete, or a silence. Never throws for damaged text. */
export function* receivePlate(
  session: Session,
  copy: PlateCopy,
  expected: Expected,
  receiving: Receiving,
): Dialogue<PlateCopy> {
  yield { kind: "report", report: { kind: "phase", phase: "transferring", expectedMs: null } };
  const told = new Map<number, number>();
  let closed = 0;
  let next: Part | null = { kind: "line", text: receiving.firstLine, whole: true };
  for (let count = 0; count < MOST_LINES; count += 1) {
    if (next === null) return copy;
    if (next.kind === "closed") closed += 1;
    else {
      if (count > 0 && isAnswer(session, next.text)) {
        session.parts.unshift(next);
        return copy;
      }
      if (isLast(session, copy, next.text, receiving)) return copy;
      const kind = addLine(copy, next.text);
      if (kind !== "other" && kind !== "spoilt") session.senselessBytes = 0;
      yield* tell(copy, told, next, kind);
      if (!next.whole) return copy;
    }
    if (isComplete(session, copy, expected, receiving, closed)) return copy;
    next = yield* nextPart(session, patience(session, copy, expected, receiving, closed));
  }
  copy.problems.push("the record does not end");
  return copy;
}

/** The answer to another command: the plate has ended before it. */
function isAnswer({ profile }: Session, line: string): boolean {
  const { ok, error } = profile.status;
  return (ok?.test(line) ?? false) || (error?.test(line) ?? false);
}

function* tell(
  copy: PlateCopy,
  told: Map<number, number>,
  part: Extract<Part, { kind: "line" }>,
  kind: LineKind,
): Dialogue<void> {
  if (kind === "other") yield* reject(part.text, "not understood in a plate");
  if (kind === "spoilt") yield* reject(part.text, "a line of a plate that cannot be read");
  for (const [index, block] of copy.blocks.entries()) {
    const role = (["measurement", "reference"] as const)[index];
    for (let row = told.get(index) ?? 0; role !== undefined && row < 8; row += 1) {
      const values = wholeRow(block, row);
      if (values === null) break;
      told.set(index, row + 1);
      yield { kind: "report", report: { kind: "row", role, row, values } };
    }
  }
}

/** The line that the profile says is the last one; it may end the last block as well. */
function isLast(session: Session, copy: PlateCopy, line: string, { command }: Receiving): boolean {
  const { push, framing } = session.profile;
  const until = command === null ? push?.end : (command.until ?? framing.postamble);
  const isIt = copy.blocks.length > 0 && until !== undefined && until.test(line);
  if (isIt && copy.plate.end?.test(line)) addLine(copy, line);
  return isIt;
}

function isComplete(
  session: Session,
  copy: PlateCopy,
  expected: Expected,
  { command }: Receiving,
  closed: number,
): boolean {
  const { framing, push } = session.profile;
  if (framing.mode !== "line") return closed >= (command?.prompts ?? 1);
  const until = command === null ? push?.end : (command.until ?? framing.postamble);
  // An unasked record ends with a silence, unless it always has the same number of blocks.
  if (until !== undefined || (command === null && push?.blocks === undefined)) return false;
  return hasAllBlocks(copy, expected);
}

function hasAllBlocks(copy: PlateCopy, expected: Expected): boolean {
  const { checksum, plate } = copy;
  const awaitsSum = (at: number) =>
    checksum.line !== undefined && plate.end === undefined && copy.blocks[at]?.checksum === null;
  const ended = copy.blocks.filter((block) => block.ended).length;
  return ended >= blocksExpected(copy, expected) && !awaitsSum(copy.blocks.length - 1);
}

function patience(
  session: Session,
  copy: PlateCopy,
  expected: Expected,
  receiving: Receiving,
  closed: number,
): number {
  const { time_outs, framing } = session.profile;
  const hasBegun = copy.headLines.length > 0 || copy.blocks.length > 0;
  if (!hasBegun && copy.unexpected.length === 0) {
    return closed > 0 ? framing.quiet_ms : receiving.firstWithinMs;
  }
  const isBetween = openBlock(copy) === null && hasAllBlocks(copy, expected);
  return isBetween || receiving.command === null
    ? time_outs.record_silence_ms
    : time_outs.inter_byte_ms;
}

/**
 * Waits for the beginning of a plate that nobody asked for; null when it falls silent without one. A plate behind a line
 * that says yes is the late answer to a command, and raw as one.
 */
export function* awaitUnasked(session: Session, expected: Expected): Dialogue<PlateCopy | null> {
  const { profile } = session;
  const { record_silence_ms, inter_byte_ms } = profile.time_outs;
  for (;;) {
    const part = yield* nextPart(session, record_silence_ms);
    if (part === null) return null;
    if (part.kind === "closed") continue;
    const ok = profile.status.ok?.find(part.text);
    const firstLine = ok ? part.text.slice(ok.end) : part.text;
    if (profile.push?.start.test(firstLine) || belongsToPlate(profile, firstLine)) {
      session.senselessBytes = 0;
      const copy = startCopy(profile, !ok);
      const receiving = { firstLine, firstWithinMs: inter_byte_ms, command: null };
      return yield* receivePlate(session, copy, expected, receiving);
    }
    yield* reject(part.text, "no line of a plate");
  }
}
