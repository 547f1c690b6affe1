/** What a person chose to see of the cohort. It lives in the address, so that a link gives the same page. */

export interface CohortChoices {
  /** Annotations shown beside the verdicts, by name; null = the first few. */
  readonly columns: readonly string[] | null;
  /** Rows of one value of this annotation stand together; empty = none. */
  readonly group: string;
  /** `patient`, `lc50`, `arm ‹name›` or `annotation ‹name›`. */
  readonly sort: string;
  readonly falling: boolean;
  /** Only the associations with this annotation; null = with every one. */
  readonly against: string | null;
  /** Count every sample, also several of one patient. */
  readonly allSamples: boolean;
}

export const PATIENT_SORT = "patient";
export const LC50_SORT = "lc50";
export const armSort = (arm: string): string => `arm ${arm}`;
export const annotationSort = (name: string): string => `annotation ${name}`;

export function choicesOf(search: URLSearchParams): CohortChoices {
  return {
    columns: search.has("column") ? search.getAll("column").filter((name) => name !== "") : null,
    group: search.get("group") ?? "",
    sort: search.get("sort") ?? PATIENT_SORT,
    falling: search.get("order") === "falling",
    against: search.get("against"),
    allSamples: search.get("all") === "true",
  };
}

/** The search of an address, without `?`; empty when nothing is chosen. */
export function searchOf(choices: CohortChoices): string {
  const search = new URLSearchParams();
  // An empty one says that no column at all is wanted.
  if (choices.columns?.length === 0) search.set("column", "");
  for (const name of choices.columns ?? []) search.append("column", name);
  if (choices.group !== "") search.set("group", choices.group);
  if (choices.sort !== PATIENT_SORT) search.set("sort", choices.sort);
  if (choices.falling) search.set("order", "falling");
  if (choices.against !== null) search.set("against", choices.against);
  if (choices.allSamples) search.set("all", "true");
  return search.toString();
}

/** Sorts by this; a second time the other way round. */
export function sortedBy(choices: CohortChoices, sort: string): CohortChoices {
  const again = choices.sort === sort;
  return { ...choices, sort, falling: again ? !choices.falling : false };
}
