/** Plates nobody asked for, and the end of a run that was broken off. */
import { type Dialogue, ReaderFault, type UnaskedRecord } from "../../src/instrument/contract.ts";
import { ask, commandOf, send, underControl } from "./answer.ts";
import type { ProfileOptions } from "./options.ts";
import { belongsToPlate, type PlateCopy, startCopy } from "./plate-copy.ts";
import type { Profile } from "./profile-schema.ts";
import { readMs } from "./read-plate.ts";
import { nextPart } from "./receive-parts.ts";
import { awaitUnasked, receivePlate } from "./receive-plate.ts";
import { recoverPlate } from "./recover-plate.ts";
import { reject, type Session, sendText, startSession } from "./session.ts";

/** Reads one unasked record. A blank line gives no plate at once, anything else that is none when it falls silent. */
export function listen(profile: Profile, options: ProfileOptions): Dialogue<UnaskedRecord> {
  const session = startSession(profile, options);
  return underControl(session, hear(session));
}

function* hear(session: Session): Dialogue<UnaskedRecord> {
  const { time_outs } = session.profile;
  const first = yield* nextPart(session, time_outs.inter_byte_ms);
  if (first === null || first.kind === "closed" || first.text.trim() === "") return { plate: null };
  session.parts.unshift(first);
  const copy = yield* awaitUnasked(session, expectedOf(session));
  return copy === null ? { plate: null } : yield* finish(session, copy);
}

function expectedOf({ profile, options }: Session) {
  return { profile, request: null, filtersNm: options.filtersNm };
}

/** Words around a plate that hold no well of it are no plate. */
function* finish(session: Session, copy: PlateCopy): Dialogue<UnaskedRecord> {
  if (copy.blocks.length === 0) {
    yield* reject(
      [...copy.headLines, ...copy.unexpected].join("\n"),
      "the head of a plate without wells",
    );
    return { plate: null };
  }
  return { plate: yield* recoverPlate(session, copy, expectedOf(session)) };
}

/**
 * Breaks off what the reader does and gives its panel back, as far as the profile knows how. The read may end meanwhile:
 * its plate is handed on. Silence and refusals are no fault.
 */
export function release(profile: Profile, options: ProfileOptions): Dialogue<UnaskedRecord> {
  const session = startSession(profile, options);
  return underControl(session, releaseReader(session));
}

function* releaseReader(session: Session): Dialogue<UnaskedRecord> {
  const { turns, time_outs } = session.profile;
  if (turns.abort !== undefined) yield* sendText(turns.abort);
  if (commandOf(session.profile, "abort") !== null) {
    yield* tryAsk(session, "abort", time_outs.answer_ms);
  }
  const command = turns.release === undefined ? null : commandOf(session.profile, turns.release);
  if (command === null) return { plate: null };
  const asking = { name: turns.release ?? "", values: {}, withinMs: time_outs.answer_ms };
  yield* send(session, command, asking);
  const late = yield* awaitRelease(session);
  return late === null ? { plate: null } : yield* finish(session, late);
}

/** A reader that still reads takes the command afterwards, so this waits as long as a read may take. */
function* awaitRelease(session: Session): Dialogue<PlateCopy | null> {
  const { profile } = session;
  let late: PlateCopy | null = null;
  for (;;) {
    const withinMs: number =
      late === null ? readMs(profile, session.options, 2) : profile.time_outs.answer_ms;
    const part = yield* nextPart(session, withinMs);
    if (part === null) return late;
    if (part.kind === "closed" || part.text.trim() === "") continue;
    const ok = profile.status.ok?.find(part.text);
    const line = ok ? part.text.slice(ok.end) : part.text;
    if (belongsToPlate(profile, line)) late = yield* receiveLate(session, line);
    else if (ok || profile.status.error?.test(part.text)) return late;
    else if (profile.status.ok === undefined) return late;
    else yield* reject(part.text, "came while the reader was given back");
  }
}

function* receiveLate(session: Session, line: string): Dialogue<PlateCopy> {
  const { inter_byte_ms } = session.profile.time_outs;
  const copy = startCopy(session.profile, false);
  const receiving = { firstLine: line, firstWithinMs: inter_byte_ms, command: null };
  return yield* receivePlate(session, copy, expectedOf(session), receiving);
}

function* tryAsk(session: Session, name: string, withinMs: number): Dialogue<void> {
  try {
    yield* ask(session, { name, values: session.options.own, withinMs });
  } catch (error) {
    if (!(error instanceof ReaderFault)) throw error;
  }
}
