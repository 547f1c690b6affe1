import { monitorEventLoopDelay } from "node:perf_hooks";
import type { Duty } from "../duty.ts";

const EVERY_MS = 10_000;
/** A page that waits for so long seems dead; readers' own buffers hold out longer. */
const SLOW_MS = 1000;

/** Tells when the daemon itself is slow: everything it does waits for one thread. */
export const eventLoopDuty: Duty = {
  name: "event loop",
  start: ({ health }) => {
    const delay = monitorEventLoopDelay({ resolution: 20 });
    delay.enable();
    const timer = setInterval(() => {
      const slowMs = delay.percentile(99) / 1e6;
      delay.reset();
      health.tell(
        "event-loop",
        slowMs < SLOW_MS
          ? null
          : {
              code: "event-loop-slow",
              severity: "degraded",
              sentence: "The daemon answers late: it was kept waiting for more than a second.",
              remedy:
                "If it stays so, see what else runs on this computer and how fast its disk is (`platewarden doctor`).",
            },
      );
    }, EVERY_MS).unref();
    return {
      stop: () => {
        clearInterval(timer);
        delay.disable();
      },
    };
  },
};
