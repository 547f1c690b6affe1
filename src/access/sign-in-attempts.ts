/** Right or wrong, slowed down: the one place where a password or a PIN is compared. */
import { createHmac, randomBytes } from "node:crypto";
import { PlatewardenError } from "../domain/errors.ts";
import type { PersonRow, SignInMethod } from "../store/people.ts";
import { type AccessParts, utcOf } from "./access-parts.ts";
import { isPassword } from "./hash-secret.ts";
import { sharedLimit, waitMs } from "./slow-down.ts";

/** So many unknown names are remembered at once. */
const MOST_UNKNOWN = 500;

/** From so many failures in a row on somebody is told. */
const TOLD_FROM = 5;

/** Who has signed in rightly within these 30 days works here. */
const WORKS_HERE_MS = 30 * 24 * 3_600_000;

export interface AttemptParts extends AccessParts {
  /** Somebody has failed often in a row at this account. */
  readonly onManyFailures: (person: PersonRow, failures: number) => void;
}

export interface Attempt {
  /** Null for a name that nobody has. */
  readonly person: PersonRow | null;
  readonly method: SignInMethod;
  /** As it was typed or scanned; of an unknown one only a keyed hash is kept, in memory. */
  readonly who: string;
  readonly secret: string;
  /** What it is for, in the audit trail: `sign-in`, `signature`, `authorisation`. */
  readonly purpose: string;
  /** The account is proved to be in use at this browser: others cannot shut it out. */
  readonly isOwn?: boolean;
}

export interface SignInAttempts {
  /**
   * True when the password or PIN is that of the person, who is active. Throws SIGN_IN_SLOWED without looking at it
   * when it comes too soon after wrong ones. Known and unknown names take the same time.
   */
  isRight(attempt: Attempt): Promise<boolean>;
}

interface Failures {
  readonly failures: number;
  /** Since the last one. */
  readonly agoMs: number;
}

export function signInAttempts(parts: AttemptParts): SignInAttempts {
  const { store, nowMs } = parts;
  const steadyMs = parts.steadyMs ?? nowMs;
  const shared = sharedLimit();
  const unknown = new Map<string, { readonly failures: number; readonly lastSteadyMs: number }>();
  /** The last failure of each account that this process has seen, by both clocks. */
  const lastSeen = new Map<string, { readonly atUtc: string; readonly steadyMs: number }>();
  /** How many are being compared at this moment. */
  const underWay = new Map<string, number>();
  const key = randomBytes(32);

  const unknownKey = (who: string): string =>
    createHmac("sha256", key).update(who.normalize("NFKC").toLowerCase()).digest("base64");

  function keyOf({ person, method, who }: Attempt): string {
    return person === null ? unknownKey(who) : `${person.id} ${method}`;
  }

  function failuresOf(attempt: Attempt): Failures {
    const { person, method } = attempt;
    const key = keyOf(attempt);
    const row = person === null ? null : store.people.failure(person.id, method);
    const stored =
      row === null
        ? unknownFailures(key)
        : { failures: row.failures, agoMs: agoMs(key, row.last_at_utc) };
    // Of many at once only the first few are looked at.
    const open = underWay.get(key) ?? 0;
    return open === 0 ? stored : { failures: stored.failures + open, agoMs: 0 };
  }

  function unknownFailures(key: string): Failures {
    const known = unknown.get(key);
    if (known === undefined) return { failures: 0, agoMs: 0 };
    return { failures: known.failures, agoMs: Math.abs(steadyMs() - known.lastSteadyMs) };
  }

  /**
   * By the clock that nobody sets, where this process saw it; else by the wall clock, whichever way that was set since:
   * nobody is kept out for longer than the longest wait.
   */
  function agoMs(key: string, lastUtc: string): number {
    const seen = lastSeen.get(key);
    return seen?.atUtc === lastUtc
      ? Math.abs(steadyMs() - seen.steadyMs)
      : Math.abs(nowMs() - Date.parse(lastUtc));
  }

  /**
   * Who works at this bench is held to the account's own limit alone: otherwise any program on this computer could shut
   * everybody out by making up names.
   */
  function passesShared({ person, isOwn }: Attempt): boolean {
    if (isOwn === true) return true;
    const lastUtc = person?.last_sign_in_at_utc ?? null;
    return lastUtc !== null && Math.abs(nowMs() - Date.parse(lastUtc)) < WORKS_HERE_MS;
  }

  function refuseTooSoon(attempt: Attempt): void {
    const { failures, agoMs: sinceMs } = failuresOf(attempt);
    const own = waitMs(failures, sinceMs);
    const together = passesShared(attempt) ? 0 : shared.waitMs(steadyMs());
    const longest = Math.max(own, together);
    if (longest === 0) return;
    const seconds = Math.ceil(longest / 1000);
    const why =
      own >= together
        ? "after several wrong ones in a row"
        : "after many wrong ones at this bench within a minute";
    throw new PlatewardenError(
      "SIGN_IN_SLOWED",
      `No password or PIN is looked at for another ${seconds} s, ${why}.`,
      { detail: { retryAfterMs: longest } },
    );
  }

  function rememberUnknown(attempt: Attempt): void {
    const one = keyOf(attempt);
    const failures = (unknown.get(one)?.failures ?? 0) + 1;
    unknown.delete(one);
    unknown.set(one, { failures, lastSteadyMs: steadyMs() });
    const [oldest] = unknown.keys();
    if (unknown.size > MOST_UNKNOWN && oldest !== undefined) unknown.delete(oldest);
  }

  /** One transaction for known and unknown names: the disk takes as long for both. */
  function writeFailure(attempt: Attempt): void {
    const { person, method, purpose } = attempt;
    if (person === null) rememberUnknown(attempt);
    store.inTransaction(() => {
      const atUtc = utcOf(parts);
      if (person !== null) {
        store.people.failed(person.id, method, atUtc);
        lastSeen.set(keyOf(attempt), { atUtc, steadyMs: steadyMs() });
      }
      store.journal.audit({
        atUtc,
        actor: person?.name ?? "nobody",
        action: "session.refused",
        subject: person?.id ?? `unknown ${method === "badge" ? "badge" : "name"}`,
        detail: { ...(person === null ? {} : { name: person.name }), method, purpose },
      });
    });
    if (person === null) return;
    const failures = store.people.countFailures(person.id);
    if (failures >= TOLD_FROM) parts.onManyFailures(person, failures);
  }

  async function compare({ person, method, secret }: Attempt): Promise<boolean> {
    const stored = hashOf(person, method);
    const right = await isPassword(stored, secret);
    // Meanwhile the account may have been changed.
    const now = person === null ? null : store.people.byId(person.id);
    return right && now?.active === 1 && hashOf(now, method) === stored;
  }

  async function compareCounted(attempt: Attempt): Promise<boolean> {
    const one = keyOf(attempt);
    underWay.set(one, (underWay.get(one) ?? 0) + 1);
    try {
      return await compare(attempt);
    } finally {
      const left = (underWay.get(one) ?? 1) - 1;
      if (left === 0) underWay.delete(one);
      else underWay.set(one, left);
    }
  }

  return {
    isRight: async (attempt) => {
      const { person, method } = attempt;
      refuseTooSoon(attempt);
      const counted = passesShared(attempt) ? null : shared.attempt(steadyMs());
      const right = await compareCounted(attempt);
      if (!right) {
        writeFailure(attempt);
        return false;
      }
      counted?.undo();
      if (person !== null && failuresOf(attempt).failures > 0) {
        store.inTransaction(() => store.people.forgive(person.id, method));
      }
      return true;
    },
  };
}

function hashOf(person: PersonRow | null, method: SignInMethod): string | null {
  return (method === "password" ? person?.password_hash : person?.pin_hash) ?? null;
}
