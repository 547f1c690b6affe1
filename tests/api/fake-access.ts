/** Accounts of a bench at which A. Jansen is signed in for ever; goes with `signedInAs` of the same role. */
import type { AccessService } from "../../src/api/access-service.ts";
import type { SessionView } from "../../src/api/people-views.ts";
import { PERMISSIONS_OF, type PersonRole } from "../../src/domain/person.ts";

const LOCK_AFTER_MS = 600_000;

function refused(): never {
  throw new Error("the fake accounts cannot do this: use the real ones");
}

export function fakeAccess(role: PersonRole): AccessService {
  const session = (): SessionView => ({
    state: "signed-in",
    person: { id: "person-1", name: "A. Jansen", role },
    method: "password",
    permissions: PERMISSIONS_OF[role],
    lockAfterMs: LOCK_AFTER_MS,
    locksAtUtc: new Date(Date.now() + LOCK_AFTER_MS).toISOString(),
    endsAtUtc: new Date(Date.now() + 12 * 3_600_000).toISOString(),
    mustChangePassword: false,
  });
  return {
    session,
    active: session,
    lock: refused,
    signOut: refused,
    setUp: refused,
    signIn: refused,
    changePassword: refused,
    setPin: refused,
    authorise: refused,
    signIns: () => [],
    people: () => [],
    addPerson: refused,
    changePerson: refused,
    tokens: () => [],
    addToken: refused,
    revokeToken: refused,
  };
}
