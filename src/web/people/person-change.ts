import type { ChangePersonRequest, PersonView } from "../../api/people-views.ts";
import type { PersonRole } from "../../domain/person.ts";

/** What the form holds; an empty badge or password means none. */
export interface PersonDraft {
  readonly role: PersonRole;
  readonly active: boolean;
  readonly badge: string;
  readonly password: string;
  readonly reason: string;
}

export function draftOf(person: PersonView): PersonDraft {
  const { role, active, badge } = person;
  return { role, active, badge: badge ?? "", password: "", reason: "" };
}

/** Only what differs from the account as it is; null when nothing does. */
export function changeOf(person: PersonView, draft: PersonDraft): ChangePersonRequest | null {
  const badge = draft.badge.trim() === "" ? null : draft.badge.trim();
  const change = {
    ...(draft.role === person.role ? {} : { role: draft.role }),
    ...(draft.active === person.active ? {} : { active: draft.active }),
    ...(badge === person.badge ? {} : { badge }),
    ...(draft.password === "" ? {} : { password: draft.password }),
  };
  return Object.keys(change).length === 0 ? null : { ...change, reason: draft.reason.trim() };
}
