/** Somebody is signed in, without accounts: for tests of what comes after. */
import type { CallerSource } from "../../src/api/access-guard.ts";
import { PERMISSIONS_OF, type PersonRole } from "../../src/domain/person.ts";

/** Every request is sent by A. Jansen in this role. */
export function signedInAs(role: PersonRole): CallerSource {
  return {
    stands: () => true,
    spend: () => undefined,
    callerOf: () => ({
      kind: "person",
      personId: "person-1",
      name: "A. Jansen",
      role,
      sessionId: "session-1",
      method: "password",
      authorisedBy: null,
      permissions: new Set(PERMISSIONS_OF[role]),
    }),
  };
}
