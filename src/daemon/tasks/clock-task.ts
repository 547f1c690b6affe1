import { watchClock } from "../../pipeline/review/watch-clock.ts";
import type { Task } from "../task.ts";

export const clockTask: Task = {
  name: "clock",
  start: ({ store, clock, log }) => ({
    stop: watchClock(store, clock, (error) =>
      log.error({ err: error }, "a doubtful clock cannot be told of"),
    ),
  }),
};
