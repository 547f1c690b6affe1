/** How long somebody waits after wrong passwords, and how many wrong ones the whole bench takes in a minute. */

const FREE_FAILURES = 3;
const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 15 * 60_000;

/** More than people mistype, and too few to try common passwords on all the accounts. */
const MOST_TOGETHER = 20;
const TOGETHER_MS = 60_000;

/**
 * What is left to wait, in ms; 0 when nothing is. After three failures in a row two seconds, then twice as long after
 * each, fifteen minutes at most. `agoMs` is how long ago the last one was.
 */
export function waitMs(failures: number, agoMs: number): number {
  if (failures < FREE_FAILURES) return 0;
  const whole = Math.min(FIRST_WAIT_MS * 2 ** (failures - FREE_FAILURES), LONGEST_WAIT_MS);
  return Math.max(0, whole - agoMs);
}

/**
 * A limit for all attempts of a bench together, whatever accounts they name. Times are in ms of the same clock, best of
 * one that nobody sets.
 */
export interface SharedLimit {
  /** What is left to wait, in ms; 0 when one more may be tried. */
  waitMs(nowMs: number): number;
  /** One is tried; `undo` takes it back when it was right. */
  attempt(nowMs: number): { undo(): void };
}

export function sharedLimit(): SharedLimit {
  let attempts: { readonly atMs: number }[] = [];
  return {
    waitMs: (nowMs) => {
      attempts = attempts.filter(({ atMs }) => Math.abs(nowMs - atMs) < TOGETHER_MS);
      const [oldest] = attempts;
      if (oldest === undefined || attempts.length < MOST_TOGETHER) return 0;
      return TOGETHER_MS - Math.abs(nowMs - oldest.atMs);
    },
    attempt: (nowMs) => {
      const one = { atMs: nowMs };
      attempts.push(one);
      return {
        undo: () => {
          attempts = attempts.filter((other) => other !== one);
        },
      };
    },
  };
}
