import type { Task } from "./task.ts";
import { clockTask } from "./tasks/clock-task.ts";
import { noticesTask } from "./tasks/notices-task.ts";
import { overdueTask } from "./tasks/overdue-task.ts";
import { renewalTask } from "./tasks/renewal-task.ts";
import { worklistTask } from "./tasks/worklist-task.ts";

/** In the order in which they start; they stop the other way round. */
export const ALL_TASKS: readonly Task[] = [
  overdueTask,
  noticesTask,
  renewalTask,
  clockTask,
  worklistTask,
];
