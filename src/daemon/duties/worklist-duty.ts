import type { Duty } from "../duty.ts";

export const worklistDuty: Duty = {
  name: "worklist",
  start: ({ worklist, log }) => ({
    stop: worklist.makeInBackground((error) =>
      log.error({ err: error }, "the worklist is not complete"),
    ),
  }),
};
