/** A row of the worklist as the store finds it: its place in the order, and the names it is filtered by. */
import { FILTER_LISTS, indexRow, isUndecided, type ListFilter } from "../domain/worklist-index.ts";
import type { WorklistEntry } from "../store/worklist.ts";
import type { WorklistRowView } from "./review-views.ts";

/** Above every risk that there can be: the sum of all weights is below. */
const MOST_RISK = 1500;
/** More entries than a trail ever has; with the risk above them a place stays a whole number that JavaScript knows. */
const MOST_ORDER = 2 ** 42;

/** The name that every row has. */
export const EVERY_ROW = "all";
/** Rows that wait for a signature, and of these, rows that a person read or has signed. */
export const WAITS = "waits";
export const waitsNotFor = (person: string): string => `waits, not for ${person}`;

export function facetName(list: ListFilter, value: string): string {
  return `${list}: ${value}`;
}

/** Highest risk first, then oldest first. */
function placeOf({ risk, order }: WorklistRowView): number {
  return (MOST_RISK - Math.min(risk, MOST_RISK)) * MOST_ORDER + order;
}

export function worklistEntry(row: WorklistRowView, madeBy: string): WorklistEntry {
  const { text, capturedMs, values } = indexRow(row);
  const seenBy = new Set([row.readBy, ...row.signedBy]);
  const waits = isUndecided(row) ? [WAITS, ...[...seenBy].map(waitsNotFor)] : [];
  const facets = FILTER_LISTS.flatMap((list) => values[list].map((one) => facetName(list, one)));
  return {
    plate_id: row.plateId,
    place: placeOf(row),
    captured_ms: capturedMs,
    made_by: madeBy,
    facets: [EVERY_ROW, ...facets, ...waits],
    text,
    body: JSON.stringify(row),
  };
}
