import type { SignInRequest } from "../../api/people-views.ts";

/** A PIN is digits, at most so many; a password is always longer. */
const PIN = /^\d{4,8}$/;

/** What is typed or scanned into one field and its secret: digits as short as a PIN go with a badge, all else with a name. */
export function signInRequestOf(who: string, secret: string): SignInRequest {
  return PIN.test(secret)
    ? { badge: who.trim(), pin: secret }
    : { name: who.trim(), password: secret };
}

/** A key that was pressed, with when. */
export interface Keystroke {
  readonly key: string;
  readonly atMs: number;
}

/** On average from key to key: a scanner is faster than any hand, even one without a cable. Its code is no shorter. */
const SCANNED_WITHIN_MS = 35;
const SCANNED_AT_LEAST = 4;

/** Whether these keys, which ended with Enter, came from a scanner. */
export function isScan(keys: readonly Keystroke[]): boolean {
  const characters = keys.filter(({ key }) => key.length === 1);
  const [first, last] = [keys[0], keys.at(-1)];
  if (first === undefined || last === undefined) return false;
  if (characters.length < SCANNED_AT_LEAST) return false;
  return (last.atMs - first.atMs) / (keys.length - 1) <= SCANNED_WITHIN_MS;
}
