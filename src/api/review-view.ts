/** Everything about the decision on one plate, from the store. */
import { type PlateReading, planeOf } from "../domain/reading.ts";
import { countingVersion } from "../pipeline/counting-version.ts";
import { signedRecord } from "../pipeline/review/end-changed-signatures.ts";
import { heldSentence } from "../pipeline/review/held-sentence.ts";
import { plateRecord, recordParts, type StandingRecord } from "../pipeline/review/plate-record.ts";
import { hasSeenTrail, plateTrail } from "../pipeline/review/plate-trail.ts";
import { recordChanges } from "../pipeline/review/record-changes.ts";
import { type Signer, signableMeanings } from "../pipeline/review/sign-rules.ts";
import {
  type PlateSignature,
  reviewState,
  signaturesOf,
} from "../pipeline/review/standing-signatures.ts";
import { standingTurn } from "../pipeline/sample-evidence.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow, PlateVersionRow } from "../store/plates.ts";
import { maskEventViews } from "./plate-view.ts";
import type { PlateReadingView, ReviewView, SignatureView } from "./review-views.ts";

function signatureView({ row, standing, end }: PlateSignature): SignatureView {
  const revoked =
    end?.kind === "revoked"
      ? { by: end.by_name, reason: end.reason ?? "", atUtc: end.at_utc }
      : null;
  return {
    id: row.id,
    name: row.printed_name,
    role: row.role,
    meaning: row.meaning,
    comment: row.comment,
    signedAtUtc: row.signed_at_utc,
    recordSha256: row.record_sha256,
    standing,
    revoked,
    changes: end === null ? [] : (JSON.parse(end.changes) as string[]),
  };
}

function missingWells(body: string | null): number {
  const reading = JSON.parse(body ?? "null") as PlateReading | null;
  const plane = reading === null ? null : planeOf(reading, "measurement");
  return (plane?.values ?? []).filter((value) => value.absorbance === null).length;
}

function readingViews(store: Store, plate: PlateRow): PlateReadingView[] {
  const counting = countingVersion(store, plate.id);
  return store.plates.versions(plate.id).map((version) => {
    const row = store.readings.byId(version.reading_id);
    const counts = counting?.version.version === version.version;
    const choice = counts ? (counting?.choice ?? null) : null;
    return {
      version: version.version,
      readingId: version.reading_id,
      capturedAtUtc: row?.captured_at_utc ?? version.bound_at_utc,
      readerId: row?.reader_id ?? "",
      readBy: readBy(store, version),
      rereadReason: version.reread_reason,
      counts,
      chosen:
        choice === null
          ? null
          : { by: choice.by_name, reason: choice.reason, atUtc: choice.at_utc },
      missing: missingWells(row?.body ?? null),
    };
  });
}

/** Who ordered the read, else who said what the reading is. */
export function readBy(store: Store, version: PlateVersionRow): string {
  const run = version.run_id === null ? null : store.runs.byId(version.run_id);
  return run?.operator ?? version.bound_by;
}

/** Against the newest signature, whether it holds or not. */
function changesSinceSigned(
  store: Store,
  signatures: readonly PlateSignature[],
  standing: StandingRecord,
): readonly string[] {
  const last = signatures.at(-1)?.row;
  if (last === undefined || last.record_sha256 === standing.sha256) return [];
  return recordChanges(store, signedRecord(store, last.record_sha256), standing.record);
}

/** For the person who asks; null where it is no person, who can sign nothing. */
export function reviewView(store: Store, plate: PlateRow, viewer: Signer | null): ReviewView {
  const standing = plateRecord(store, plate);
  const signatures = signaturesOf(store, plate);
  const turn = standingTurn(store, plate.id, standing.record.inputs.readingId);
  return {
    plateId: plate.id,
    barcode: plate.barcode,
    state: reviewState(signatures),
    recordSha256: standing.sha256,
    record: recordParts(standing),
    signatures: signatures.map(signatureView).toReversed(),
    comments: store.review.comments(plate.id).map((row) => ({
      id: row.id,
      by: row.by_name,
      text: row.text,
      atUtc: row.at_utc,
    })),
    masks: maskEventViews(store, plate.id),
    readings: readingViews(store, plate),
    changesSinceSigned: changesSinceSigned(store, signatures, standing),
    held: heldSentence(standing.record, turn?.by),
    provisional: standing.record.provisional,
    trail: {
      entries: plateTrail(store, plate).length,
      seenByYou: viewer !== null && hasSeenTrail(store, plate, viewer),
    },
    youMaySign:
      viewer === null
        ? { meanings: [], why: "Only a reviewer who is signed in with a password can sign." }
        : signableMeanings(store, plate, viewer),
  };
}
