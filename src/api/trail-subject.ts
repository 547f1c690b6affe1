/** What an entry of the audit trail is about, by the names that people know. */
import type { AuditRow } from "../store/journal.ts";
import type { Store } from "../store/open-store.ts";

export interface TrailSubject {
  /** The barcode, the sample, the file or what else bears a name; null where its id is all there is. */
  readonly name: string | null;
  /** The reader or folder that it happened on; null where there is none. */
  readonly readerId: string | null;
}

/** `text` gives a text of the entry's detail, empty where there is none. Unknown ids give nulls. */
export function trailSubject(
  store: Store,
  { action, subject }: AuditRow,
  text: (key: string) => string,
): TrailSubject {
  const [area = ""] = action.split(".");
  if (area === "plate" || area === "well" || area === "signature") {
    return { name: store.plates.byId(subject)?.barcode ?? null, readerId: null };
  }
  if (area === "run") {
    const run = store.runs.byId(subject);
    return { name: run?.barcode ?? null, readerId: run?.reader_id ?? null };
  }
  if (area === "reading") return ofReading(store, subject);
  if (area === "document") return ofDocument(store, subject, text("arrival"));
  if (area === "sample") return { name: store.samples.byId(subject)?.name ?? null, readerId: null };
  if (action === "notice.send-again") {
    return { name: store.notices.byId(subject)?.subject ?? null, readerId: null };
  }
  const named = text("sample") || text("title") || text("name");
  return { name: named === "" ? null : named, readerId: null };
}

/** Of a reading that is bound to no plate: what was on the reader's run, if it was one. */
function ofReading(store: Store, readingId: string): TrailSubject {
  const reading = store.readings.byId(readingId);
  const version = store.plates.versionOfReading(readingId);
  const plate = version === null ? null : store.plates.byId(version.plate_id);
  const runId = reading?.run_id ?? null;
  const run = runId === null ? null : store.runs.byId(runId);
  return { name: plate?.barcode ?? run?.barcode ?? null, readerId: reading?.reader_id ?? null };
}

function ofDocument(store: Store, sha256: string, arrivalId: string): TrailSubject {
  const arrival =
    store.documents.arrivalById(arrivalId) ?? store.documents.arrivalsOf(sha256)[0] ?? null;
  return { name: arrival?.name ?? null, readerId: arrival?.source_id ?? null };
}
