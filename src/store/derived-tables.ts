/**
 * Tables that are made of the records and can be made again at any time: they answer at once what would otherwise be
 * looked for among every row there is. Nothing is lost with them, and no proof rests on them.
 */
const DERIVED: ReadonlySet<string> = new Set([
  "plate_digest",
  "worklist_facet",
  "worklist_place",
  "open_transcript",
  "waiting_reading",
  "wanted_plate",
  "unread_document",
  "kept_count",
  "audit_name",
  "progress",
]);

/** True also of the tables behind the index of words, which SQLite keeps by itself. */
export function isDerived(table: string): boolean {
  return DERIVED.has(table) || table === "worklist_text" || table.startsWith("worklist_text_");
}
