/** From what somebody types or scans to a session. */
import { PlatewardenError } from "../domain/errors.ts";
import type { PersonRow, SignInMethod } from "../store/people.ts";
import { type AccessParts, utcOf } from "./access-parts.ts";
import type { Accounts } from "./accounts.ts";
import type { FoundSession, Sessions } from "./sessions.ts";
import type { SignInAttempts } from "./sign-in-attempts.ts";

export type Credentials =
  | { readonly name: string; readonly password: string }
  | { readonly badge: string; readonly pin: string };

/** A person who has proved it, and how. */
export interface Proved {
  readonly person: PersonRow;
  readonly method: SignInMethod;
}

export interface SignIn {
  /** Throws SIGN_IN_REFUSED, SIGN_IN_SLOWED, BADGE_UNKNOWN or PIN_NOT_SET. */
  prove(credentials: Credentials, purpose: string, present: FoundSession | null): Promise<Proved>;
  /**
   * Signs in; `present` is the session of this browser. A locked one of the same person goes on, every other one ends.
   * The secret that comes back is new in any case. Throws what `prove` throws.
   */
  signIn(credentials: Credentials, present: FoundSession | null): Promise<string>;
  signOut(present: FoundSession): void;
  /**
   * True when it is this person's password, for what somebody signs or changes once more. Wrong ones count as at the
   * sign-in. Throws SIGN_IN_SLOWED.
   */
  verifyPassword(personId: string, password: string, purpose?: string): Promise<boolean>;
}

interface SignInParts extends AccessParts {
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly attempts: SignInAttempts;
}

export function createSignIn(parts: SignInParts): SignIn {
  const { store, accounts, sessions, attempts } = parts;

  async function proveByPassword(
    { name, password }: { readonly name: string; readonly password: string },
    purpose: string,
    present: FoundSession | null,
  ): Promise<Proved> {
    const person = accounts.named(name);
    const isOwn = person !== null && present?.person.id === person.id;
    const attempt = {
      person,
      method: "password",
      who: name,
      secret: password,
      purpose,
      isOwn,
    } as const;
    if ((await attempts.isRight(attempt)) && person !== null) return { person, method: "password" };
    throw new PlatewardenError("SIGN_IN_REFUSED", "The name or the password is not right.");
  }

  async function proveByBadge(
    { badge, pin }: { readonly badge: string; readonly pin: string },
    purpose: string,
    present: FoundSession | null,
  ): Promise<Proved> {
    const holder = store.people.byBadge(badge.trim());
    const person = holder?.active === 1 ? holder : null;
    if (person?.pin_hash === null) {
      throw new PlatewardenError("PIN_NOT_SET", `${person.name} has no PIN yet.`);
    }
    const isOwn = person !== null && present?.person.id === person.id;
    const attempt = { person, method: "badge", who: badge, secret: pin, purpose, isOwn } as const;
    const right = await attempts.isRight(attempt);
    if (person === null) {
      throw new PlatewardenError("BADGE_UNKNOWN", "No account has the badge that was scanned.");
    }
    if (right) return { person, method: "badge" };
    throw new PlatewardenError("SIGN_IN_REFUSED", "The PIN is not that of the badge.");
  }

  function audit(action: string, { person, method }: Proved, detail: object = {}): void {
    store.journal.audit({
      atUtc: utcOf(parts),
      actor: person.name,
      action,
      subject: person.id,
      detail: { name: person.name, method, ...detail },
    });
  }

  const prove: SignIn["prove"] = (credentials, purpose, present) =>
    "badge" in credentials
      ? proveByBadge(credentials, purpose, present)
      : proveByPassword(credentials, purpose, present);

  return {
    prove,
    signIn: async (credentials, given) => {
      const proved = await prove(credentials, "sign-in", given);
      const { person, method } = proved;
      return store.inTransaction(() => {
        // Meanwhile somebody may have signed out of it.
        const present = given === null ? null : sessions.again(given);
        store.people.signedIn(person.id, utcOf(parts));
        if (present?.isLocked === true && present.person.id === person.id) {
          audit("session.unlock", proved);
          return sessions.unlock(present, method);
        }
        const instead = present === null ? {} : { insteadOf: present.person.name };
        if (present !== null) sessions.end(present, `${person.name} signed in`);
        audit("session.sign-in", proved, instead);
        return sessions.start(person, method);
      });
    },
    signOut: (present) =>
      store.inTransaction(() => {
        sessions.end(present, "signed out");
        audit("session.sign-out", { person: present.person, method: present.row.method });
      }),
    verifyPassword: async (personId, password, purpose = "signature") => {
      const person = accounts.byId(personId);
      if (person === null || person.active === 0) return false;
      const attempt = {
        person,
        method: "password",
        who: person.name,
        secret: password,
        purpose,
      } as const;
      return attempts.isRight({ ...attempt, isOwn: true });
    },
  };
}
