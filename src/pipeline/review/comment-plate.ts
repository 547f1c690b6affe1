import { PlatewardenError } from "../../domain/errors.ts";
import type { Store } from "../../store/open-store.ts";
import type { PlateRow } from "../../store/plates.ts";

export interface PlateComment {
  readonly plate: PlateRow;
  readonly text: string;
  readonly personId: string;
  readonly by: string;
}

/** Writes a comment on a plate, which nobody can change afterwards. One transaction. Throws REQUEST_INVALID when empty. */
export function commentPlate(store: Store, { plate, text, personId, by }: PlateComment): void {
  const trimmed = text.trim();
  if (trimmed === "") throw new PlatewardenError("REQUEST_INVALID", "The comment is empty.");
  store.inTransaction(() => {
    const atUtc = store.nowUtc();
    const id = store.newId();
    store.review.insertComment({
      id,
      plate_id: plate.id,
      text: trimmed,
      person_id: personId,
      by_name: by,
      at_utc: atUtc,
    });
    store.journal.change("review", plate.id, atUtc);
    store.journal.audit({
      atUtc,
      actor: by,
      action: "plate.comment",
      subject: plate.id,
      detail: { comment: id, text: trimmed, personId },
    });
  });
}
