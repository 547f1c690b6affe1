import { backupDuty } from "./duties/backup-duty.ts";
import { certificateDuty } from "./duties/certificate-duty.ts";
import { clockDuty } from "./duties/clock-duty.ts";
import { diskDuty } from "./duties/disk-duty.ts";
import { eventLoopDuty } from "./duties/event-loop-duty.ts";
import { incidentsDuty } from "./duties/incidents-duty.ts";
import { incrementsDuty } from "./duties/increments-duty.ts";
import { metricsDuty } from "./duties/metrics-duty.ts";
import { noticesDuty } from "./duties/notices-duty.ts";
import { outboxDuty } from "./duties/outbox-duty.ts";
import { overdueDuty } from "./duties/overdue-duty.ts";
import { readerRegisterDuty } from "./duties/reader-register-duty.ts";
import { renewalDuty } from "./duties/renewal-duty.ts";
import { verifyDuty } from "./duties/verify-duty.ts";
import { watchdogDuty } from "./duties/watchdog-duty.ts";
import { worklistDuty } from "./duties/worklist-duty.ts";
import type { Duty } from "./duty.ts";

/** In the order in which they start; they stop the other way round. */
export const ALL_DUTIES: readonly Duty[] = [
  // First: the others ask whether the clock can be believed.
  clockDuty,
  incidentsDuty,
  metricsDuty,
  readerRegisterDuty,
  diskDuty,
  eventLoopDuty,
  outboxDuty,
  overdueDuty,
  noticesDuty,
  renewalDuty,
  certificateDuty,
  backupDuty,
  incrementsDuty,
  verifyDuty,
  worklistDuty,
  // Last: it says that everything has started.
  watchdogDuty,
];
