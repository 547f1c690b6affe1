/** Which sets stay: a rule without clock or disk. */

export interface DatedSet {
  readonly name: string;
  readonly madeAtUtc: string;
  readonly isVerified: boolean;
}

export interface KeepRule {
  readonly keepDaily: number;
  readonly keepWeekly: number;
  readonly keepMonthly: number;
}

const DAY_MS = 86_400_000;

/** The Monday of its week, in UTC. */
function weekOf(utc: string): string {
  const date = new Date(utc);
  const sinceMonday = (date.getUTCDay() + 6) % 7;
  return new Date(date.getTime() - sinceMonday * DAY_MS).toISOString().slice(0, 10);
}

/** The newest of each of the last `count` periods in which there are sets. */
function newestOfEach(
  sets: readonly DatedSet[],
  periodOf: (utc: string) => string,
  count: number,
): readonly string[] {
  const newest = new Map<string, string>();
  for (const { name, madeAtUtc } of sets) {
    const period = periodOf(madeAtUtc);
    if (!newest.has(period)) newest.set(period, name);
  }
  return [...newest.values()].slice(0, count);
}

/**
 * Names of the sets that stay. Of verified ones: the newest, everything of the 24 h before it, and the newest of each
 * day, week (from Monday) and month in UTC, for as many of these as the rule says; periods without a set do not count.
 * Of others: the newest, where no verified one is newer. Times count from the newest set, not from the clock, which may
 * be wrong.
 */
export function setsToKeep(sets: readonly DatedSet[], rule: KeepRule): ReadonlySet<string> {
  const newestFirst = [...sets].sort((a, b) => (a.madeAtUtc < b.madeAtUtc ? 1 : -1));
  const verified = newestFirst.filter(({ isVerified }) => isVerified);
  const newest = verified[0];
  const lastDay = verified.filter(
    ({ madeAtUtc }) =>
      newest !== undefined && Date.parse(newest.madeAtUtc) - Date.parse(madeAtUtc) < DAY_MS,
  );
  const failed = newestFirst[0]?.isVerified === false ? [newestFirst[0]] : [];
  return new Set([
    ...[...lastDay, ...failed].map(({ name }) => name),
    ...newestOfEach(verified, (utc) => utc.slice(0, 10), rule.keepDaily),
    ...newestOfEach(verified, weekOf, rule.keepWeekly),
    ...newestOfEach(verified, (utc) => utc.slice(0, 7), rule.keepMonthly),
  ]);
}
