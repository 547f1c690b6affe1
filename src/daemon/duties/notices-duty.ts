import { tellPeople } from "../../notices/tell-people.ts";
import type { Duty } from "../duty.ts";

export const noticesDuty: Duty = {
  name: "notices",
  start: ({ store, ways, changes$, url, log }) =>
    tellPeople(store, {
      ways,
      changes$,
      pageUrl: url,
      onFailure: (error) => log.error({ err: error }, "notices cannot be found or sent"),
    }),
};
