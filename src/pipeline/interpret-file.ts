/** What becomes of an export file that is kept: readings, or a place in quarantine with the reason. */
import type { PlateReading } from "../domain/reading.ts";
import type { ReadRequest } from "../instrument/contract.ts";
import type { ImportOutcome } from "../instrument/exports/contract.ts";
import type { ArrivalRow, InterpretationRow } from "../store/documents.ts";
import type { Store } from "../store/open-store.ts";
import type { Captured } from "./capture-readings.ts";
import { fileReading } from "./file-reading.ts";
import { bindAnnounced } from "./match-announced.ts";
import { numbersSha256, storeReading } from "./store-reading.ts";

/** Reads an export file. Pure but for the time it takes; a file that cannot be understood is an outcome, no error. */
export type ImportFile = (file: {
  readonly name: string;
  readonly bytes: Uint8Array;
}) => Promise<ImportOutcome>;

/** What was made of a document, for good. */
export function recordInterpretation(
  store: Store,
  arrival: ArrivalRow,
  made: Pick<
    InterpretationRow,
    "importer_id" | "importer_version" | "outcome" | "code" | "sentence" | "plates" | "by_name"
  >,
): void {
  const id = store.newId();
  store.documents.insertInterpretation({
    id,
    arrival_id: arrival.id,
    document_sha256: arrival.document_sha256,
    ...made,
    at_utc: store.nowUtc(),
  });
  store.journal.change("document", arrival.document_sha256, store.nowUtc());
  store.journal.audit({
    atUtc: store.nowUtc(),
    actor: made.by_name,
    action: `document.${made.outcome}`,
    subject: arrival.document_sha256,
    detail: {
      interpretation: id,
      arrival: arrival.id,
      importer: made.importer_id,
      code: made.code,
      sentence: made.sentence,
    },
  });
}

/**
 * Tells of each plate of a file, in turn, whether it has come before: with an earlier state of the same file, or with
 * another export of the same read. As many count as are stored, so that a file which holds the same numbers twice brings
 * two plates, once.
 */
function earlierPlates(store: Store): (reading: PlateReading) => boolean {
  const left = new Map<string, number>();
  return (reading) => {
    const numbers = numbersSha256(reading);
    if (numbers === null) return false;
    const count = left.get(numbers) ?? store.readings.countFilesByNumbers(numbers);
    left.set(numbers, count - 1);
    return count > 0;
  };
}

/** A plate with too few numbers to tell it by is the same only at the same place of the same document. */
function isStored(store: Store, arrival: ArrivalRow, part: number): boolean {
  const rows = store.readings.ofDocument(arrival.document_sha256);
  return rows.some((row) => row.document_part === part);
}

function storePlates(
  store: Store,
  arrival: ArrivalRow,
  outcome: Extract<ImportOutcome, { kind: "plates" }>,
  request: ReadRequest,
): Captured[] {
  const cameBefore = earlierPlates(store);
  return outcome.plates.flatMap((plate, part) => {
    const reading = fileReading(plate, request);
    if (reading === null || cameBefore(reading) || isStored(store, arrival, part)) return [];
    const readingId = storeReading(store, {
      source: {
        transcript_id: null,
        transcript_sha256: null,
        document_sha256: arrival.document_sha256,
        document_part: part,
        arrival_id: arrival.id,
        request: JSON.stringify(request),
      },
      interpreter: {
        id: outcome.dialectId,
        version: outcome.dialectVersion,
        verification: "transcript",
      },
      readerId: arrival.source_id,
      origin: "file",
      runId: null,
      plate: reading,
      partial: null,
      rejected: [],
      fault: null,
      sentence: null,
    });
    return [{ readingId, plateId: bindAnnounced(store, readingId) }];
  });
}

/**
 * An earlier, shorter state of the same file, taken while it was being written, is not in need of anybody once its whole
 * content has been read. Call inside a transaction.
 */
export function supersedeEarlier(store: Store, arrival: ArrivalRow, importerVersion: string): void {
  const whole = store.documents.byHash(arrival.document_sha256)?.bytes;
  if (whole === undefined) return;
  for (const earlier of store.documents.arrivalsNamed(arrival.source_id, arrival.name)) {
    if (earlier.document_sha256 === arrival.document_sha256) continue;
    const made = store.documents.newestInterpretation(earlier.document_sha256);
    const bytes = store.documents.byHash(earlier.document_sha256)?.bytes;
    if (made?.outcome !== "quarantined" || bytes === undefined) continue;
    if (!whole.subarray(0, bytes.length).equals(bytes)) continue;
    recordInterpretation(store, earlier, {
      importer_id: null,
      importer_version: importerVersion,
      outcome: "superseded",
      code: null,
      sentence: "The file was still being written; its whole content came later.",
      plates: 0,
      by_name: "daemon",
    });
  }
}

/** Stores what an importer made of a file. Call inside a transaction. */
export function storeInterpretation(
  store: Store,
  arrival: ArrivalRow,
  outcome: ImportOutcome,
  context: { readonly request: ReadRequest; readonly by: string; readonly importerVersion: string },
): readonly Captured[] {
  const { importerVersion, by } = context;
  const refusal = asRefusal(outcome);
  if (refusal !== null) {
    recordInterpretation(store, arrival, {
      importer_id: outcome.dialectId,
      importer_version: importerVersion,
      outcome: "quarantined",
      ...refusal,
      plates: 0,
      by_name: by,
    });
    return [];
  }
  if (outcome.kind !== "plates") return [];
  // Before the readings: matching by the file's name asks how many plates the file holds.
  recordInterpretation(store, arrival, {
    importer_id: outcome.dialectId,
    importer_version: outcome.dialectVersion,
    outcome: "plates",
    code: null,
    sentence: null,
    plates: outcome.plates.length,
    by_name: by,
  });
  supersedeEarlier(store, arrival, importerVersion);
  return storePlates(store, arrival, outcome, context.request);
}

function asRefusal(outcome: ImportOutcome): { code: string; sentence: string } | null {
  if (outcome.kind === "refused") return { code: outcome.code, sentence: outcome.sentence };
  if (outcome.plates.some((plate) => plate.reads.length > 0)) return null;
  return { code: "NO_RESULTS", sentence: "The file holds no plate with a read in it." };
}
