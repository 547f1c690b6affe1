/** How a classic reader is stopped. */
import { type Dialogue, ReaderFault } from "../../../src/instrument/contract.ts";
import { DLE, drain, receiveBytes, reject, send } from "../conversation.ts";
import { parseStatus } from "../status-string.ts";
import type { ClassicOptions } from "./options.ts";

/**
 * Sends `X`, which ends a read: it has no `<ACK>`, but one `<DLE>` when the carrier is home, and in ELx mode the status of the
 * read. Takes in everything up to the silence after it and rejects what is more than that. Silence is no fault.
 */
export function* halt({ options }: { readonly options: ClassicOptions }): Dialogue<void> {
  yield* send("X");
  const first = yield* receiveBytes(1, options.carriageTimeoutMs);
  const rest = first === "" ? "" : yield* drain(options.recordSilenceMs);
  const text = first + rest;
  const status = text.startsWith(DLE) ? text.slice(1) : text;
  const isPlainEnd = status === "" || parseStatus(status) !== null;
  if (!isPlainEnd) yield* reject(text, "arrived after the read was broken off");
}

/** A reader that took the command and sends nothing is halted: what it might send later would be nobody's. */
export function* haltWhereLeft<Result>(
  session: { readonly options: ClassicOptions },
  work: Dialogue<Result>,
): Dialogue<Result> {
  try {
    return yield* work;
  } catch (error) {
    const isLeftReading =
      error instanceof ReaderFault &&
      ["NO_PLATE", "NO_ANSWER", "NOT_UNDERSTOOD"].includes(error.fault);
    if (isLeftReading) yield* halt(session);
    throw error;
  }
}
