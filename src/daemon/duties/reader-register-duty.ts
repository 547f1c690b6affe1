import { asyncScheduler, observeOn, Subscription } from "rxjs";
import { registerReader } from "../../observe/reader-register.ts";
import type { Duty } from "../duty.ts";

/** Keeps which serial number answers under each reader's name, and tells when it is another one. */
export const readerRegisterDuty: Duty = {
  name: "register of readers",
  start: ({ store, readers, log }) => {
    const watching = new Subscription();
    for (const { id, status$ } of readers) {
      let seen: unknown = null;
      watching.add(
        status$.pipe(observeOn(asyncScheduler)).subscribe(({ identity }) => {
          if (identity === null || identity === seen) return;
          try {
            const sentence = registerReader(store, id, identity);
            if (sentence !== null) log.warn({ reader: id }, sentence);
            seen = identity;
          } catch (error) {
            log.error({ err: error, reader: id }, "the reader's serial number cannot be kept");
          }
        }),
      );
    }
    return { stop: () => watching.unsubscribe() };
  },
};
