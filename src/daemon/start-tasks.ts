import { ALL_TASKS } from "./all-tasks.ts";
import type { RunningTask, TaskContext } from "./task.ts";

/** Starts every task; `stop` ends them the other way round. */
export function startTasks(context: TaskContext): RunningTask {
  const running = ALL_TASKS.map((task) => task.start(context));
  return {
    stop: async () => {
      for (const task of running.reverse()) await task.stop();
    },
  };
}
