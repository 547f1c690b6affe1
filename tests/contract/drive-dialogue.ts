/** Answers a dialogue with whatever arrives, whether or not it fits what was asked. */
import type { Dialogue, DriverReport, Frame, Framing } from "../../src/instrument/contract.ts";
import { createFramer } from "../../src/instrument/create-framer.ts";
import { advance } from "../../src/instrument/run-dialogue.ts";

export interface Drive {
  readonly outcome: Exclude<ReturnType<typeof advance>, { kind: "asks" }> | { kind: "endless" };
  readonly sent: readonly string[];
  readonly reports: readonly DriverReport[];
  readonly mostPendingBytes: number;
}

/** A dialogue that asks for more than this never ends. */
export const MOST_REQUESTS = 20_000;

/**
 * Plays the pieces in order, each answering the first `receive` that finds no frame left; an empty piece, and the time
 * after the last one, is silence.
 */
export function driveDialogue(
  dialogue: Dialogue<unknown>,
  pieces: readonly Uint8Array[],
  framing: Framing,
): Drive {
  const framer = createFramer(framing);
  const frames: Frame[] = [];
  const waiting = [...pieces];
  const sent: string[] = [];
  const reports: DriverReport[] = [];
  let mostPendingBytes = 0;

  function nextFrame(): Frame | null {
    while (frames.length === 0) {
      const piece = waiting.shift();
      if (piece === undefined || piece.length === 0) return framer.flush()[0] ?? null;
      frames.push(...framer.feed(piece));
      mostPendingBytes = Math.max(mostPendingBytes, framer.pendingBytes);
    }
    return frames.shift() ?? null;
  }

  let step = advance(dialogue, { kind: "done" });
  for (let count = 0; count < MOST_REQUESTS; count += 1) {
    if (step.kind !== "asks") return { outcome: step, sent, reports, mostPendingBytes };
    const { request } = step;
    if (request.kind === "send") sent.push(Buffer.from(request.bytes).toString("latin1"));
    if (request.kind === "report") reports.push(request.report);
    const frame = request.kind === "receive" ? nextFrame() : null;
    if (frame !== null) step = advance(dialogue, { kind: "frame", frame });
    else step = advance(dialogue, { kind: request.kind === "receive" ? "silence" : "done" });
  }
  return { outcome: { kind: "endless" }, sent, reports, mostPendingBytes };
}
