import { Subscription } from "rxjs";
import { countEntries } from "../../observe/count-entries.ts";
import type { Duty } from "../duty.ts";

/** Counts what happens, for who asks for the metrics. */
export const metricsDuty: Duty = {
  name: "metrics",
  start: ({ store, config, readers, changes$, observed: { metrics }, log }) => {
    const sources = new Set([...config.readers, ...config.folders].map(({ id }) => id));
    const counter = countEntries(store, metrics, sources);
    const watching = new Subscription(store.onCommit((tookMs) => metrics.committed(tookMs / 1000)));
    watching.add(
      changes$.subscribe(() => {
        try {
          counter.look();
        } catch (error) {
          log.error({ err: error }, "what has happened cannot be counted");
        }
      }),
    );
    for (const { id, status$ } of readers) {
      let before = status$.value.state;
      watching.add(
        status$.subscribe(({ state }) => {
          if (state === "connecting" && before !== "connecting") metrics.reconnected(id);
          before = state;
        }),
      );
    }
    return { stop: () => watching.unsubscribe() };
  },
};
