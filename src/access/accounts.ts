/** Accounts of people: made, changed and deactivated, never deleted. The audit trail tells of each change. */
import { accountSecretsSha256 } from "../domain/account-secrets.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { nameKey } from "../domain/name-key.ts";
import type { PersonRole } from "../domain/person.ts";
import type { PersonRow, PersonState } from "../store/people.ts";
import { type AccessParts, auditPerson, utcOf } from "./access-parts.ts";
import { hashPassword } from "./hash-secret.ts";
import { requireGoodPassword } from "./password-rules.ts";
import { requireBadge, requirePersonName } from "./person-name.ts";
import { requireGoodPin } from "./pin-rules.ts";

export interface NewPerson {
  readonly name: string;
  readonly role: PersonRole;
  readonly password: string;
  readonly badge?: string | undefined;
  /** True where somebody else chose the password. */
  readonly mustChangePassword: boolean;
  /** Only as the first administrator: refused where there is one. */
  readonly isFirst?: true;
}

export interface PersonChange {
  readonly role?: PersonRole | undefined;
  readonly active?: boolean | undefined;
  /** Null takes it away. */
  readonly badge?: string | null | undefined;
  /** A new first password, which the person changes at the next sign-in; the PIN is taken away. */
  readonly password?: string | undefined;
  readonly reason: string;
}

export interface Accounts {
  /** By name. */
  all(): readonly PersonRow[];
  byId(id: string): PersonRow | null;
  /** By name however it is written, or by badge. Null where nobody active has it. */
  named(text: string): PersonRow | null;
  /** Throws PERSON_UNKNOWN; deactivated people are known. */
  require(idOrName: string): PersonRow;
  /** Wrong passwords and PINs since the last right one of each. */
  failuresOf(id: string): number;
  /** True while nobody could sign in as an administrator. */
  lacksAdministrator(): boolean;
  /** Throws PERSON_INVALID, PERSON_TAKEN, BADGE_TAKEN or PASSWORD_WEAK. */
  add(person: NewPerson, by: string): Promise<PersonRow>;
  /** Ends the person's sessions. Throws PERSON_UNKNOWN, LAST_ADMINISTRATOR and what `add` throws. */
  change(id: string, change: PersonChange, by: string): Promise<PersonRow>;
  /**
   * The person's own new password. Ends the person's sessions; a PIN from before the first own password is taken away,
   * because whoever knew the first one can have set it. Throws PASSWORD_WEAK.
   */
  changeOwnPassword(id: string, password: string): Promise<PersonRow>;
  /**
   * Throws PIN_WEAK, PASSWORD_CHANGE_NEEDED while the password is one that somebody else set, or SESSION_ENDED when the
   * password has changed meanwhile.
   */
  setPin(id: string, pin: string): Promise<void>;
}

export function createAccounts(parts: AccessParts): Accounts {
  const { store } = parts;

  function requireId(id: string): PersonRow {
    const person = store.people.byId(id);
    if (person !== null) return person;
    throw new PlatewardenError("PERSON_UNKNOWN", "There is no such account.");
  }

  function refuseTakenBadge(badge: string | null, own: string | null): void {
    const holder = badge === null ? null : store.people.byBadge(badge);
    if (holder === null || holder.id === own) return;
    throw new PlatewardenError("BADGE_TAKEN", `This badge is ${holder.name}'s.`);
  }

  function refuseTakenName(name: string): void {
    const holder = store.people.byNameKey(nameKey(name));
    if (holder === null) return;
    throw new PlatewardenError(
      "PERSON_TAKEN",
      `There is an account of ${holder.name} already${holder.active === 0 ? ", which is deactivated" : ""}.`,
    );
  }

  function refuseLosingLast(before: PersonRow, after: PersonState): void {
    const isOne = (row: PersonState): boolean => row.active === 1 && row.role === "administrator";
    if (!isOne(before) || isOne(after) || store.people.countAdministrators() > 1) return;
    throw new PlatewardenError(
      "LAST_ADMINISTRATOR",
      `${before.name} is the last administrator who can sign in.`,
    );
  }

  /** Writes what changed, tells of it, and ends the sessions, all together. */
  function write(
    before: PersonRow,
    after: Partial<PersonState>,
    said: { readonly by: string; readonly action: string; readonly detail: object },
    endSessions: string | null,
  ): PersonRow {
    store.inTransaction(() => {
      const now = { ...before, ...after };
      store.people.change(now);
      const detail = { ...said.detail, secretsSha256: accountSecretsSha256(now) };
      auditPerson(parts, { ...said, person: before, detail });
      if (endSessions !== null) store.sessions.endAll(before.id, endSessions, utcOf(parts));
    });
    return requireId(before.id);
  }

  return {
    all: () => store.people.all(),
    byId: (id) => store.people.byId(id),
    named: (text) => {
      const found = store.people.byNameKey(nameKey(text)) ?? store.people.byBadge(text.trim());
      return found?.active === 1 ? found : null;
    },
    require: (idOrName) =>
      store.people.byNameKey(nameKey(idOrName)) ??
      store.people.byId(idOrName) ??
      requireNamed(idOrName),
    failuresOf: (id) => store.people.countFailures(id),
    lacksAdministrator: () => store.people.countAdministrators() === 0,
    add: async (person, by) => {
      const name = requirePersonName(person.name);
      const badge = person.badge === undefined ? null : requireBadge(person.badge);
      requireGoodPassword(person.password, name);
      const passwordHash = await hashPassword(person.password);
      const row: PersonRow = {
        id: store.newId(),
        name,
        name_key: nameKey(name),
        role: person.role,
        active: 1,
        badge,
        password_hash: passwordHash,
        pin_hash: null,
        must_change_password: person.mustChangePassword ? 1 : 0,
        last_sign_in_at_utc: null,
        created_at_utc: utcOf(parts),
      };
      store.inTransaction(() => {
        if (person.isFirst === true && store.people.countAdministrators() > 0) {
          throw new PlatewardenError("SET_UP_REFUSED", "There is an administrator already.");
        }
        refuseTakenName(name);
        refuseTakenBadge(badge, null);
        store.people.insert(row);
        auditPerson(parts, {
          by,
          action: "person.add",
          person: row,
          detail: { role: row.role, badge, secretsSha256: accountSecretsSha256(row) },
        });
      });
      return row;
    },
    change: async (id, { reason, password, ...change }, by) => {
      const known = requireId(id);
      const badge = change.badge == null ? change.badge : requireBadge(change.badge);
      if (password !== undefined) requireGoodPassword(password, known.name);
      const passwordHash = password === undefined ? null : await hashPassword(password);
      return store.inTransaction(() => {
        const before = requireId(id);
        const after: PersonState = {
          ...before,
          role: change.role ?? before.role,
          active: change.active === undefined ? before.active : change.active ? 1 : 0,
          badge: badge === undefined ? before.badge : badge,
          ...(passwordHash === null
            ? {}
            : { password_hash: passwordHash, must_change_password: 1 as const, pin_hash: null }),
        };
        refuseTakenBadge(after.badge, id);
        refuseLosingLast(before, after);
        const detail = { changes: differences(before, after), reason };
        const action = "person.change";
        const ended = endOf(before, after);
        if (passwordHash !== null) store.people.forgive(id, "password");
        return write(before, after, { by, action, detail }, ended);
      });
    },
    changeOwnPassword: async (id, password) => {
      const person = requireId(id);
      requireGoodPassword(password, person.name);
      const passwordHash = await hashPassword(password);
      return store.inTransaction(() => {
        const before = requireId(id);
        const after = {
          password_hash: passwordHash,
          must_change_password: 0,
          pin_hash: before.must_change_password === 1 ? null : before.pin_hash,
        } as const;
        const detail = pinTaken(before, after) ? { pin: "taken away" } : {};
        const said = { by: before.name, action: "person.password", detail };
        return write(before, after, said, "the password was changed");
      });
    },
    setPin: async (id, pin) => {
      requireGoodPin(pin);
      const known = requireId(id);
      requireOwnPassword(known);
      const pinHash = await hashPassword(pin);
      store.inTransaction(() => {
        const before = requireId(id);
        requireOwnPassword(before);
        if (before.password_hash !== known.password_hash) {
          throw new PlatewardenError("SESSION_ENDED", "The password has been changed meanwhile.");
        }
        write(
          before,
          { pin_hash: pinHash },
          { by: before.name, action: "person.pin", detail: {} },
          null,
        );
        store.people.forgive(id, "badge");
      });
    },
  };
}

function requireNamed(name: string): never {
  throw new PlatewardenError("PERSON_UNKNOWN", `There is no account of ${name}.`);
}

/** A PIN signs in for as long as it stands: it must be its owner's alone from the beginning. */
function requireOwnPassword({ name, must_change_password }: PersonRow): void {
  if (must_change_password === 0) return;
  throw new PlatewardenError(
    "PASSWORD_CHANGE_NEEDED",
    `${name} has a password that somebody else set: choose your own one first, then a PIN.`,
  );
}

function pinTaken(before: PersonState, after: Pick<PersonState, "pin_hash">): boolean {
  return before.pin_hash !== null && after.pin_hash === null;
}

/** Why a change ends the sessions of a person; null when they go on. */
function endOf(before: PersonState, after: PersonState): string | null {
  if (after.active === 0) return "the account was deactivated";
  if (before.role !== after.role) return "the role was changed";
  if (before.password_hash !== after.password_hash) return "an administrator set a new password";
  return null;
}

/** Old and new of what differs, for the audit trail; of a password only that it does. */
function differences(before: PersonState, after: PersonState): Record<string, unknown> {
  const shown = (row: PersonState): Record<string, unknown> => ({
    role: row.role,
    active: row.active === 1,
    badge: row.badge,
  });
  const [old, fresh] = [shown(before), shown(after)];
  const changed = Object.keys(old).filter((field) => old[field] !== fresh[field]);
  return {
    ...Object.fromEntries(changed.map((field) => [field, { old: old[field], new: fresh[field] }])),
    ...(before.password_hash === after.password_hash ? {} : { password: "a new first one" }),
    ...(pinTaken(before, after) ? { pin: "taken away" } : {}),
  };
}
