/** Addresses within the review, and the way from one plate to the next. */
import { pageAddress } from "../route.ts";
import { searchOf, type WorklistFilters } from "./worklist-filters.ts";

/** Where a plate stands in the list that somebody goes through. */
export interface Neighbours {
  /** From 1; null when the plate is not in the list. */
  readonly place: number | null;
  /** Plates in the list; null where they are too many to count. */
  readonly of: number | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** The worklist with these filters. */
export function listAddress(filters: WorklistFilters): string {
  return withSearch(pageAddress("review"), filters);
}

/** A plate, with the filters of the list that its neighbours come from. */
export function reviewAddress(plateId: string, filters: WorklistFilters): string {
  return withSearch(pageAddress("review", plateId), filters);
}

function withSearch(address: string, filters: WorklistFilters): string {
  const search = searchOf(filters);
  return search === "" ? address : `${address}?${search}`;
}
