import { auditTime, debounceTime, merge, type Observable, share } from "rxjs";
import { ALL_DUTIES } from "./all-duties.ts";
import type { DutyContext, RunningDuty } from "./duty.ts";

/** So long after the last change the pages that were told of it have asked for it: they come first. */
const AFTER_PAGES_MS = 200;
/** Where changes do not cease, duties hear of them all the same. */
const AT_LATEST_MS = 1000;

function afterPages(changes$: Observable<void>): Observable<void> {
  return merge(
    changes$.pipe(debounceTime(AFTER_PAGES_MS)),
    changes$.pipe(auditTime(AT_LATEST_MS)),
  ).pipe(share());
}

/** Starts every duty; `stop` ends them the other way round. They hear of changes after the pages do. */
export function startDuties(context: DutyContext): RunningDuty {
  const changes$ = afterPages(context.changes$);
  const running = ALL_DUTIES.map((duty) => duty.start({ ...context, changes$ }));
  return {
    stop: async () => {
      for (const duty of running.reverse()) await duty.stop();
    },
  };
}
