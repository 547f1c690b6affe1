import { PlatewardenError } from "../../domain/errors.ts";
import type { Store } from "../../store/open-store.ts";
import type { PlateRow } from "../../store/plates.ts";
import { type PlateRecord, plateRecord, type StandingRecord } from "./plate-record.ts";
import { recordChanges } from "./record-changes.ts";

/** Finds a record by its hash that somebody was shown; null when it is not remembered any more. */
export type ShownRecords = (sha256: string) => PlateRecord | null;

/**
 * The record that stands now, when it is the one that a person decided on. Throws RECORD_CHANGED with what changed
 * meanwhile, as far as what the person saw is still known.
 */
export function requireRecord(
  store: Store,
  plate: PlateRow,
  seenSha256: string,
  shown: ShownRecords,
): StandingRecord {
  const standing = plateRecord(store, plate);
  if (standing.sha256 === seenSha256) return standing;
  const seen = shown(seenSha256);
  const changes = seen === null ? [] : recordChanges(store, seen, standing.record);
  throw new PlatewardenError(
    "RECORD_CHANGED",
    `Plate ${plate.barcode} is not what you saw any more${changes.length === 0 ? "." : `: ${changes.join(" ")}`}`,
    { detail: { plateId: plate.id, recordSha256: standing.sha256, changes } },
  );
}
