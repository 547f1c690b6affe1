/** Which signatures of a plate hold, and what they make of it. */
import type { Store } from "../../store/open-store.ts";
import type { PlateRow } from "../../store/plates.ts";
import type { SignatureEndRow, SignatureRow } from "../../store/review.ts";
import { plateRecord } from "./plate-record.ts";

export type SignatureStanding = "holds" | "changed" | "revoked";

export interface PlateSignature {
  readonly row: SignatureRow;
  readonly standing: SignatureStanding;
  /** Null while it holds. */
  readonly end: SignatureEndRow | null;
}

/** As in the views: see `ReviewState`. */
export type PlateReviewState =
  | "open"
  | "changed"
  | "reviewed"
  | "approved"
  | "rejected"
  | "repeat-asked";

/** Two different persons' approvals make a plate approved. */
const APPROVALS_NEEDED = 2;

/**
 * Every signature of a plate, oldest first. Only one that was given for exactly the record that stands now holds, even
 * where its end has not been written yet.
 */
export function signaturesOf(store: Store, plate: PlateRow): readonly PlateSignature[] {
  const rows = store.review.signatures(plate.id);
  const ended = rows.map((row) => ({ row, end: store.review.endOf(row.id) }));
  // A record costs much more than the rows.
  const present = ended.some(({ end }) => end === null) ? plateRecord(store, plate).sha256 : null;
  return ended.map(({ row, end }) => ({
    row,
    end,
    standing: end?.kind ?? (row.record_sha256 === present ? "holds" : "changed"),
  }));
}

export function holding(signatures: readonly PlateSignature[]): readonly SignatureRow[] {
  return signatures.filter(({ standing }) => standing === "holds").map(({ row }) => row);
}

export function reviewState(signatures: readonly PlateSignature[]): PlateReviewState {
  const standing = holding(signatures);
  if (standing.some(({ meaning }) => meaning === "reject")) return "rejected";
  if (standing.some(({ meaning }) => meaning === "ask for a repeat")) return "repeat-asked";
  const approvers = new Set(standing.map(({ person_id }) => person_id));
  if (approvers.size >= APPROVALS_NEEDED) return "approved";
  if (approvers.size > 0) return "reviewed";
  // What was taken back by a person is open again; nothing has changed.
  return signatures.some(({ standing: now }) => now === "changed") ? "changed" : "open";
}
