import { watchOverdue } from "../../pipeline/watch-overdue.ts";
import type { Task } from "../task.ts";

export const overdueTask: Task = {
  name: "overdue plates",
  start: ({ store, changes$, log }) => {
    const watching = watchOverdue(store, {
      changes$,
      onOverdue: (plate) => log.warn({ plate: plate.barcode }, "a planned plate is overdue"),
      onFailure: (error) => log.error({ err: error }, "overdue plates cannot be looked for"),
    });
    return { stop: () => watching.unsubscribe() };
  },
};
