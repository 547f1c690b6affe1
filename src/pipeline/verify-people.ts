/** Accounts and tokens against the audit trail: who may do what must be what was once granted, and nothing else. */
import { accountSecretsSha256 } from "../domain/account-secrets.ts";
import { nameKey } from "../domain/name-key.ts";
import type { Store } from "../store/open-store.ts";
import type { PersonRow } from "../store/people.ts";
import type { TokenRow } from "../store/tokens.ts";
import type { ToldDetail, ToldEntry } from "./told-entry.ts";

export const PEOPLE_ACTIONS = ["person.add", "person.change", "person.password", "person.pin"];
export const TOKEN_ACTIONS = ["token.add", "token.revoke"];

/** An account as the entries about it leave it; null where no entry has said it yet. */
interface ToldPerson {
  readonly name: unknown;
  readonly role: unknown;
  readonly active: unknown;
  readonly badge: unknown;
  readonly secretsSha256: unknown;
}

/** Of each field that an entry changed what it is since. */
function changedTo(detail: ToldDetail): Readonly<Record<string, unknown>> {
  const changes = (detail.changes ?? {}) as Readonly<Record<string, { readonly new?: unknown }>>;
  return Object.fromEntries(
    ["role", "active", "badge"]
      .filter((field) => changes[field] !== undefined)
      .map((field) => [field, changes[field]?.new]),
  );
}

function afterEntry(before: ToldPerson | undefined, { action, detail }: ToldEntry): ToldPerson {
  const { name, role, badge, secretsSha256 = null } = detail;
  if (action === "person.add" || before === undefined) {
    return { name, role, active: true, badge, secretsSha256 };
  }
  return { ...before, ...changedTo(detail), secretsSha256 };
}

function toldPeople(entries: readonly ToldEntry[]): ReadonlyMap<string, ToldPerson> {
  const people = new Map<string, ToldPerson>();
  for (const entry of entries) {
    people.set(entry.subject, afterEntry(people.get(entry.subject), entry));
  }
  return people;
}

/** What of an account is not as the trail tells, in words. */
function differences(told: ToldPerson, row: PersonRow): string[] {
  const fits: Readonly<Record<string, boolean>> = {
    name: told.name === row.name && row.name_key === nameKey(row.name),
    role: told.role === row.role,
    "being active": told.active === (row.active === 1),
    badge: told.badge === row.badge,
    "password or PIN":
      told.secretsSha256 === null || told.secretsSha256 === accountSecretsSha256(row),
  };
  return Object.keys(fits).filter((field) => fits[field] === false);
}

/** Accounts that are not what the entries about them leave, that are gone, and that nobody has made. */
export function peopleFindings(store: Store, entries: readonly ToldEntry[]): string[] {
  const told = toldPeople(entries);
  const rows = store.people.all();
  const there = new Set(rows.map(({ id }) => id));
  const gone = [...told]
    .filter(([id]) => !there.has(id))
    .map(([, { name }]) => `the account of ${String(name)} is gone`);
  const others = rows.flatMap((row) => {
    const person = told.get(row.id);
    if (person === undefined) return [`the account of ${row.name} was never made`];
    return differences(person, row).map(
      (field) => `the account of ${row.name}: its ${field} is not what the audit trail tells`,
    );
  });
  return [...gone, ...others];
}

function tokenFits(row: TokenRow, added: ToldEntry, revoked: ToldEntry | undefined): boolean {
  const { name, scopes, endsAtUtc } = added.detail;
  return (
    row.name === name &&
    row.created_by === added.actor &&
    row.scopes === JSON.stringify(scopes) &&
    row.ends_at_utc === endsAtUtc &&
    row.revoked_by === (revoked?.actor ?? null) &&
    row.revoked_because === (revoked?.detail.reason ?? null)
  );
}

/** Tokens that allow something else than what was granted, that are gone, and that nobody has made. */
export function tokenFindings(store: Store, entries: readonly ToldEntry[]): string[] {
  const of = (action: string) =>
    new Map(entries.filter((one) => one.action === action).map((one) => [one.subject, one]));
  const [added, revoked] = [of("token.add"), of("token.revoke")];
  const rows = store.tokens.all();
  const there = new Set(rows.map(({ id }) => id));
  const gone = [...added.values()]
    .filter(({ subject }) => !there.has(subject))
    .map(({ detail }) => `the token ${String(detail.name)} is gone`);
  const others = rows.flatMap((row) => {
    const entry = added.get(row.id);
    if (entry === undefined) return [`the token ${row.name} was never made`];
    const fits = tokenFits(row, entry, revoked.get(row.id));
    return fits ? [] : [`the token ${row.name} is not what the audit trail tells`];
  });
  return [...gone, ...others];
}
