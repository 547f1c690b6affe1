import type { ClockWatch } from "../../clock/clock-watch.ts";
import { PlatewardenError } from "../../domain/errors.ts";
import type { Store } from "../../store/open-store.ts";
import type { PlateRow } from "../../store/plates.ts";
import type { SignatureRow } from "../../store/review.ts";
import { endNotice } from "../raise-notice.ts";
import { newestInTrail } from "./plate-trail.ts";
import { requireRecord, type ShownRecords } from "./require-record.ts";
import { type Meaning, requireSignable, type Signer } from "./sign-rules.ts";
import { tellOfClock } from "./watch-clock.ts";

/** True when it is this person's password. Throws when it may not be tried again yet. */
export type VerifyPassword = (personId: string, password: string) => Promise<boolean>;

export interface SigningParts {
  readonly store: Store;
  readonly verifyPassword: VerifyPassword;
  readonly clock: ClockWatch;
  readonly shown: ShownRecords;
}

export interface SignOrder {
  readonly plate: PlateRow;
  readonly signer: Signer;
  readonly meaning: Meaning;
  readonly comment: string | null;
  /** The record that the person saw. */
  readonly recordSha256: string;
  readonly password: string;
}

/** Call outside of a transaction that a refusal undoes: the notice of it must stay. */
export function requireClock(store: Store, clock: ClockWatch): void {
  const doubt = clock.doubt();
  if (doubt === null) return;
  tellOfClock(store, clock);
  throw new PlatewardenError("CLOCK_DOUBTFUL", doubt);
}

export async function requirePassword(
  verifyPassword: VerifyPassword,
  { personId, name }: Pick<Signer, "personId" | "name">,
  password: string,
): Promise<void> {
  if (await verifyPassword(personId, password)) return;
  throw new PlatewardenError("SIGNATURE_PASSWORD_WRONG", `This is not the password of ${name}.`);
}

/**
 * Signs a plate as it stands, with name, role, time and meaning, for the record that the person saw; the record is kept
 * under its hash and the audit trail tells of it. One transaction. Throws CLOCK_DOUBTFUL, RECORD_CHANGED, what
 * `requireSignable` throws, SIGNATURE_PASSWORD_WRONG, or what `verifyPassword` throws; nothing is stored then.
 */
export async function signPlate(parts: SigningParts, order: SignOrder): Promise<SignatureRow> {
  const { store } = parts;
  requireClock(store, parts.clock);
  // Before the password, so that nobody types it for nothing; again after it, because time has passed.
  requireRecord(store, order.plate, order.recordSha256, parts.shown);
  requireSignable(store, order.plate, order.signer, order.meaning);
  await requirePassword(parts.verifyPassword, order.signer, order.password);
  requireClock(store, parts.clock);
  return store.inTransaction(() => {
    const { sha256, body } = requireRecord(store, order.plate, order.recordSha256, parts.shown);
    requireSignable(store, order.plate, order.signer, order.meaning);
    store.review.insertRecord(sha256, body);
    return storeSignature(store, order, sha256);
  });
}

function storeSignature(store: Store, order: SignOrder, recordSha256: string): SignatureRow {
  const { plate, signer, meaning, comment } = order;
  const id = store.newId();
  const atUtc = store.nowUtc();
  const trailSeq = newestInTrail(store, plate);
  const auditSeq = store.journal.audit({
    atUtc,
    actor: signer.name,
    action: "signature.given",
    subject: plate.id,
    detail: {
      signature: id,
      personId: signer.personId,
      printedName: signer.name,
      role: signer.role,
      meaning,
      comment,
      recordSha256,
      trailSeq,
      signedAtUtc: atUtc,
    },
  });
  const row: SignatureRow = {
    id,
    plate_id: plate.id,
    person_id: signer.personId,
    printed_name: signer.name,
    role: signer.role,
    meaning,
    comment,
    record_sha256: recordSha256,
    trail_seq: trailSeq,
    audit_seq: auditSeq,
    signed_at_utc: atUtc,
  };
  store.review.insertSignature(row);
  for (const notice of store.notices.standingOn("signature-void", plate.barcode)) {
    endNotice(store, notice, signer.name);
  }
  store.journal.change("review", plate.id, atUtc);
  return row;
}
