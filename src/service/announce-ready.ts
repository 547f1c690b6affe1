import type { ServiceManager } from "./service-manager.ts";

const AGAIN_AFTER_MS = 1000;

/**
 * Says that this process is ready, again and again until it has been heard: a start that nobody hears of is ended after
 * its time. `stop` gives it up.
 */
export function announceReady(
  manager: Pick<ServiceManager, "tell">,
  onFailure: (error: unknown) => void,
): { stop(): void } {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  function announce(): void {
    manager.tell("READY=1").catch((error: unknown) => {
      onFailure(error);
      if (!stopped) timer = setTimeout(announce, AGAIN_AFTER_MS);
    });
  }
  announce();
  return {
    stop: () => {
      stopped = true;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
