import type { ClockWatch } from "../../clock/clock-watch.ts";
import type { Store } from "../../store/open-store.ts";
import { raiseNotice } from "../raise-notice.ts";

/** What to do about a clock that cannot be believed. */
export const CLOCK_REMEDY =
  "Set it right (better: let it be kept by NTP), then start the daemon again. Where later times are stored than they were, say that the clock is right now: platewarden clocks confirm.";

/** Raises one notice where the clock cannot be believed, which stands until somebody has seen to it. */
export function tellOfClock(store: Store, clock: ClockWatch): void {
  const doubt = clock.doubt();
  if (doubt === null || store.notices.standingOf("clock-doubtful").length > 0) return;
  const [last] = store.clocks.newest(1);
  raiseNotice(store, {
    kind: "clock-doubtful",
    subject: "clock",
    sentence: `${doubt} Nobody can sign until it is right and the daemon has been started again; capture goes on. ${CLOCK_REMEDY}`,
    // Who has seen to it is not told again before the clock has done something else.
    once: `clock-doubtful ${last?.seq ?? 0}`,
  });
}
