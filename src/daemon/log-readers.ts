import type { Logger } from "pino";
import { Subscription } from "rxjs";
import type { SupervisedReader } from "../instrument/supervised-reader.ts";

/** Writes each state of a reader into the log once. */
export function logReaders(readers: readonly SupervisedReader[], log: Logger): Subscription {
  const all = new Subscription();
  for (const reader of readers) {
    let shown = "";
    all.add(
      reader.status$.subscribe(({ state, sentence }) => {
        if (shown === `${state} ${sentence}`) return;
        shown = `${state} ${sentence}`;
        log.info({ reader: reader.id, state }, sentence);
      }),
    );
  }
  return all;
}
