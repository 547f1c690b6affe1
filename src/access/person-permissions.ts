import { BADGE_PERMISSIONS, PERMISSIONS_OF, type Permission } from "../domain/person.ts";
import type { Proved } from "./sign-in.ts";

/** What a person may do who has signed in this way: a badge is good for the work at the bench alone. */
export function permissionsOf({ person, method }: Proved): readonly Permission[] {
  const all = PERMISSIONS_OF[person.role];
  return method === "badge" ? all.filter((one) => BADGE_PERMISSIONS.includes(one)) : all;
}

/** True while the person works with a password that somebody else set. */
export function mustChangePassword({ person, method }: Proved): boolean {
  return method === "password" && person.must_change_password === 1;
}
