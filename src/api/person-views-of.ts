/** Rows of people, sessions and tokens as views: hashes stay behind. */
import type { Access } from "../access/access.ts";
import type { Accounts } from "../access/accounts.ts";
import { mustChangePassword, permissionsOf } from "../access/person-permissions.ts";
import type { FoundSession } from "../access/sessions.ts";
import { scopesOf } from "../access/tokens.ts";
import type { PersonRow } from "../store/people.ts";
import type { SessionRow } from "../store/sessions.ts";
import type { TokenRow } from "../store/tokens.ts";
import type { PersonView, SessionView, SignedInView, TokenView } from "./people-views.ts";

/** What a browser is told of its session; `found` is null without one. */
export function sessionView(access: Access, found: FoundSession | null): SessionView {
  const { lockAfterMs } = access;
  if (found === null) {
    const state = access.setUpCode !== null && access.accounts.lacksAdministrator();
    return {
      state: state ? "set-up" : "signed-out",
      person: null,
      method: null,
      permissions: [],
      lockAfterMs,
      locksAtUtc: null,
      endsAtUtc: null,
      mustChangePassword: false,
    };
  }
  const { person, row, isLocked, locksAtUtc, endsAtUtc } = found;
  const proved = { person, method: row.method };
  const mustChange = mustChangePassword(proved);
  return {
    state: isLocked ? "locked" : "signed-in",
    person: { id: person.id, name: person.name, role: person.role },
    method: row.method,
    permissions: isLocked || mustChange ? [] : permissionsOf(proved),
    lockAfterMs,
    locksAtUtc,
    endsAtUtc,
    mustChangePassword: mustChange,
  };
}

export function personView(accounts: Accounts, person: PersonRow): PersonView {
  return {
    id: person.id,
    name: person.name,
    role: person.role,
    active: person.active === 1,
    badge: person.badge,
    hasPin: person.pin_hash !== null,
    mustChangePassword: person.must_change_password === 1,
    createdAtUtc: person.created_at_utc,
    lastSignInAtUtc: person.last_sign_in_at_utc,
    failuresSinceSignIn: accounts.failuresOf(person.id),
  };
}

export function signedInView(row: SessionRow, presentId: string): SignedInView {
  return {
    atUtc: row.started_at_utc,
    method: row.method,
    endedAtUtc: row.ended_at_utc,
    endedBecause: row.ended_because,
    present: row.id === presentId,
  };
}

export function tokenView(row: TokenRow): TokenView {
  const { revoked_by: by, revoked_because: reason, revoked_at_utc: atUtc } = row;
  return {
    id: row.id,
    name: row.name,
    scopes: scopesOf(row),
    createdBy: row.created_by,
    createdAtUtc: row.created_at_utc,
    lastUsedAtUtc: row.last_used_at_utc,
    endsAtUtc: row.ends_at_utc,
    revoked: by === null || reason === null || atUtc === null ? null : { by, reason, atUtc },
  };
}
