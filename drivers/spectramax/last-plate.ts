/** Fetches what the reader has read and not yet sent: it keeps its data until they are transferred. */
import type { Dialogue, LastPlate, LastPlateContext } from "../../src/instrument/contract.ts";
import { fetchHeldPlate, fetchSentPlate } from "./fetch-plate.ts";
import { askState, askWhoIsThere } from "./identify.ts";
import type { SpectraMaxOptions } from "./options.ts";
import { awaitIdle } from "./read-plate.ts";
import { startSession } from "./session.ts";

/**
 * Waits until the reader is idle, then TRANSFER; code 107 says that it holds nothing. Where a read was broken off, its
 * plate may have been lost on the way: then RESEND. The panel cannot be locked, so
 * nobody can prove that the plate was not read there: `remoteControlHeld` is always false.
 */
export function* lastPlate(
  options: SpectraMaxOptions,
  context: LastPlateContext,
): Dialogue<LastPlate> {
  const session = startSession(options);
  const { modelLine } = yield* askWhoIsThere(session);
  const state = yield* askState(session);
  if (state.activity === "measuring" || (context.readMayBeUnderWay && state.activity !== "idle")) {
    yield* awaitIdle(session);
  }
  const held = yield* fetchHeldPlate(session, modelLine);
  const mayBeSent = held === null && context.readMayBeUnderWay;
  const plate = mayBeSent ? yield* fetchSentPlate(session, modelLine) : held;
  return { plate, remoteControlHeld: false };
}
