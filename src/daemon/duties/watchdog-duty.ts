import type { Logger } from "pino";
import { feedWatchdog } from "../../service/feed-watchdog.ts";
import { type ServiceManager, serviceManager } from "../../service/service-manager.ts";
import type { Duty } from "../duty.ts";
import type { Health } from "../store-health.ts";

/** Names the parts and nothing they say: everybody on the computer may read it. */
function statusOf(url: string, { troubles$ }: Health): string {
  const parts = [...new Set(troubles$.value.map(({ part }) => part))];
  const state = parts.length === 0 ? "all is well" : `to look at: ${parts.join(", ")}`;
  return `STATUS=${url}; ${state}`;
}

/** Says something; what cannot be said stands in the log, and the service manager draws its own conclusion. */
function teller(manager: ServiceManager, log: Logger): (...words: string[]) => Promise<void> {
  return async (...words) => {
    try {
      await manager.tell(...words);
    } catch (error) {
      log.error(
        { err: error, words },
        "the service manager cannot be told: is systemd-notify there?",
      );
    }
  };
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
    const tell = teller(manager, log);
    void tell("READY=1");
    const following = health.troubles$.subscribe(() => void tell(statusOf(url, health)));
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
        following.unsubscribe();
        await watchdog?.stop();
      },
    };
  },
};
