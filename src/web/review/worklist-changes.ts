import type { WorklistRowView } from "../../api/review-views.ts";
import { type IndexedRow, indexRow } from "./worklist-index.ts";

type Rows = ReadonlyMap<string, IndexedRow>;

/** The rows with those that have changed in place of what they were; the same map when none has. */
export function mergeRows(before: Rows, changed: readonly WorklistRowView[]): Rows {
  if (changed.length === 0) return before;
  const after = new Map(before);
  for (const row of changed) after.set(row.plateId, indexRow(row));
  return after;
}

/**
 * Plates that would stand elsewhere if the list were made anew: come since, gone from what the filters show, or of
 * another risk than when the list was made.
 */
export function displacedIds(
  held: { readonly ids: readonly string[]; readonly rows: Rows },
  present: Rows,
  found: readonly IndexedRow[],
): ReadonlySet<string> {
  if (held.rows === present) return new Set();
  const shown = new Set(held.ids);
  const fitting = new Set(found.map((one) => one.row.plateId));
  const come = [...fitting].filter((id) => !shown.has(id));
  const moved = held.ids.filter(
    (id) => !fitting.has(id) || present.get(id)?.row.risk !== held.rows.get(id)?.row.risk,
  );
  return new Set([...come, ...moved]);
}
