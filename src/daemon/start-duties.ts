import { ALL_DUTIES } from "./all-duties.ts";
import type { DutyContext, RunningDuty } from "./duty.ts";

/** Starts every duty; `stop` ends them the other way round. */
export function startDuties(context: DutyContext): RunningDuty {
  const running = ALL_DUTIES.map((duty) => duty.start(context));
  return {
    stop: async () => {
      for (const duty of running.reverse()) await duty.stop();
    },
  };
}
