/** Waits for a plate and receives one transfer of it. */
import type { Dialogue } from "../../src/instrument/contract.ts";
import { parseAnswer } from "./answer-line.ts";
import { addLine, blocksAnnounced, openBlock, type PlateCopy, startCopy } from "./plate-copy.ts";
import { isHeader, parsePlateLine } from "./plate-lines.ts";
import { createPatience, nextFrame, reject, type Session } from "./session.ts";

/** What comes first when a plate is awaited. */
export type PlateStart =
  | { readonly kind: "header"; readonly header: string; readonly unasked: boolean }
  /** An answer without a plate. */
  | { readonly kind: "code"; readonly code: string; readonly isSuccess: boolean }
  | { readonly kind: "silence"; readonly heardNoise: boolean };

/** One 1.4 kB transfer of a dual plate at 960 bytes/s. */
const TRANSFER_MS = 1500;
/** A dual plate is 25 lines with its empty ones; longer is no plate. */
const MOST_LINES = 60;

/** Waits for a header or for a code. Lines that belong to a plate whose header was lost count as an empty header. */
export function* awaitPlate(session: Session, withinMs: number): Dialogue<PlateStart> {
  const patience = createPatience();
  for (;;) {
    const frame = yield* nextFrame(session, withinMs);
    if (frame === null) return { kind: "silence", heardNoise: patience.heardNoise() };
    const answer = parseAnswer(frame.text);
    if (answer !== null) {
      yield* reject({ ...frame, text: answer.before }, "noise before an answer");
      if (answer.isSuccess && isHeader(answer.data)) {
        return { kind: "header", header: answer.data, unasked: false };
      }
      return { kind: "code", code: answer.code, isSuccess: answer.isSuccess };
    }
    if (isHeader(frame.text)) return { kind: "header", header: frame.text, unasked: true };
    if (["filter", "begin", "row"].includes(parsePlateLine(frame.text).kind)) {
      session.unread = frame;
      return { kind: "header", header: "", unasked: false };
    }
    patience.spend();
    yield* reject(frame, "no line of a plate");
  }
}

/**
 * Receives the lines after the header, telling each row as it comes. `blocks` is how many are asked for; null waits for
 * as many as the head announces, and after the first one for a silence. Ends early at a silence or at another answer,
 * which is put back. Never throws for damaged text.
 */
export function* receivePlate(
  session: Session,
  start: Extract<PlateStart, { kind: "header" }>,
  blocks: 1 | 2 | null,
): Dialogue<PlateCopy> {
  const copy = startCopy(start.header, start.unasked);
  const { interLineTimeoutMs, recordSilenceMs } = session.options;
  yield {
    kind: "report",
    report: { kind: "phase", phase: "transferring", expectedMs: TRANSFER_MS },
  };
  for (let count = 0; count < MOST_LINES; count += 1) {
    const isBetween = copy.blocks.length > 0 && openBlock(copy) === null;
    const frame = yield* nextFrame(session, isBetween ? recordSilenceMs : interLineTimeoutMs);
    if (frame === null) return copy;
    if (parseAnswer(frame.text) !== null || isHeader(frame.text)) {
      session.unread = frame;
      return copy;
    }
    const line = addLine(copy, frame.text);
    if (line.kind === "other") yield* reject(frame, "not understood in a plate");
    if (line.kind === "row") yield* tellRow(copy);
    // Without its end a line was the last one before a silence.
    if (!frame.terminated || isComplete(copy, blocks)) return copy;
  }
  copy.problems.push("the record does not end");
  return copy;
}

/** Tells the newest row while all rows before it are readable, so that its place is certain. */
function* tellRow(copy: PlateCopy): Dialogue<void> {
  const block = openBlock(copy);
  const values = block?.rows.at(-1) ?? null;
  if (block === null || values === null || block.rows.includes(null)) return;
  const role = copy.blocks.length === 1 ? "measurement" : "reference";
  const row = block.rows.length - 1;
  if (row < 8) yield { kind: "report", report: { kind: "row", role, row, values } };
}

function isComplete(copy: PlateCopy, blocks: 1 | 2 | null): boolean {
  const ended = copy.blocks.filter((block) => block.ended).length;
  if (blocks !== null) return ended >= blocks;
  // Only silence tells the lone block of an unasked dual record from the first of two, and so it is with a damaged head.
  const isClear = copy.problems.length === 0 && copy.unexpected.length === 0;
  return ended >= 2 || (ended === 1 && blocksAnnounced(copy) === 1 && isClear);
}
