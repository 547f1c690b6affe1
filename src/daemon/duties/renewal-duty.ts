import type { Logger } from "pino";
import { persistWith } from "../../pipeline/persist.ts";
import { type Reanalysis, reanalyse } from "../../pipeline/reanalyse.ts";
import type { Duty } from "../duty.ts";

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
export const renewalDuty: Duty = {
  name: "old analyses",
  start: ({ store, health, log }) => {
    const stopping = new AbortController();
    const working = reanalyse(store, {
      workers: 1,
      sinceLast: true,
      persist: persistWith(health.watcher("old analyses")),
      signal: stopping.signal,
    })
      .then((done) => report(done, log))
      .catch((error: unknown) => log.error({ err: error }, "samples cannot be analysed anew"));
    return {
      stop: async () => {
        stopping.abort();
        await working;
      },
    };
  },
};
