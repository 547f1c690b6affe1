/** Which reader is there, and which filters it has. */
import type { Dialogue, ReaderIdentity } from "../../src/instrument/contract.ts";
import { ask, commandOf, takeControl, underControl } from "./answer.ts";
import type { ProfileOptions } from "./options.ts";
import type { Profile } from "./profile-schema.ts";
import { type Session, startSession } from "./session.ts";

/** In this order where the profile names no other. */
const USUAL_SEQUENCE = ["identify", "serial", "firmware", "filters", "status", "temperature"];

/** The commands that find out what is there; none of them moves hardware. */
export function identifySequence(profile: Profile): string[] {
  const names = profile.sequences.identify ?? USUAL_SEQUENCE;
  return names.filter((name) => commandOf(profile, name)?.moves_hardware === false);
}

/** A reader that only sends cannot be asked: it is what the profile says it is. */
export function* identify(profile: Profile, options: ProfileOptions): Dialogue<ReaderIdentity> {
  yield { kind: "report", report: { kind: "phase", phase: "identifying", expectedMs: null } };
  const session = startSession(profile, options);
  return yield* underControl(session, takeAndAsk(session));
}

function* takeAndAsk(session: Session): Dialogue<ReaderIdentity> {
  if (identifySequence(session.profile).length > 0) yield* takeControl(session);
  return yield* askWhoIsThere(session);
}

/** Asks everything the profile has a question for; needs remote control where there is such a thing. */
export function* askWhoIsThere(session: Session): Dialogue<ReaderIdentity> {
  const { profile, options } = session;
  const facts: Record<string, string> = {};
  let filtersNm = options.filtersNm;
  for (const name of identifySequence(profile)) {
    const withinMs = commandOf(profile, name)?.within_ms ?? profile.time_outs.identify_ms;
    const answer = yield* ask(session, { name, values: options.own, withinMs });
    if (name === "filters") {
      filtersNm ??= readFilters(profile, answer.groups.list ?? answer.lines.join(" "));
    }
    for (const [group, value] of Object.entries(answer.groups)) {
      if (group !== "list") facts[group] = value.trim();
    }
  }
  const { model, ...details } = facts;
  return { model: model ?? profile.identity.models.join(", "), filtersNm, details };
}

/**
 * Wavelengths in nm by position; null for an empty one. A group `position` says where a filter is, else they stand in
 * order. Null when the profile cannot read the list.
 */
export function readFilters(profile: Profile, text: string): (number | null)[] | null {
  const { item, first } = profile.wavelengths;
  const found = item?.findAll(text) ?? [];
  if (found.length === 0) return null;
  const filters: (number | null)[] = [];
  found.forEach((match, index) => {
    const nm = Number(match.groups.nm);
    const at = match.groups.position === undefined ? index : Number(match.groups.position) - first;
    if (at >= 0 && at < 100) filters[at] = /^\d+$/.test(match.groups.nm ?? "") ? nm : null;
  });
  return Array.from(filters, (filter) => filter ?? null);
}
