import { clockDuty } from "./duties/clock-duty.ts";
import { noticesDuty } from "./duties/notices-duty.ts";
import { overdueDuty } from "./duties/overdue-duty.ts";
import { renewalDuty } from "./duties/renewal-duty.ts";
import { worklistDuty } from "./duties/worklist-duty.ts";
import type { Duty } from "./duty.ts";

/** In the order in which they start; they stop the other way round. */
export const ALL_DUTIES: readonly Duty[] = [
  overdueDuty,
  noticesDuty,
  renewalDuty,
  clockDuty,
  worklistDuty,
];
