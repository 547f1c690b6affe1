import type { BenchStore } from "../live/bench-store.ts";
import type { SessionStore } from "./session-store.ts";

/** The bench is followed while somebody is signed in; a locked page goes on later where it stood. */
export function followSession(session: SessionStore, bench: BenchStore): void {
  let before = "";
  session.subscribe(() => {
    const { session: now, kept } = session.current();
    const wanted = wantedOf(now?.state, now?.mustChangePassword ?? false, kept !== null);
    if (wanted === before) return;
    before = wanted;
    if (wanted === "follow") bench.start();
    else if (wanted === "pause") bench.pause();
    else bench.forget();
  });
}

function wantedOf(
  state: string | undefined,
  mustChangePassword: boolean,
  kept: boolean,
): "follow" | "pause" | "forget" {
  if (state === "signed-in" && !mustChangePassword) return "follow";
  return kept ? "pause" : "forget";
}
