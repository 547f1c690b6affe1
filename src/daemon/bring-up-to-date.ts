import type { Logger } from "pino";
import type { Persist } from "../pipeline/persist.ts";
import { type Reanalysis, reanalyse } from "../pipeline/reanalyse.ts";
import type { Store } from "../store/open-store.ts";

/** Work that goes on beside the readers. */
export interface Renewal {
  /** Ends it after what is under way. */
  stop(): Promise<void>;
}

function report(done: Reanalysis, log: Logger): void {
  for (const { sample, message } of done.failed) {
    log.error({ sample }, `the sample cannot be analysed: ${message}`);
  }
  if (done.renewed > 0) {
    log.info({ samples: done.renewed, settings: done.settings }, "samples analysed anew");
  }
}

/**
 * Analyses what a crash, an upgrade or other settings have left behind, in one thread beside the readers: a plate that
 * comes meanwhile does not wait for it.
 */
export function bringUpToDate(
  store: Store,
  parts: { readonly persist: Persist; readonly log: Logger },
): Renewal {
  const stopping = new AbortController();
  const working = reanalyse(store, {
    workers: 1,
    persist: parts.persist,
    signal: stopping.signal,
  })
    .then((done) => report(done, parts.log))
    .catch((error: unknown) => parts.log.error({ err: error }, "samples cannot be analysed anew"));
  return {
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}
