/** What a person wants to see of the worklist. It lives in the address, so that a link gives the same list. */
import type { ReviewState } from "../../api/review-views.ts";
import type { Lamp } from "../../domain/lamp.ts";
import type { ListFilter, WorklistQuestion } from "../../domain/worklist-index.ts";

export const REVIEW_STATES: readonly ReviewState[] = [
  "open",
  "changed",
  "reviewed",
  "repeat-asked",
  "rejected",
  "approved",
];

export const LAMPS_SHOWN: readonly Lamp[] = ["re-read", "failed", "look", "good", "none"];

/** `nothing` = no comparison is flagged or inconclusive. */
export const VERDICTS_SHOWN = [
  "complete",
  "partial",
  "antagonistic",
  "inconclusive",
  "nothing",
] as const;

/** Questions with yes or no. */
export const MARKS = ["mine", "suspicious", "provisional"] as const;
export type Mark = (typeof MARKS)[number];

/** An empty list or text asks for nothing in particular. */
export interface WorklistFilters {
  readonly states: readonly string[];
  readonly lamps: readonly string[];
  readonly verdicts: readonly string[];
  readonly readers: readonly string[];
  readonly marks: readonly string[];
  /** Words that must all stand in barcode, sample, patient or RAS status. */
  readonly text: string;
  /** First and last day of the reading, `YYYY-MM-DD` of this computer's calendar; empty = open. */
  readonly from: string;
  readonly to: string;
}

export const NO_FILTERS: WorklistFilters = {
  states: [],
  lamps: [],
  verdicts: [],
  readers: [],
  marks: [],
  text: "",
  from: "",
  to: "",
};

const LISTS = {
  state: "states",
  lamp: "lamps",
  verdict: "verdicts",
  reader: "readers",
  only: "marks",
} as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Filters out of the search of an address; what is no day is left out. */
export function filtersOf(search: URLSearchParams): WorklistFilters {
  const day = (name: string): string => {
    const text = search.get(name) ?? "";
    return DAY.test(text) ? text : "";
  };
  return {
    states: search.getAll("state"),
    lamps: search.getAll("lamp"),
    verdicts: search.getAll("verdict"),
    readers: search.getAll("reader"),
    marks: search.getAll("only"),
    text: search.get("text") ?? "",
    from: day("from"),
    to: day("to"),
  };
}

/** The search of an address, without `?`; empty when nothing is filtered. */
export function searchOf(filters: WorklistFilters): string {
  const search = new URLSearchParams();
  for (const [name, list] of Object.entries(LISTS)) {
    for (const value of filters[list]) search.append(name, value);
  }
  for (const name of ["text", "from", "to"] as const) {
    if (filters[name] !== "") search.set(name, filters[name]);
  }
  return search.toString();
}

/** Takes a value into a list or out of it. */
export function toggled(
  filters: WorklistFilters,
  list: ListFilter,
  value: string,
): WorklistFilters {
  const values = filters[list];
  const next = values.includes(value) ? values.filter((one) => one !== value) : [...values, value];
  return { ...filters, [list]: next };
}

/** What the filters ask of a plate, when this person looks. */
export function questionOf(filters: WorklistFilters, person: string): WorklistQuestion {
  const { from, to, ...others } = filters;
  return {
    ...others,
    fromMs: from === "" ? null : startOfDayMs(from, 0),
    untilMs: to === "" ? null : startOfDayMs(to, 1),
    person,
  };
}

/** The filters as the server is asked with them, without `?`. */
export function askedWith(filters: WorklistFilters): string {
  const { fromMs, untilMs } = questionOf(filters, "");
  const search = new URLSearchParams(searchOf({ ...filters, from: "", to: "" }));
  if (fromMs !== null) search.set("fromUtc", new Date(fromMs).toISOString());
  if (untilMs !== null) search.set("untilUtc", new Date(untilMs).toISOString());
  return search.toString();
}

/** Midnight of this computer's calendar, so many days later. */
function startOfDayMs(day: string, later: number): number {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).getTime();
}

export function isFiltered(filters: WorklistFilters): boolean {
  return searchOf(filters) !== "";
}
