import { tellPeople } from "../../notices/tell-people.ts";
import type { Task } from "../task.ts";

export const noticesTask: Task = {
  name: "notices",
  start: ({ store, ways, changes$, url, log }) =>
    tellPeople(store, {
      ways,
      changes$,
      pageUrl: url,
      onFailure: (error) => log.error({ err: error }, "notices cannot be found or sent"),
    }),
};
