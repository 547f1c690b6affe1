import type { Logger } from "pino";
import { Subscription } from "rxjs";
import type { SupervisedReader } from "../instrument/supervised-reader.ts";
import type { Store } from "../store/open-store.ts";

/** Writes each state of a reader into the log once; while it reads a plate, with its run and its barcode. */
export function logReaders(
  store: Store,
  readers: readonly SupervisedReader[],
  log: Logger,
): Subscription {
  const all = new Subscription();
  for (const reader of readers) {
    let shown = "";
    all.add(
      reader.status$.subscribe(({ state, sentence, progress }) => {
        const run = progress?.runId ?? null;
        const words = `${state} ${sentence} ${run}`;
        if (shown === words) return;
        shown = words;
        const barcode = run === null ? undefined : store.runs.byId(run)?.barcode;
        log.info({ reader: reader.id, state, run: run ?? undefined, barcode }, sentence);
      }),
    );
  }
  return all;
}
