import { watchClock } from "../../pipeline/review/watch-clock.ts";
import type { Duty } from "../duty.ts";

export const clockDuty: Duty = {
  name: "clock",
  start: ({ store, clock, log }) => ({
    stop: watchClock(store, clock, (error) =>
      log.error({ err: error }, "a doubtful clock cannot be told of"),
    ),
  }),
};
