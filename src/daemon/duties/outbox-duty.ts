import type { Duty } from "../duty.ts";

const EVERY_MS = 60_000;
/** Mail servers refuse for a while now and then. */
const LATE_MS = 60 * 60_000;

/** Tells when notices do not reach those who are away. */
export const outboxDuty: Duty = {
  name: "outbox",
  start: ({ store, health, log }) => {
    function look(): void {
      const oldest = store.figures.oldestFailingDelivery();
      const isLate = oldest !== null && Math.abs(Date.now() - Date.parse(oldest)) > LATE_MS;
      health.tell(
        "notices",
        isLate
          ? {
              code: "notices-not-sent",
              severity: "degraded",
              sentence: "Notices cannot be sent; the oldest waits for more than an hour.",
              remedy: "The page Notices says why; mend the mail server or the receiver.",
            }
          : null,
      );
    }
    const timer = setInterval(() => {
      try {
        look();
      } catch (error) {
        log.error({ err: error }, "the outbox cannot be looked at");
      }
    }, EVERY_MS).unref();
    return { stop: () => clearInterval(timer) };
  },
};
