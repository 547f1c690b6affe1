import type { Store } from "../store/open-store.ts";
import type { PersonRow } from "../store/people.ts";

/** What everything here is made of. */
export interface AccessParts {
  readonly store: Store;
  /** The present time in ms since 1970. */
  readonly nowMs: () => number;
  /** A clock that nobody sets, in ms, for how long something lasts while this process runs; `nowMs` when absent. */
  readonly steadyMs?: () => number;
}

/** The present time as ISO 8601 UTC. */
export function utcOf({ nowMs }: AccessParts): string {
  return new Date(nowMs()).toISOString();
}

/** Says in the audit trail what was done to an account. Call it inside the transaction it tells of. */
export function auditPerson(
  parts: AccessParts,
  entry: {
    readonly by: string;
    readonly action: string;
    readonly person: PersonRow;
    readonly detail: object;
  },
): void {
  const { by, action, person, detail } = entry;
  const atUtc = utcOf(parts);
  parts.store.journal.audit({
    atUtc,
    actor: by,
    action,
    subject: person.id,
    detail: { name: person.name, ...detail },
  });
  parts.store.journal.change("person", person.id, atUtc);
}
