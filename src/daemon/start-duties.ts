import { auditTime, share } from "rxjs";
import { ALL_DUTIES } from "./all-duties.ts";
import type { DutyContext, RunningDuty } from "./duty.ts";

/** By then the pages that were told of a change have asked for it: they come first. */
const AFTER_PAGES_MS = 200;

/** Starts every duty; `stop` ends them the other way round. They hear of changes a little after the pages do. */
export function startDuties(context: DutyContext): RunningDuty {
  const changes$ = context.changes$.pipe(auditTime(AFTER_PAGES_MS), share());
  const running = ALL_DUTIES.map((duty) => duty.start({ ...context, changes$ }));
  return {
    stop: async () => {
      for (const duty of running.reverse()) await duty.stop();
    },
  };
}
