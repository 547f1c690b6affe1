/** Plates nobody asked for, and the end of a run that was broken off. */
import type { Dialogue, UnaskedRecord } from "../../src/instrument/contract.ts";
import type { BioRadOptions } from "./options.ts";
import type { PlateCopy } from "./plate-copy.ts";
import { awaitPlate, type PlateStart, receivePlate } from "./receive-plate.ts";
import { recoverPlate } from "./recover-plate.ts";
import {
  NOT_REMOTE,
  nextFrame,
  type Session,
  sendCommand,
  startSession,
  thenLetGo,
} from "./session.ts";

/**
 * Reads one unasked record. The 550 sends every plate that is started at its panel, in dual mode as measurement minus
 * reference; a record that begins with `ERE` is the late answer to a command and raw. A damaged one is asked for again
 * (AQ, RTPLATE, RL). Anything else gives no plate: an empty line at once, an answer at once, noise when it falls silent.
 */
export function listen(options: BioRadOptions): Dialogue<UnaskedRecord> {
  const session = startSession(options);
  return thenLetGo(session, hear(session));
}

function* hear(session: Session): Dialogue<UnaskedRecord> {
  const { interLineTimeoutMs, recordSilenceMs } = session.options;
  const frame = yield* nextFrame(session, interLineTimeoutMs);
  if (frame === null || frame.text.trim() === "") return { plate: null };
  session.unread = frame;
  const start = yield* awaitPlate(session, recordSilenceMs);
  if (start.kind === "code") {
    const text = `ERE ${start.code}`;
    yield {
      kind: "report",
      report: { kind: "rejected", reason: "an answer to no question", text },
    };
  }
  if (start.kind !== "header") return { plate: null };
  return yield* finish(session, yield* receivePlate(session, start, null));
}

function* finish(session: Session, copy: PlateCopy): Dialogue<UnaskedRecord> {
  const { filtersNm } = session.options;
  return { plate: yield* recoverPlate(session, copy, { request: null, filtersNm }) };
}

/**
 * RL after a run was broken off. The read may end meanwhile: its plate then arrives before the answer to RL and is
 * handed on. A reader that still reads takes RL from its input buffer afterwards, so this waits as long as a read
 * takes; whoever asked something else before would get the answers of this read. Silence is no fault.
 */
export function release(options: BioRadOptions): Dialogue<UnaskedRecord> {
  const session = startSession(options);
  return thenLetGo(session, releaseReader(session));
}

function* releaseReader(session: Session): Dialogue<UnaskedRecord> {
  const { answerTimeoutMs, readTimeoutMs } = session.options;
  yield* sendCommand("RL");
  let late: PlateCopy | null = null;
  for (;;) {
    const withinMs: number = late === null ? readTimeoutMs : answerTimeoutMs;
    const start: PlateStart = yield* awaitPlate(session, withinMs);
    if (start.kind === "header") late = yield* receivePlate(session, start, null);
    else if (start.kind === "silence" || start.isSuccess || start.code === NOT_REMOTE) break;
  }
  return late === null ? { plate: null } : yield* finish(session, late);
}
