/** The part of the audit trail that tells of one plate, and who has opened it how far. */
import type { AuditRow } from "../../store/journal.ts";
import type { Store } from "../../store/open-store.ts";
import type { PlateRow } from "../../store/plates.ts";

/** The plate, its runs, readings and documents, its sample and the analyses of it. */
function subjectsOf(store: Store, plate: PlateRow): readonly string[] {
  const readings = store.plates.versions(plate.id).map((version) => version.reading_id);
  const documents = readings.flatMap((id) => store.readings.byId(id)?.document_sha256 ?? []);
  return [
    plate.id,
    plate.sample_id,
    ...readings,
    ...documents,
    ...store.runs.ofBarcode(plate.barcode).map((run) => run.id),
    ...store.analyses.headsOf(plate.sample_id).map((analysis) => analysis.id),
  ];
}

/** Newest first. */
export function plateTrail(store: Store, plate: PlateRow): readonly AuditRow[] {
  return store.journal.entriesOf(subjectsOf(store, plate));
}

/** The number of its newest entry. */
export function newestInTrail(store: Store, plate: PlateRow): number {
  return store.journal.newestOf(subjectsOf(store, plate));
}

/** True when this person has opened the plate's trail since its newest entry was made; what they did themselves they know. */
export function hasSeenTrail(
  store: Store,
  plate: PlateRow,
  person: { readonly personId: string; readonly name: string },
): boolean {
  const opened = store.review.lastOpened(plate.id, person.personId);
  if (opened === null) return false;
  if (opened >= newestInTrail(store, plate)) return true;
  return plateTrail(store, plate).every(({ seq, actor }) => seq <= opened || actor === person.name);
}

/** The trail, newest first; from now on it counts as seen by this person as far as it goes. */
export function openTrail(store: Store, plate: PlateRow, personId: string): readonly AuditRow[] {
  return store.inTransaction(() => {
    const entries = plateTrail(store, plate);
    store.review.insertOpening({
      plate_id: plate.id,
      person_id: personId,
      seq: entries[0]?.seq ?? 0,
      at_utc: store.nowUtc(),
    });
    return entries;
  });
}
