/** Fetches the plate the reader still holds, and tells whether anybody else can have read one meanwhile. */
import type { Dialogue, LastPlate, LastPlateContext } from "../../src/instrument/contract.ts";
import type { BioRadOptions } from "./options.ts";
import type { PlateCopy } from "./plate-copy.ts";
import { awaitPlate, type PlateStart, receivePlate } from "./receive-plate.ts";
import { recoverPlate } from "./recover-plate.ts";
import {
  NOT_REMOTE,
  type Session,
  sendCommand,
  startSession,
  takeControl,
  thenLetGo,
  unanswered,
} from "./session.ts";

/**
 * RTPLATE without AQ first: a reader that refuses it with 8073 was released meanwhile, and somebody may have read a
 * plate at the panel. Then AQ, RTPLATE. Ends with RL. `plate` is null when the reader holds none (it refuses with some
 * other code). Waits as long as a read takes where one that was broken off may still be under way.
 */
export function lastPlate(options: BioRadOptions, context: LastPlateContext): Dialogue<LastPlate> {
  const session = startSession(options);
  return thenLetGo(session, fetchLast(session, context.readMayBeUnderWay));
}

type Fetched = PlateCopy | "none" | "released";

function* fetchLast(session: Session, readMayBeUnderWay: boolean): Dialogue<LastPlate> {
  session.inControl = true;
  yield* sendCommand("RTPLATE");
  let fetched = yield* newestPlate(session, readMayBeUnderWay);
  const remoteControlHeld = fetched !== "released";
  if (fetched === "released") {
    yield* takeControl(session);
    yield* sendCommand("RTPLATE");
    fetched = yield* newestPlate(session, readMayBeUnderWay);
  }
  if (fetched === "none" || fetched === "released") return { plate: null, remoteControlHeld };
  const { filtersNm } = session.options;
  const plate = yield* recoverPlate(session, fetched, { request: null, filtersNm });
  return { plate, remoteControlHeld };
}

/** The answer of a read that was broken off may come before the answer to RTPLATE: the last one before silence counts. */
function* newestPlate(session: Session, readMayBeUnderWay: boolean): Dialogue<Fetched> {
  const { answerTimeoutMs, readTimeoutMs, recordSilenceMs } = session.options;
  const firstWithinMs = readMayBeUnderWay ? readTimeoutMs : answerTimeoutMs;
  let newest: Fetched | null = null;
  for (;;) {
    const start: PlateStart = yield* awaitPlate(
      session,
      newest === null ? firstWithinMs : recordSilenceMs,
    );
    if (start.kind === "header") {
      newest = yield* receivePlate(session, start, null);
      if (!readMayBeUnderWay) return newest;
    } else if (start.kind === "code") {
      if (start.code === NOT_REMOTE) return "released";
      // Zeros alone answer an older command.
      if (!start.isSuccess) newest ??= "none";
    } else if (newest !== null) {
      return newest;
    } else {
      throw unanswered("RTPLATE", start.heardNoise);
    }
  }
}
