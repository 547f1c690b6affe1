/** What arrives without a question, and the end of a run that was broken off. */
import type { Dialogue, UnaskedRecord } from "../../src/instrument/contract.ts";
import type { ByonoyOptions } from "./options.ts";
import { fault, nextLine, reject } from "./session.ts";

/** The answer to a read has 15 lines; whatever goes on far beyond that is no reader of this kind. */
const MOST_LINES = 100;

/**
 * The reader sends nothing by itself and has no button that reads: what comes is noise, or the late answer to a
 * command. Such an answer is rejected too: which wavelength its slot has is not in it, and the plate can be read again.
 */
export function* listen({ interLineTimeoutMs }: ByonoyOptions): Dialogue<UnaskedRecord> {
  for (let count = 0; count <= MOST_LINES; count += 1) {
    const line = yield* nextLine(interLineTimeoutMs);
    if (line === null) return { plate: null };
    yield* reject(line.text, "nobody had asked for it");
  }
  throw fault("NOT_UNDERSTOOD", `${MOST_LINES} lines arrived that nobody had asked for`);
}

/** After a run was broken off there is nothing to give back: the reader has no panel, and no command stops a read. */
export function release(options: ByonoyOptions): Dialogue<UnaskedRecord> {
  return listen(options);
}
