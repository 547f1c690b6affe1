/** What people said of how plates lay, against the audit trail: each statement once, as it was made, and no other. */
import type { Store } from "../../store/open-store.ts";

/** One sentence for what is not what the audit trail tells. */
export function turnFindings(store: Store): string[] {
  const rows = store.turns.all();
  const told = [...store.journal.eachOf("plate.turn")];
  if (rows.length !== told.length) {
    return [
      `${rows.length} statements of how a plate lay are stored, the audit trail tells of ${told.length}`,
    ];
  }
  return told.flatMap(({ subject, actor, detail }, index) => {
    const row = rows[index];
    const { turn, readingId, reason, authorisedBy } = JSON.parse(detail) as Readonly<
      Record<string, unknown>
    >;
    const fits =
      row !== undefined &&
      row.plate_id === subject &&
      row.by_name === actor &&
      row.turn === turn &&
      row.reading_id === readingId &&
      row.authorised_by === (authorisedBy ?? null) &&
      row.reason === reason;
    return fits ? [] : [`how plate ${subject} lay is not what the audit trail tells`];
  });
}
