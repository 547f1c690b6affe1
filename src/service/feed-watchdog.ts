/** A watchdog that hears nothing for this many beats ends the process. */
const BEATS = 3;

export interface WatchdogParts {
  /** After so long without a word the process is ended. */
  readonly withinMs: number;
  /** Throws when this process cannot do its work. */
  readonly prove: () => void;
  readonly feed: () => Promise<void>;
  /** Why the watchdog was not fed this time. */
  readonly onHungry: (error: unknown) => void;
}

/**
 * Feeds a watchdog three times in each of its periods, as long as the event loop turns, `prove` succeeds and the last
 * word has gone out. `stop` ends it after the word that is under way.
 */
export function feedWatchdog(parts: WatchdogParts): { stop(): Promise<void> } {
  let underWay: Promise<void> | null = null;
  async function beat(): Promise<void> {
    try {
      parts.prove();
      await parts.feed();
    } catch (error) {
      parts.onHungry(error);
    }
  }
  const timer = setInterval(() => {
    underWay ??= beat().finally(() => {
      underWay = null;
    });
  }, parts.withinMs / BEATS);
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}
