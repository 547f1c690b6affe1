import { watchOverdue } from "../../pipeline/watch-overdue.ts";
import type { Duty } from "../duty.ts";

export const overdueDuty: Duty = {
  name: "overdue plates",
  start: ({ store, clock, changes$, log }) => {
    const watching = watchOverdue(store, {
      changes$,
      isClockDoubtful: () => clock.doubt() !== null,
      onOverdue: (plate) => log.warn({ barcode: plate.barcode }, "a planned plate is overdue"),
      onFailure: (error) => log.error({ err: error }, "overdue plates cannot be looked for"),
    });
    return { stop: () => watching.unsubscribe() };
  },
};
