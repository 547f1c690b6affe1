/** What becomes of an export file that is kept: readings, or a place in quarantine with the reason. */
import type { PlateReading } from "../domain/reading.ts";
import type { ReadRequest } from "../instrument/contract.ts";
import type { ImportOutcome } from "../instrument/exports/contract.ts";
import type { ArrivalRow, InterpretationRow } from "../store/documents.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingRow } from "../store/readings.ts";
import type { Captured } from "./capture-readings.ts";
import { copyBar, mayBeAnotherPlate } from "./copied-plate.ts";
import { type FileRequest, fileReading } from "./file-reading.ts";
import { bindAnnounced } from "./match-announced.ts";
import { numbersSha256, storeReading } from "./store-reading.ts";

/** Reads an export file. Pure but for the time it takes; a file that cannot be understood is an outcome, no error. */
export type ImportFile = (file: {
  readonly name: string;
  readonly bytes: Uint8Array;
}) => Promise<ImportOutcome>;

type Plates = Extract<ImportOutcome, { kind: "plates" }>;

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

/** A plate with too few numbers to tell it by is the same only at the same place of the same document. */
function storedPart(store: Store, arrival: ArrivalRow, part: number): readonly ReadingRow[] {
  const rows = store.readings.ofDocument(arrival.document_sha256);
  return rows.filter((row) => row.document_part === part);
}

/**
 * Says of each plate of a file, in turn, with what it is read; null where it is a mere copy of one that has come before,
 * with an earlier state of the same file, or with another export of the same read. As many count as are stored, so that a
 * file which holds the same numbers twice brings two plates, once. One that names another plate than those that came
 * before is read with a bar.
 */
function requestFor(
  store: Store,
  arrival: ArrivalRow,
  file: { readonly name: string; readonly request: ReadRequest },
): (reading: PlateReading, part: number) => FileRequest | null {
  const stored = new Map<string, { readonly rows: readonly ReadingRow[]; copies: number }>();
  return (reading, part) => {
    const numbers = numbersSha256(reading);
    const key = numbers ?? `part ${part}`;
    const same = stored.get(key) ?? {
      rows:
        numbers === null
          ? storedPart(store, arrival, part)
          : store.readings.filesByNumbers(numbers),
      copies: 0,
    };
    stored.set(key, same);
    const bar = copyBar(store, same.rows, reading, file.name);
    if (bar !== null) return { ...file.request, bars: [bar] };
    same.copies += 1;
    if (same.copies <= same.rows.length) return null;
    return storedPart(store, arrival, part).length > 0 ? null : file.request;
  };
}

function storePlates(
  store: Store,
  arrival: ArrivalRow,
  outcome: Plates,
  request: ReadRequest,
): Captured[] {
  const name = outcome.plates.length === 1 ? arrival.name : "";
  const requestOf = requestFor(store, arrival, { name, request });
  return outcome.plates.flatMap((plate, part) => {
    const asRead = fileReading(plate, request);
    const readWith = asRead === null ? null : requestOf(asRead, part);
    const reading = readWith === null ? null : fileReading(plate, readWith);
    if (reading === null) return [];
    const readingId = storeReading(store, {
      source: {
        transcript_id: null,
        transcript_sha256: null,
        document_sha256: arrival.document_sha256,
        document_part: part,
        arrival_id: arrival.id,
        request: JSON.stringify(readWith),
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
  recordPlates(store, arrival, outcome, by);
  supersedeEarlier(store, arrival, importerVersion);
  return storePlates(store, arrival, outcome, context.request);
}

function recordPlates(store: Store, arrival: ArrivalRow, outcome: Plates, by: string): void {
  recordInterpretation(store, arrival, {
    importer_id: outcome.dialectId,
    importer_version: outcome.dialectVersion,
    outcome: "plates",
    code: null,
    sentence: null,
    plates: outcome.plates.length,
    by_name: by,
  });
}

/**
 * Stores what an importer made of a file under a further name, where that may name another plate. What could be read
 * under the first name stays read, whatever the importer makes of it now. Call inside a transaction.
 */
export function storeCopy(
  store: Store,
  arrival: ArrivalRow,
  outcome: ImportOutcome,
  context: { readonly request: ReadRequest; readonly by: string },
): readonly Captured[] {
  if (outcome.kind !== "plates" || asRefusal(outcome) !== null) return [];
  if (!mayBeAnotherPlate(store, arrival)) return [];
  if (!store.documents.isReadAs(arrival)) recordPlates(store, arrival, outcome, context.by);
  return storePlates(store, arrival, outcome, context.request);
}

function asRefusal(outcome: ImportOutcome): { code: string; sentence: string } | null {
  if (outcome.kind === "refused") return { code: outcome.code, sentence: outcome.sentence };
  if (outcome.plates.some((plate) => plate.reads.length > 0)) return null;
  return { code: "NO_RESULTS", sentence: "The file holds no plate with a read in it." };
}
