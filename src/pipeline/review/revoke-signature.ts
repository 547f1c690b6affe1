import { PlatewardenError } from "../../domain/errors.ts";
import type { Store } from "../../store/open-store.ts";
import type { PlateRow } from "../../store/plates.ts";
import type { SignatureRow } from "../../store/review.ts";
import { requireClock, requirePassword, type SigningParts } from "./sign-plate.ts";
import type { Signer } from "./sign-rules.ts";

export interface RevokeOrder {
  readonly plate: PlateRow;
  readonly signatureId: string;
  /** Who takes it back: the signer or another person who may sign. */
  readonly by: Signer;
  readonly reason: string;
  readonly password: string;
}

function requireStanding(store: Store, order: RevokeOrder): SignatureRow {
  const row = store.review.signatureById(order.signatureId);
  if (row === null || row.plate_id !== order.plate.id) {
    throw new PlatewardenError(
      "SIGNATURE_UNKNOWN",
      `Plate ${order.plate.barcode} has no signature ${order.signatureId}.`,
      { detail: { signatureId: order.signatureId } },
    );
  }
  const end = store.review.endOf(row.id);
  if (end === null) return row;
  const how = end.kind === "revoked" ? `revoked by ${end.by_name}` : "ended by a change";
  throw new PlatewardenError(
    "SIGNATURE_ENDED",
    `The signature of ${row.printed_name} on plate ${order.plate.barcode} was ${how} at ${end.at_utc}.`,
    { detail: { signatureId: row.id } },
  );
}

/**
 * Takes a signature back; it stays visible. One transaction. Throws CLOCK_DOUBTFUL, SIGNATURE_UNKNOWN, SIGNATURE_ENDED,
 * SIGNATURE_PASSWORD_WRONG, REQUEST_INVALID without a reason, or what `verifyPassword` throws.
 */
export async function revokeSignature(
  parts: Pick<SigningParts, "store" | "verifyPassword" | "clock">,
  order: RevokeOrder,
): Promise<void> {
  const { store, clock } = parts;
  const reason = order.reason.trim();
  if (reason === "") {
    throw new PlatewardenError("REQUEST_INVALID", "To revoke a signature a reason must be given.");
  }
  requireClock(store, clock);
  requireStanding(store, order);
  await requirePassword(parts.verifyPassword, order.by, order.password);
  requireClock(store, clock);
  store.inTransaction(() => {
    storeRevocation(store, order, requireStanding(store, order), reason);
  });
}

function storeRevocation(
  store: Store,
  { plate, by }: RevokeOrder,
  signature: SignatureRow,
  reason: string,
): void {
  const atUtc = store.nowUtc();
  const auditSeq = store.journal.audit({
    atUtc,
    actor: by.name,
    action: "signature.revoked",
    subject: plate.id,
    detail: {
      signature: signature.id,
      printedName: signature.printed_name,
      meaning: signature.meaning,
      personId: by.personId,
      reason,
    },
  });
  store.review.insertEnd({
    signature_id: signature.id,
    kind: "revoked",
    person_id: by.personId,
    by_name: by.name,
    reason,
    changes: "[]",
    audit_seq: auditSeq,
    at_utc: atUtc,
  });
  store.journal.change("review", plate.id, atUtc);
}
