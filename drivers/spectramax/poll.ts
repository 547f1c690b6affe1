/** Notices a plate that was read at the panel: the reader keeps it and tells nobody. */
import type { PlateReading } from "../../src/domain/reading.ts";
import {
  type Dialogue,
  type PollContext,
  type PollResult,
  ReaderFault,
} from "../../src/instrument/contract.ts";
import type { SpectraMaxFault } from "./faults.ts";
import { fetchHeldPlate } from "./fetch-plate.ts";
import { askState, askWhoIsThere, type ReaderState } from "./identify.ts";
import type { SpectraMaxOptions } from "./options.ts";
import { startSession } from "./session.ts";

/** The reader is busy with somebody else, or does not listen: it is asked again at the next poll. */
const NOT_NOW: readonly SpectraMaxFault[] = ["NO_ANSWER", "NOT_UNDERSTOOD", "READER_BUSY"];

/**
 * STATUS, which moves nothing and is answered while the reader measures. When it is idle and was not, or the drawer has
 * been used meanwhile, TRANSFER fetches what it holds. `seen` are the words of the state. A reader that is busy or silent
 * gives nothing and changes nothing; a plate that arrives damaged throws DAMAGED_TRANSFER like any other.
 */
export function* poll(options: SpectraMaxOptions, { lastSeen }: PollContext): Dialogue<PollResult> {
  try {
    const state = yield* askState(
      startSession({ ...options, answerTimeoutMs: options.helloTimeoutMs }),
    );
    const plate = mayHoldPlate(state, lastSeen) ? yield* fetchNow(options) : null;
    return { plate, seen: state.words };
  } catch (error) {
    if (isNotNow(error)) return { plate: null, seen: lastSeen };
    throw error;
  }
}

/** Without a state before it, what the reader holds has been fetched already: at the connection. */
function mayHoldPlate({ activity, words }: ReaderState, lastSeen: string | null): boolean {
  return activity === "idle" && lastSeen !== null && words !== lastSeen;
}

function* fetchNow(options: SpectraMaxOptions): Dialogue<PlateReading | null> {
  const session = startSession(options);
  const { modelLine } = yield* askWhoIsThere(session);
  return yield* fetchHeldPlate(session, modelLine);
}

function isNotNow(error: unknown): boolean {
  return error instanceof ReaderFault && NOT_NOW.some((name) => name === error.fault);
}
