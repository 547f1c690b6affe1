import type { Task } from "../task.ts";

export const worklistTask: Task = {
  name: "worklist",
  start: ({ worklist, log }) => ({
    stop: worklist.makeInBackground((error) =>
      log.error({ err: error }, "the worklist is not complete"),
    ),
  }),
};
