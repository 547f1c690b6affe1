/** Who is signed in at which browser. A session locks when nobody touches the page, and ends after twelve hours. */
import type { PersonRow, SignInMethod } from "../store/people.ts";
import type { SessionRow } from "../store/sessions.ts";
import { type AccessParts, utcOf } from "./access-parts.ts";
import { newSecret, secretHash } from "./hash-secret.ts";

const SESSION_MS = 12 * 3_600_000;

/** So exactly is stored when somebody was last active; a row for every click would be a commit for every click. */
const STORED_EVERY_MS = 15_000;

export interface SessionParts extends AccessParts {
  readonly lockAfterMs: number;
}

export interface FoundSession {
  readonly row: SessionRow;
  readonly person: PersonRow;
  readonly isLocked: boolean;
  /** When it locks if nobody touches the page until then; null when it is locked. */
  readonly locksAtUtc: string | null;
  readonly endsAtUtc: string;
}

export interface Sessions {
  /** The session goes by the secret that comes back, which is kept nowhere. */
  start(person: PersonRow, method: SignInMethod): string;
  /** Null when there is none or it has ended. */
  find(secret: string): FoundSession | null;
  /** The session as it is by now; null when it has ended. */
  again(session: FoundSession): FoundSession | null;
  /** As `find`, without its secret. */
  stands(sessionId: string): boolean;
  /** Somebody touches the page. */
  touch(session: FoundSession): void;
  lock(session: FoundSession): void;
  /** It goes on under a new secret, which comes back. */
  unlock(session: FoundSession, method: SignInMethod): string;
  /** Newest first. */
  ofPerson(personId: string, limit: number): readonly SessionRow[];
  end(session: FoundSession, because: string): void;
  endAll(personId: string, because: string): void;
}

export function createSessions(parts: SessionParts): Sessions {
  const { store, nowMs, lockAfterMs } = parts;
  const steadyMs = parts.steadyMs ?? nowMs;
  /** What is not stored yet, or cannot be while the disk is full. */
  const lastActive = new Map<string, number>();
  /** By the clock that nobody sets: when this process saw the session first, and when it was touched last. */
  const steady = new Map<string, { readonly seenMs: number; activeMs: number }>();

  const utc = (ms: number): string => new Date(ms).toISOString();

  function activeMs(row: SessionRow): number {
    return Math.max(lastActive.get(row.id) ?? 0, Date.parse(row.last_active_at_utc));
  }

  /**
   * Whichever way the clock was set: what is a long way off is long ago; and setting it back again and again makes
   * nothing last longer while this process runs.
   */
  function hasPassed(sinceMs: number, steadySinceMs: number, lengthMs: number): boolean {
    return Math.abs(nowMs() - sinceMs) >= lengthMs || steadyMs() - steadySinceMs >= lengthMs;
  }

  function steadyOf(id: string): { readonly seenMs: number; activeMs: number } {
    const known = steady.get(id) ?? { seenMs: steadyMs(), activeMs: steadyMs() };
    steady.set(id, known);
    return known;
  }

  function endRow(id: string, because: string): void {
    lastActive.delete(id);
    steady.delete(id);
    store.inTransaction(() => store.sessions.end(id, because, utcOf(parts)));
  }

  function lockRow(row: SessionRow): void {
    lastActive.delete(row.id);
    store.inTransaction(() => store.sessions.lock(row.id, utcOf(parts)));
  }

  /** What follows from the time alone follows from it again at the next look, when a full disk takes it then. */
  function storeIfPossible(work: () => void): void {
    try {
      work();
    } catch {
      // Nobody gets in by it: whether or not it is stored, the session counts as locked or ended.
    }
  }

  function standing(row: SessionRow | null): FoundSession | null {
    if (row === null) return null;
    if (row.ended_at_utc !== null) {
      lastActive.delete(row.id);
      steady.delete(row.id);
      return null;
    }
    const startedMs = Date.parse(row.started_at_utc);
    const { seenMs, activeMs: steadyActiveMs } = steadyOf(row.id);
    if (hasPassed(startedMs, seenMs, SESSION_MS)) {
      storeIfPossible(() => endRow(row.id, "it had lasted twelve hours"));
      return null;
    }
    const person = store.people.byId(row.person_id);
    if (person === null || person.active === 0) return null;
    const isIdle =
      row.locked_at_utc === null && hasPassed(activeMs(row), steadyActiveMs, lockAfterMs);
    if (isIdle) storeIfPossible(() => lockRow(row));
    const isLocked = isIdle || row.locked_at_utc !== null;
    return {
      row,
      person,
      isLocked,
      locksAtUtc: isLocked ? null : utc(activeMs(row) + lockAfterMs),
      endsAtUtc: utc(startedMs + SESSION_MS),
    };
  }

  return {
    start: (person, method) => {
      const secret = newSecret();
      const atUtc = utcOf(parts);
      const id = store.newId();
      store.inTransaction(() =>
        store.sessions.insert({
          id,
          secret_sha256: secretHash(secret),
          person_id: person.id,
          method,
          started_at_utc: atUtc,
          last_active_at_utc: atUtc,
          locked_at_utc: null,
          ended_at_utc: null,
          ended_because: null,
        }),
      );
      steadyOf(id);
      return secret;
    },
    find: (secret) => standing(store.sessions.bySecret(secretHash(secret))),
    again: ({ row }) => standing(store.sessions.byId(row.id)),
    stands: (sessionId) => {
      const found = standing(store.sessions.byId(sessionId));
      return found !== null && !found.isLocked;
    },
    touch: ({ row }) => {
      const now = nowMs();
      lastActive.set(row.id, now);
      steadyOf(row.id).activeMs = steadyMs();
      if (Math.abs(now - Date.parse(row.last_active_at_utc)) < STORED_EVERY_MS) return;
      try {
        store.inTransaction(() => store.sessions.touch(row.id, utcOf(parts)));
      } catch {
        // A full disk must not shut out whoever is to see that it is full; the memory above holds it.
      }
    },
    lock: ({ row, isLocked }) => {
      if (!isLocked) lockRow(row);
    },
    unlock: ({ row }, method) => {
      const secret = newSecret();
      lastActive.delete(row.id);
      steadyOf(row.id).activeMs = steadyMs();
      store.inTransaction(() =>
        store.sessions.unlock(row.id, secretHash(secret), method, utcOf(parts)),
      );
      return secret;
    },
    ofPerson: (personId, limit) => store.sessions.ofPerson(personId, limit),
    end: ({ row }, because) => endRow(row.id, because),
    endAll: (personId, because) =>
      store.inTransaction(() => store.sessions.endAll(personId, because, utcOf(parts))),
  };
}
