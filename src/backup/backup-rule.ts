/** How often backups are made, where to, and how many are kept: `[backup]` of the configuration. */
export interface BackupRule {
  readonly folder: string;
  /** 0 = something else starts them, such as a timer of the system. */
  readonly everyH: number;
  /** How many days, weeks and months the newest verified set of each is kept for. */
  readonly keepDaily: number;
  readonly keepWeekly: number;
  readonly keepMonthly: number;
  /** Public keys of age (`age1…`) that sets are encrypted for; empty = not encrypted. */
  readonly recipients: readonly string[];
}

/** A timer of the system is expected to make one a day. */
const TIMER_H = 24;

/** How old the newest verified set may grow before people are told: one that is missed is made up for first. */
export function lateAfterMs(rule: Pick<BackupRule, "everyH">): number {
  return 2 * (rule.everyH === 0 ? TIMER_H : rule.everyH) * 3_600_000;
}
