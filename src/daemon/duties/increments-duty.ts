import { setTimeout } from "node:timers/promises";
import { asyncScheduler, throttleTime } from "rxjs";
import type { BackupRule } from "../../backup/backup-rule.ts";
import { asBackupError } from "../../backup/disk.ts";
import { lookInThread } from "../../backup/in-backup-thread.ts";
import type { Reached } from "../../backup/increment.ts";
import { reachedSoFar, writeIncrements } from "../../backup/keep-increments.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import type { Duty, DutyContext, RunningDuty } from "../duty.ts";
import { storeIdOf } from "../store-id.ts";

/** Captures of one moment go together; nobody waits for them. */
const TOGETHER_MS = 3_000;
const ANSWER_WITHIN_MS = 60_000;
const END_WITHIN_MS = 3_000;

async function startAt(
  context: DutyContext,
  rule: BackupRule,
  signal: AbortSignal,
): Promise<Reached | null> {
  const { store, config } = context;
  const question = { rule, dataFolder: config.dataFolder, storeId: storeIdOf(store) };
  const view = await lookInThread(question, ANSWER_WITHIN_MS, signal);
  return view === null ? null : reachedSoFar(store, view);
}

function keepIncrements(context: DutyContext, rule: BackupRule): RunningDuty {
  const { store, changes$, health, log } = context;
  const stopping = new AbortController();
  let reached: Reached | null = null;
  let working: Promise<void> | null = null;

  async function write(): Promise<void> {
    try {
      reached ??= await startAt(context, rule, stopping.signal);
      // The first set brings all that there is.
      if (reached !== null) reached = await writeIncrements(store, rule, reached);
      health.tell("backup-increments", null);
    } catch (cause) {
      const error = asBackupError(cause, rule.folder);
      log.error({ err: error }, "what was captured is not kept beside the backups");
      if (!(error instanceof PlatewardenError)) return;
      health.tell("backup-increments", {
        code: "increments-failed",
        severity: "degraded",
        sentence: `What was captured since the last backup is in this computer alone. ${error.message}`,
        remedy: error.entry.remedy,
      });
    }
  }

  /** One at a time; what changes meanwhile is found by the next. */
  function look(): void {
    working ??= write().finally(() => {
      working = null;
    });
  }

  const watching = changes$
    .pipe(throttleTime(TOGETHER_MS, asyncScheduler, { leading: true, trailing: true }))
    .subscribe(look);
  return {
    stop: async () => {
      watching.unsubscribe();
      stopping.abort();
      // What came in the last seconds; a share that does not answer keeps nobody from stopping.
      const rest = (async () => {
        await working;
        if (reached !== null) await write();
      })();
      await Promise.race([rest, setTimeout(END_WITHIN_MS, undefined, { ref: false })]);
    },
  };
}

/** Of what is captured after a backup the raw bytes are kept beside it at once. */
export const incrementsDuty: Duty = {
  name: "increments",
  start: (context) =>
    context.config.backup === undefined
      ? { stop: () => undefined }
      : keepIncrements(context, context.config.backup),
};
