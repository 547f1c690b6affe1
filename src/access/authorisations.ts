/** A supervisor lets one thing be done once by somebody who is signed in. Kept in memory: a minute is soon over. */
import { PlatewardenError } from "../domain/errors.ts";
import type { PersonRow } from "../store/people.ts";
import { type AccessParts, utcOf } from "./access-parts.ts";
import { newSecret, secretHash } from "./hash-secret.ts";

const GOOD_FOR_MS = 60_000;

export interface AuthorisedAct {
  readonly sessionId: string;
  /** Who does it. */
  readonly personName: string;
  /** Of the API. */
  readonly operation: string;
  /** What it is done to; empty where the operation has no such thing. */
  readonly subject: string;
}

export interface Authorisations {
  /** The id that comes back is kept nowhere. */
  give(
    act: AuthorisedAct,
    supervisor: PersonRow,
  ): { readonly id: string; readonly expiresAtUtc: string };
  /** The name of who gave it, which stays good; one that does not fit is used up. Throws AUTHORISATION_REFUSED. */
  look(id: string, act: AuthorisedAct): string;
  /**
   * The name of who gave it; it is used up by that, whether or not it fits. The audit trail names both. Throws
   * AUTHORISATION_REFUSED.
   */
  use(id: string, act: AuthorisedAct): string;
}

interface Given extends AuthorisedAct {
  readonly supervisor: PersonRow;
  /** By the clock that nobody sets. */
  readonly atMs: number;
}

/** Who was deactivated, demoted or given another password meanwhile has nothing to give any more. */
function isUnchanged(now: PersonRow | null, then: PersonRow): boolean {
  return now?.active === 1 && now.role === then.role && now.password_hash === then.password_hash;
}

export function createAuthorisations(parts: AccessParts): Authorisations {
  const { store, nowMs } = parts;
  const steadyMs = parts.steadyMs ?? nowMs;
  const given = new Map<string, Given>();
  const isOver = ({ atMs }: Given): boolean => Math.abs(steadyMs() - atMs) >= GOOD_FOR_MS;

  function audit(actor: string, action: string, act: AuthorisedAct, detail: object): void {
    store.inTransaction(() =>
      store.journal.audit({
        atUtc: utcOf(parts),
        actor,
        action,
        subject: act.subject === "" ? act.operation : act.subject,
        detail: { operation: act.operation, ...detail },
      }),
    );
  }

  return {
    give: (act, supervisor) => {
      for (const [key, one] of given) if (isOver(one)) given.delete(key);
      const id = newSecret();
      given.set(secretHash(id), { ...act, supervisor, atMs: steadyMs() });
      audit(supervisor.name, "session.authorise", act, { for: act.personName });
      return { id, expiresAtUtc: new Date(nowMs() + GOOD_FOR_MS).toISOString() };
    },
    look: (id, act) => fitting(id, act).supervisor.name,
    use: (id, act) => {
      const by = fitting(id, act).supervisor.name;
      given.delete(secretHash(id));
      audit(act.personName, "session.authorised", act, { authorisedBy: by });
      return by;
    },
  };

  function fitting(id: string, act: AuthorisedAct): Given {
    const key = secretHash(id);
    const one = given.get(key);
    const fits =
      one !== undefined &&
      !isOver(one) &&
      one.sessionId === act.sessionId &&
      one.operation === act.operation &&
      one.subject === act.subject &&
      isUnchanged(store.people.byId(one.supervisor.id), one.supervisor);
    if (fits) return one;
    given.delete(key);
    throw new PlatewardenError(
      "AUTHORISATION_REFUSED",
      "This authorisation is not for this: it is good once, for a minute, and only for what it was given for.",
    );
  }
}
