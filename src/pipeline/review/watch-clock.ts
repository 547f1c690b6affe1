import type { Store } from "../../store/open-store.ts";
import { raiseNotice } from "../raise-notice.ts";
import type { ClockWatch } from "./clock-watch.ts";

const EVERY_MS = 60_000;

/** Raises one notice where the clock cannot be believed, which stands until somebody has seen to it. */
export function tellOfClock(store: Store, clock: ClockWatch): void {
  const doubt = clock.doubt();
  if (doubt === null || store.notices.standingOf("clock-doubtful").length > 0) return;
  raiseNotice(store, {
    kind: "clock-doubtful",
    subject: "clock",
    sentence: `${doubt} Nobody can sign until it is right and the daemon has been started again; capture goes on.`,
  });
}

/** Looks at the clock every minute, also while nobody signs; the returned function ends it. */
export function watchClock(
  store: Store,
  clock: ClockWatch,
  onFailure: (error: unknown) => void,
): () => void {
  const timer = setInterval(() => {
    try {
      tellOfClock(store, clock);
    } catch (error) {
      onFailure(error);
    }
  }, EVERY_MS).unref();
  return () => clearInterval(timer);
}
