import { announceReady } from "../../service/announce-ready.ts";
import { feedWatchdog } from "../../service/feed-watchdog.ts";
import { serviceManager } from "../../service/service-manager.ts";
import type { Duty } from "../duty.ts";
import type { Health } from "../store-health.ts";

/** Names the parts and nothing they say: everybody on the computer may read it. */
function statusOf(url: string, { troubles$ }: Health): string {
  const parts = [...new Set(troubles$.value.map(({ part }) => part))];
  const state = parts.length === 0 ? "all is well" : `to look at: ${parts.join(", ")}`;
  return `STATUS=${url}; ${state}`;
}

/**
 * Tells the service manager that the daemon is ready: duties start when recovery is done and the pages are served.
 * Feeds its watchdog as long as the event loop turns and the store takes a write.
 */
export const watchdogDuty: Duty = {
  name: "service manager",
  start: ({ store, health, url, log }) => {
    const manager = serviceManager();
    if (manager === null) return { stop: () => undefined };
    const unheard = (error: unknown): void =>
      log.error({ err: error }, "the service manager cannot be told: is systemd-notify there?");
    const ready = announceReady(manager, unheard);
    const following = health.troubles$.subscribe(
      () => void manager.tell(statusOf(url, health)).catch(unheard),
    );
    const watchdog =
      manager.watchdogMs === null
        ? null
        : feedWatchdog({
            withinMs: manager.watchdogMs,
            prove: () => store.prove(),
            feed: () => manager.tell("WATCHDOG=1"),
            onHungry: (error) => log.error({ err: error }, "the watchdog is not fed this time"),
          });
    return {
      stop: async () => {
        ready.stop();
        following.unsubscribe();
        await watchdog?.stop();
      },
    };
  },
};
