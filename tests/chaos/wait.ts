import { setTimeout as pause } from "node:timers/promises";

/** Resolves after so long. */
export const wait = (ms: number): Promise<void> => pause(ms);

/** Resolves as soon as it is so; rejects with `what` after `withinMs`, or at once when it is called off. */
export async function until(
  isSo: () => boolean,
  what: () => string,
  withinMs: number,
  signal?: AbortSignal,
): Promise<void> {
  const since = performance.now();
  while (!isSo()) {
    signal?.throwIfAborted();
    if (performance.now() - since > withinMs) throw new Error(what());
    await pause(20);
  }
}
