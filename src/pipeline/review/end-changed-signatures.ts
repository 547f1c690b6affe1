import type { Store } from "../../store/open-store.ts";
import type { PlateRow } from "../../store/plates.ts";
import type { SignatureRow } from "../../store/review.ts";
import { raiseNotice } from "../raise-notice.ts";
import { type PlateRecord, plateRecord } from "./plate-record.ts";
import { recordChanges } from "./record-changes.ts";

/** A record that somebody signed. */
export function signedRecord(store: Store, sha256: string): PlateRecord {
  const body = store.review.record(sha256);
  if (body === null) throw new Error(`the signed record ${sha256} is not there`);
  return JSON.parse(body) as PlateRecord;
}

/**
 * Ends the signatures on a plate that were given for another record than the one that stands now, and tells the audit
 * trail what changed. An ended signature stays visible and never holds again, even when the change is taken back. Call
 * inside the transaction of the change.
 */
export function endChangedSignatures(store: Store, plate: PlateRow): void {
  const signatures = store.review.unendedSignatures(plate.id);
  if (signatures.length === 0) return;
  const standing = plateRecord(store, plate);
  const ended = signatures.filter((one) => one.record_sha256 !== standing.sha256);
  for (const signature of ended) {
    const before = signedRecord(store, signature.record_sha256);
    const changes = recordChanges(store, before, standing.record);
    const atUtc = store.nowUtc();
    const auditSeq = store.journal.audit({
      atUtc,
      actor: "daemon",
      action: "signature.voided",
      subject: plate.id,
      detail: {
        signature: signature.id,
        printedName: signature.printed_name,
        meaning: signature.meaning,
        signedRecordSha256: signature.record_sha256,
        recordSha256: standing.sha256,
        changes,
      },
    });
    store.review.insertEnd({
      signature_id: signature.id,
      kind: "changed",
      person_id: null,
      by_name: "daemon",
      reason: null,
      changes: JSON.stringify(changes),
      audit_seq: auditSeq,
      at_utc: atUtc,
    });
    store.journal.change("review", plate.id, atUtc);
  }
  if (ended.length > 0) tellOfEnd(store, plate, ended);
}

/** One notice a plate, which stands until somebody signs again or has seen to it. */
function tellOfEnd(store: Store, plate: PlateRow, ended: readonly SignatureRow[]): void {
  if (store.notices.standingOn("signature-void", plate.barcode).length > 0) return;
  const names = [...new Set(ended.map(({ printed_name }) => printed_name))].join(" and ");
  raiseNotice(store, {
    kind: "signature-void",
    subject: plate.barcode,
    plateId: plate.id,
    sentence: `Plate ${plate.barcode} has changed since ${names} signed it: it must be reviewed and signed again.`,
  });
}
