/** Fetches the plate the reader still holds, and tells whether anybody else can have read one meanwhile. */
import {
  type Dialogue,
  type LastPlate,
  type LastPlateContext,
  ReaderFault,
} from "../../src/instrument/contract.ts";
import { type Asking, commandOf, takeControl, unanswered, underControl } from "./answer.ts";
import type { ProfileOptions } from "./options.ts";
import type { PlateCopy } from "./plate-copy.ts";
import type { Profile, ProfileCommand } from "./profile-schema.ts";
import { readMs } from "./read-plate.ts";
import { askForPlate, awaitUnasked } from "./receive-plate.ts";
import { recoverPlate } from "./recover-plate.ts";
import { type Session, startSession } from "./session.ts";

/** The command that sends the last plate again; null when the profile has none. */
export function lastPlateCommand(profile: Profile): ProfileCommand | null {
  return commandOf(profile, "retransmit");
}

/**
 * Asks without taking remote control first: a reader that refuses because it was released meanwhile may have been used
 * at its panel. A profile without such a refusal proves nothing, so `remoteControlHeld` is false.
 */
export function lastPlate(
  profile: Profile,
  options: ProfileOptions,
  context: LastPlateContext,
): Dialogue<LastPlate> {
  const session = startSession(profile, options);
  return underControl(session, fetchLast(session, context.readMayBeUnderWay));
}

function* fetchLast(session: Session, readMayBeUnderWay: boolean): Dialogue<LastPlate> {
  const { profile } = session;
  const canTell = profile.status.codes.some((code) => code.means === "not-locked");
  if (canTell) session.inControl = true;
  else yield* takeControl(session);
  let fetched = yield* tryFetch(session, readMayBeUnderWay);
  const remoteControlHeld = canTell && fetched !== "released";
  if (fetched === "released") {
    yield* takeControl(session);
    fetched = yield* tryFetch(session, readMayBeUnderWay);
  }
  if (fetched === "none" || fetched === "released") return { plate: null, remoteControlHeld };
  const expected = { profile, request: null, filtersNm: session.options.filtersNm };
  return { plate: yield* recoverPlate(session, fetched, expected), remoteControlHeld };
}

/** The read that was broken off may send its plate before the one that is asked for: the newest counts. */
function* tryFetch(
  session: Session,
  readMayBeUnderWay: boolean,
): Dialogue<PlateCopy | "none" | "released"> {
  const { profile, options } = session;
  const command = lastPlateCommand(profile);
  if (command === null) return "none";
  const usualMs = command.within_ms ?? profile.time_outs.answer_ms;
  const withinMs = readMayBeUnderWay ? readMs(profile, options, 2) : usualMs;
  const asking: Asking = { name: "retransmit", values: options.own, withinMs };
  const expected = { profile, request: null, filtersNm: options.filtersNm };
  try {
    const copy = yield* askForPlate(session, command, asking, expected);
    if (copy === null) throw unanswered("retransmit", session.senselessBytes > 0);
    const isEmpty = copy.blocks.length === 0;
    if (!readMayBeUnderWay) return isEmpty ? "none" : copy;
    const newer = yield* awaitUnasked(session, expected);
    if (newer !== null) return { ...newer, unasked: false };
    return isEmpty ? "none" : copy;
  } catch (error) {
    if (!(error instanceof ReaderFault)) throw error;
    if (error.fault === "CONTROL_LOST") return "released";
    // Whatever the reader says no for: it has told that it sends no plate.
    if (error.readerCode !== null) return "none";
    throw error;
  }
}
