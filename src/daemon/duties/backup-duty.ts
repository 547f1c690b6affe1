import type { BackupRule } from "../../backup/backup-rule.ts";
import { type BackupStanding, backupStanding, newestPast } from "../../backup/backup-standing.ts";
import { removeOldIncrements } from "../../backup/keep-increments.ts";
import { listSets } from "../../backup/list-sets.ts";
import { makeSetInThread } from "../../backup/make-set-in-thread.ts";
import { failureSentence, noteFailed, noteMade } from "../../backup/note-backup.ts";
import { rotateSets } from "../../backup/rotate-sets.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import type { Store } from "../../store/open-store.ts";
import { backupSource } from "../backup-source.ts";
import type { Duty, DutyContext, RunningDuty } from "../duty.ts";

/** The readers come first. */
const FIRST_LOOK_MS = 3_000;
/** Timers stand still while a computer sleeps, and clocks jump: so it is looked again and again. */
const LOOK_EVERY_MS = 5 * 60_000;
const RETRY_AFTER_MS = 30 * 60_000;
const HOUR_MS = 3_600_000;

/** Of all stores whose sets are in one folder ours is known by the first entry of its audit trail. */
function storeIdOf(store: Store): string | null {
  return store.journal.entriesAfter(0, 1)[0]?.sha256 ?? null;
}

function isDue(rule: BackupRule, storeId: string | null): boolean {
  if (rule.everyH === 0) return false;
  const now = new Date();
  try {
    const newest = newestPast(listSets(rule.folder, storeId), now.toISOString());
    return newest === null || now.getTime() - Date.parse(newest.madeAtUtc) >= rule.everyH * HOUR_MS;
  } catch (error) {
    // A folder that cannot be looked into: trying says why, and tells people.
    if (error instanceof PlatewardenError) return true;
    throw error;
  }
}

function tell({ health }: DutyContext, standing: BackupStanding): void {
  const { code, sentence, remedy } = standing;
  // Before the first one is made there is nothing to tell: it is made in a moment.
  const isWell = code === "fine" || code === "never";
  const trouble = { code: `backup-${code}`, severity: "degraded", sentence, remedy } as const;
  health.tell("backup", isWell ? null : trouble);
}

interface Going {
  readonly context: DutyContext;
  readonly rule: BackupRule;
  readonly signal: AbortSignal;
  /** Why the last one was not made; null when it was. The trail tells of each reason once. */
  failure: { readonly reason: string; readonly atMs: number } | null;
}

async function makeOne(going: Going): Promise<void> {
  const { context, rule, signal } = going;
  const { store, config, log } = context;
  try {
    const made = await makeSetInThread(backupSource(config), rule, signal);
    going.failure = null;
    if (made === null) return;
    noteMade(store, made, "daemon");
    const removed = rotateSets(rule.folder, made.manifest, rule);
    const { madeAtUtc, content } = made.manifest;
    removeOldIncrements(rule.folder, { madeAtUtc, storeId: content.storeId });
    log.info({ set: made.set, bytes: made.bytes, ms: made.tookMs, removed }, "a backup was made");
  } catch (error) {
    // Somebody makes one by command: that one will do.
    if (error instanceof PlatewardenError && error.code === "BACKUP_RUNNING") return;
    log.error({ err: error }, "a backup was not made");
    const reason = error instanceof PlatewardenError ? error.code : String(error);
    const before = going.failure?.reason;
    going.failure = { reason, atMs: performance.now() };
    const sentence = failureSentence(error);
    const trouble = {
      code: "backup-failed",
      severity: "degraded",
      sentence,
      remedy: null,
    } as const;
    context.health.tell("backup", trouble);
    if (before !== reason) noteFailed(store, rule.folder, error, "daemon");
  }
}

async function look(going: Going): Promise<void> {
  const { context, rule, failure } = going;
  const { dataFolder } = context.config;
  const storeId = storeIdOf(context.store);
  const isTooSoon = failure !== null && performance.now() - failure.atMs < RETRY_AFTER_MS;
  if (!isTooSoon && isDue(rule, storeId)) await makeOne(going);
  // What went wrong says more than how old the newest one is.
  if (going.failure !== null) return;
  tell(context, backupStanding(rule, { dataFolder, storeId }, new Date()));
}

function keepMaking(context: DutyContext, rule: BackupRule): RunningDuty {
  const stopping = new AbortController();
  const going: Going = { context, rule, signal: stopping.signal, failure: null };
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();

  function lookAfter(ms: number): void {
    timer = setTimeout(() => {
      working = look(going)
        .catch((error: unknown) =>
          context.log.error({ err: error }, "backups cannot be looked after"),
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
    const rule = config.backup ?? null;
    if (rule !== null) return keepMaking(context, rule);
    // A demonstration or a study has no configuration, and nothing that must be kept.
    if (config.file !== undefined) {
      tell(context, backupStanding(null, { dataFolder: config.dataFolder }, new Date()));
    }
    return { stop: () => undefined };
  },
};
