/** What comes unasked, and the end of a run that was broken off. */
import type { Dialogue, UnaskedRecord } from "../../../src/instrument/contract.ts";
import { drain, reject, send } from "../conversation.ts";
import type { ModernOptions } from "./options.ts";

/**
 * These readers send nothing by themselves. What comes all the same is taken in until the line is silent, and rejected:
 * the late values of a read do not name their wavelength.
 */
export function* listen({ recordSilenceMs }: ModernOptions): Dialogue<UnaskedRecord> {
  yield* reject(yield* drain(recordSilenceMs), "no command had asked for it");
  return { plate: null };
}

/** `x` after a run was broken off. Silence is no fault: what the reader answers is not known. */
export function* release(options: ModernOptions): Dialogue<UnaskedRecord> {
  yield* halt(options);
  return { plate: null };
}

/** Sends `x` and takes in everything up to the silence after it. */
export function* halt({ recordSilenceMs }: ModernOptions): Dialogue<void> {
  yield* send("x");
  yield* reject(yield* drain(recordSilenceMs), "arrived after the read was broken off");
}
