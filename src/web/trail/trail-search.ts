/** What of the trail is asked for, as it stands in the page's address: a link gives the same list. */
export interface TrailFilters {
  readonly text: string;
  readonly actor: string;
  readonly action: string;
  /** Days of this computer's calendar, `2026-03-14`; both count in full. */
  readonly from: string;
  readonly until: string;
}

const NAMES = ["text", "actor", "action", "from", "until"] as const;

export function filtersOf(search: URLSearchParams): TrailFilters {
  const [text = "", actor = "", action = "", from = "", until = ""] = NAMES.map(
    (name) => search.get(name) ?? "",
  );
  return { text, actor, action, from, until };
}

/** For the address: only what is filled in. */
export function searchOf(filters: TrailFilters): URLSearchParams {
  const filled = NAMES.map((name) => [name, filters[name].trim()]).filter(
    ([, value]) => value !== "",
  );
  return new URLSearchParams(filled);
}

/** For the server: days become moments, the last one to its end. */
export function questionOf(filters: TrailFilters, before: number | null): URLSearchParams {
  const question = searchOf(filters);
  const from = startOfDay(filters.from, 0);
  const until = startOfDay(filters.until, 1);
  question.delete("from");
  question.delete("until");
  if (from !== null) question.set("from", from);
  if (until !== null) question.set("until", until);
  if (before !== null) question.set("before", String(before));
  return question;
}

/** When the day begins that is so many days after this one, by this computer's clock; null for what is no day. */
function startOfDay(day: string, daysAfter: number): string | null {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  const start = new Date(year, month - 1, date + daysAfter);
  return Number.isNaN(start.getTime()) ? null : start.toISOString();
}
