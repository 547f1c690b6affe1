import type { FlagView } from "../../api/views.ts";

const SHOWN = 4;

/**
 * Flags in the order in which they are shown: combinations, then quality, both as they come, which is newest first. `always` stand without
 * being asked for: every combination flag, and of the quality flags what fits beside them; the `rest` waits.
 */
export function visibleFlags(flags: readonly FlagView[]): {
  readonly always: readonly FlagView[];
  readonly rest: readonly FlagView[];
} {
  const combinations = flags.filter((flag) => flag.kind === "combination");
  const quality = flags.filter((flag) => flag.kind !== "combination");
  const room = Math.max(0, SHOWN - combinations.length);
  return { always: [...combinations, ...quality.slice(0, room)], rest: quality.slice(room) };
}
