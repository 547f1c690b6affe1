import { PlatewardenError } from "../../domain/errors.ts";
import type { Store } from "../../store/open-store.ts";
import type { PlateRow } from "../../store/plates.ts";
import { countingVersion } from "../counting-version.ts";
import { requireSaid } from "../settings-records.ts";
import { endChangedSignatures } from "./end-changed-signatures.ts";

export interface ReadingChoice {
  readonly plate: PlateRow;
  readonly version: number;
  readonly reason: string;
  readonly by: string;
  /** The supervisor who let the person do it; null where the person may do it alone. */
  readonly authorisedBy: string | null;
}

/**
 * Says which reading of a plate counts, until a further one is bound or another is chosen; the others stay. The sample
 * is not analysed here. One transaction. Throws VERSION_UNKNOWN, VERSION_COUNTS or REQUEST_INVALID.
 */
export function chooseReading(store: Store, choice: ReadingChoice): void {
  const { plate, version, authorisedBy } = choice;
  const { by, reason } = requireSaid(choice, "choose a reading");
  store.inTransaction(() => {
    const versions = store.plates.versions(plate.id);
    if (!versions.some((one) => one.version === version)) {
      throw new PlatewardenError(
        "VERSION_UNKNOWN",
        `Plate ${plate.barcode} has no version ${version}; it has been read ${versions.length === 1 ? "once" : `${versions.length} times`}.`,
        { detail: { plateId: plate.id, versions: versions.length } },
      );
    }
    const before = countingVersion(store, plate.id)?.version.version ?? null;
    if (before === version) {
      throw new PlatewardenError(
        "VERSION_COUNTS",
        `Version ${version} of plate ${plate.barcode} counts already.`,
        { detail: { plateId: plate.id } },
      );
    }
    const atUtc = store.nowUtc();
    const id = store.newId();
    store.review.insertChoice({
      id,
      plate_id: plate.id,
      version,
      versions_then: versions.length,
      reason,
      by_name: by,
      authorised_by: authorisedBy,
      at_utc: atUtc,
    });
    store.journal.change("plate", plate.id, atUtc);
    store.journal.audit({
      atUtc,
      actor: by,
      action: "plate.choose",
      subject: plate.id,
      detail: {
        choice: id,
        version,
        before,
        reason,
        ...(authorisedBy === null ? {} : { authorisedBy }),
      },
    });
    endChangedSignatures(store, plate);
  });
}
