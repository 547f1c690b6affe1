import type { WorklistRowView } from "../../api/review-views.ts";
import {
  byRisk,
  fitsQuestion,
  type IndexedRow,
  indexRow,
  type WorklistQuestion,
} from "../../domain/worklist-index.ts";

type Row = IndexedRow<WorklistRowView>;
type Rows = ReadonlyMap<string, Row>;

/** The part of the list that has been loaded, in an order that changes only when the list is loaded anew. */
export interface HeldList {
  readonly ids: readonly string[];
  /** Rows as they were when they took their place. */
  readonly placed: Rows;
  /** The same rows as they are now, and those of plates that are looked at by themselves. */
  readonly rows: Rows;
  /** Plates that have come since and belong into the part that is loaded. */
  readonly come: ReadonlySet<string>;
  /** What the server is asked with for the next part; null when all is there. */
  readonly next: string | null;
}

export const NO_LIST: HeldList = {
  ids: [],
  placed: new Map(),
  rows: new Map(),
  come: new Set(),
  next: null,
};

/** The list with a further page. A plate that stands in it already keeps its place. */
export function withPage(
  list: HeldList,
  page: { readonly rows: readonly WorklistRowView[]; readonly next: string | null },
): HeldList {
  const placed = new Map(list.placed);
  const rows = new Map(list.rows);
  const come = new Set(list.come);
  const ids = [...list.ids];
  for (const view of page.rows) {
    const row = indexRow(view);
    rows.set(view.plateId, row);
    come.delete(view.plateId);
    if (placed.has(view.plateId)) continue;
    placed.set(view.plateId, row);
    ids.push(view.plateId);
  }
  return { ids, placed, rows, come, next: page.next };
}

/** The list with the row of a plate that is looked at, wherever it stands. */
export function withRow(list: HeldList, view: WorklistRowView): HeldList {
  return { ...list, rows: new Map(list.rows).set(view.plateId, indexRow(view)) };
}

/** The list with rows that have changed: known ones in place of what they were, others noted where they belong in it. */
export function withChanges(
  list: HeldList,
  changed: readonly WorklistRowView[],
  question: WorklistQuestion,
): HeldList {
  if (changed.length === 0) return list;
  const rows = new Map(list.rows);
  const come = new Set(list.come);
  for (const view of changed) {
    const row = indexRow(view);
    if (rows.has(view.plateId)) rows.set(view.plateId, row);
    if (list.placed.has(view.plateId)) continue;
    if (fitsQuestion(row, question) && isWithin(list, row)) come.add(view.plateId);
    else come.delete(view.plateId);
  }
  return { ...list, rows, come };
}

/** What stands behind the loaded part is shown where it belongs when that part is loaded. */
function isWithin(list: HeldList, row: Row): boolean {
  const last = list.placed.get(list.ids.at(-1) ?? "");
  return list.next === null || (last !== undefined && byRisk(row, last) < 0);
}

/**
 * Plates that would stand elsewhere if the list were made anew: come since, gone from what the filters show, or of
 * another risk than when they took their place.
 */
export function displacedIds(list: HeldList, question: WorklistQuestion): ReadonlySet<string> {
  const moved = list.ids.filter((id) => {
    const [then, now] = [list.placed.get(id), list.rows.get(id)];
    if (then === now || then === undefined || now === undefined) return false;
    return now.row.risk !== then.row.risk || !fitsQuestion(now, question);
  });
  return new Set([...list.come, ...moved]);
}
