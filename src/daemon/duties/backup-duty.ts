import type { BackupRule } from "../../backup/backup-rule.ts";
import { type BackupStanding, backupStanding } from "../../backup/backup-standing.ts";
import { lookInThread, makeInThread } from "../../backup/in-backup-thread.ts";
import { isSetDue } from "../../backup/is-set-due.ts";
import { noteFailed, noteMade, notMadeSentence } from "../../backup/note-backup.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import { backupSource } from "../backup-source.ts";
import type { Duty, DutyContext, RunningDuty } from "../duty.ts";
import { storeIdOf } from "../store-id.ts";

/** The readers come first. */
const FIRST_LOOK_MS = 3_000;
/** Timers stand still while a computer sleeps, and clocks jump: so it is looked again and again. */
const LOOK_EVERY_MS = 5 * 60_000;
const RETRY_AFTER_MS = 30 * 60_000;
/** So long a share may take to answer. */
const ANSWER_WITHIN_MS = 60_000;

interface Going {
  readonly context: DutyContext;
  readonly rule: BackupRule;
  readonly signal: AbortSignal;
  /** Why the last one was not made; null when it was. The trail tells of each reason once. */
  failure: { readonly reason: string; readonly atMs: number } | null;
}

function tell({ health }: DutyContext, standing: BackupStanding): void {
  const { code, sentence, remedy } = standing;
  // Before the first one is made there is nothing to tell: it is made in a moment.
  const isWell = code === "fine" || code === "never";
  const trouble = { code: `backup-${code}`, severity: "degraded", sentence, remedy } as const;
  health.tell("backup", isWell ? null : trouble);
}

function failed(going: Going, error: unknown): void {
  const { context, rule } = going;
  context.log.error({ err: error }, "a backup was not made");
  const reason = error instanceof PlatewardenError ? error.code : String(error);
  const before = going.failure?.reason;
  going.failure = { reason, atMs: performance.now() };
  const sentence = notMadeSentence(error);
  const trouble = { code: "backup-failed", severity: "degraded", sentence, remedy: null } as const;
  context.health.tell("backup", trouble);
  if (before !== reason) noteFailed(context.store, rule.folder, error, "daemon");
}

async function makeOne(going: Going): Promise<void> {
  const { context, rule, signal } = going;
  try {
    const done = await makeInThread(backupSource(context.config), rule, signal);
    going.failure = null;
    if (done === null) return;
    const { made, removed } = done;
    noteMade(context.store, made, "daemon");
    const { set, bytes, tookMs: ms } = made;
    context.log.info({ set, bytes, ms, removed }, "a backup was made");
  } catch (error) {
    // Somebody makes one by command: that one will do.
    if (error instanceof PlatewardenError && error.code === "BACKUP_RUNNING") return;
    failed(going, error);
  }
}

async function look(going: Going): Promise<void> {
  const { context, rule, failure, signal } = going;
  const { dataFolder } = context.config;
  const question = { rule, dataFolder, storeId: storeIdOf(context.store) };
  const view = await lookInThread(question, ANSWER_WITHIN_MS, signal);
  if (view === null) return;
  const isTooSoon = failure !== null && performance.now() - failure.atMs < RETRY_AFTER_MS;
  if (!isSetDue(context.store, view, rule, new Date().toISOString())) {
    going.failure = null;
    tell(context, view.standing);
  } else if (!isTooSoon) {
    await makeOne(going);
    const after = await lookInThread(question, ANSWER_WITHIN_MS, signal);
    // What went wrong says more than how old the newest one is.
    if (going.failure === null && after !== null) tell(context, after.standing);
  }
}

function keepMaking(context: DutyContext, rule: BackupRule): RunningDuty {
  const stopping = new AbortController();
  const going: Going = { context, rule, signal: stopping.signal, failure: null };
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();

  async function lookOnce(): Promise<void> {
    try {
      await look(going);
    } catch (error) {
      failed(going, error);
    }
  }

  function lookAfter(ms: number): void {
    timer = setTimeout(() => {
      working = lookOnce()
        .catch((error: unknown) =>
          context.log.error({ err: error }, "backups are not looked after"),
        )
        .then(() => {
          if (!stopping.signal.aborted) lookAfter(LOOK_EVERY_MS);
        });
    }, ms);
    timer.unref();
  }

  lookAfter(FIRST_LOOK_MS);
  return {
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      await working;
    },
  };
}

export const backupDuty: Duty = {
  name: "backups",
  start: (context) => {
    const { config } = context;
    if (config.backup !== undefined) return keepMaking(context, config.backup);
    // A demonstration or a study has no configuration, and nothing that must be kept.
    if (config.file !== undefined) {
      tell(context, backupStanding(null, { dataFolder: config.dataFolder }, new Date()));
    }
    return { stop: () => undefined };
  },
};
