/** The durable steps of a reader that hands over whole results: the store's side of `RecordPort`. */

import { type PlateReading, planeOf } from "../domain/reading.ts";
import {
  ReaderFault,
  type ReaderKind,
  type ReadRequest,
  type ServerDriver,
} from "../instrument/contract.ts";
import type { FoundContext, KeptRecord, RecordPort } from "../instrument/record-port.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingOrigin } from "../store/readings.ts";
import { type Captured, endRunWith, setRunState } from "./capture-readings.ts";
import { wavelengthBar } from "./file-reading.ts";
import { recordInterpretation } from "./interpret-file.ts";
import { keepDocument } from "./keep-document.ts";
import { bindAnnounced } from "./match-announced.ts";
import { isStoreTrouble, type Persist } from "./persist.ts";

import { contentSha256, storeReading } from "./store-reading.ts";

interface RecordParts {
  readonly store: Store;
  readonly persist: Persist;
  readonly readerId: string;
  readonly driver: ReaderKind;
  /** As the configuration gives them; kept beside each reading, so that it can be read again. */
  readonly options: unknown;
  /** Wavelengths of the assay. */
  readonly request: ReadRequest;
  readonly onCaptured: (captured: Captured) => void;
}

export function recordPort(parts: RecordParts): RecordPort {
  const { store, persist, readerId, driver } = parts;

  function durable<T>(work: () => T): Promise<T> {
    return persist(() => store.inTransaction(work));
  }

  function storePlate(
    record: KeptRecord,
    reading: PlateReading,
    how: {
      readonly part: number;
      readonly origin: ReadingOrigin;
      readonly runId: string | null;
      readonly sentence: string | null;
    },
  ): string {
    return storeReading(store, {
      source: {
        transcript_id: null,
        transcript_sha256: null,
        document_sha256: record.sha256,
        document_part: how.part,
        arrival_id: record.arrivalId,
        request: JSON.stringify({ options: parts.options, assay: parts.request }),
      },
      interpreter: driver,
      readerId,
      origin: how.origin,
      runId: how.runId,
      plate: barredByWavelength(reading, parts.request),
      partial: null,
      rejected: [],
      fault: null,
      sentence: how.sentence,
    });
  }

  function interpreted(record: KeptRecord, refusal: { code: string; sentence: string } | null) {
    const arrival = store.documents.arrivalById(record.arrivalId);
    if (arrival === null) throw new Error(`record ${record.sha256} has not arrived`);
    const before = store.documents.newestInterpretation(record.sha256);
    const outcome = refusal === null ? "plates" : "quarantined";
    const isSame =
      before?.outcome === outcome &&
      before.importer_version === driver.version &&
      before.code === (refusal?.code ?? null);
    if (isSame) return;
    recordInterpretation(store, arrival, {
      importer_id: driver.id,
      importer_version: driver.version,
      outcome,
      code: refusal?.code ?? null,
      sentence: refusal?.sentence ?? null,
      plates: refusal === null ? 1 : 0,
      by_name: "daemon",
    });
  }

  /** The reading of these bytes that is stored already; the same result may be handed over many times. */
  function stored(record: KeptRecord, part: number): string | null {
    const rows = store.readings.ofDocument(record.sha256);
    return rows.find((row) => row.document_part === part)?.id ?? null;
  }

  function runRead(runId: string, record: KeptRecord, reading: PlateReading): Captured | null {
    const run = store.runs.byId(runId);
    if (run === null) throw new Error(`there is no run ${runId}`);
    if (run.state === "captured") return null;
    interpreted(record, null);
    const readingId =
      stored(record, 0) ??
      storePlate(record, reading, { part: 0, origin: "command", runId, sentence: null });
    if (store.plates.versionOfReading(readingId) !== null) {
      const sentence = "The result that the server gives for this run is another plate's already.";
      setRunState(store, runId, "failed", sentence);
      return null;
    }
    const because = "The server names this run as the one the result was read for.";
    return {
      readingId,
      plateId: endRunWith(store, run, { id: readingId, because, sentence: null }),
    };
  }

  function found(
    record: KeptRecord,
    reading: PlateReading,
    part: number,
    told: FoundContext,
  ): Captured | null {
    interpreted(record, null);
    // A server may say more of the same result later: another record, and no other plate.
    const content = contentSha256(reading);
    if (stored(record, part) !== null || store.readings.byContent(readerId, content) !== null) {
      return null;
    }
    // The barcode of a run of ours is what we told the server ourselves: it proves nothing.
    const runId = told.taskId === null ? null : (store.runs.byId(told.taskId)?.id ?? null);
    const origin = runId === null ? "unasked" : "command";
    const sentence = told.objection;
    const readingId = storePlate(record, reading, { part, origin, runId, sentence });
    return { readingId, plateId: bindAnnounced(store, readingId) };
  }

  /** What cannot be stored is refused, not asked for again with every connection. */
  async function captured(record: KeptRecord, work: () => Captured | null): Promise<void> {
    const one = await persist(() => {
      try {
        return store.inTransaction(work);
      } catch (error) {
        if (isStoreTrouble(error)) throw error;
        const reason = error instanceof Error ? error.message : String(error);
        const sentence = `Platewarden cannot store what it read of this result (${reason}), which is a fault of Platewarden. The result is kept; report it with the log.`;
        store.inTransaction(() => interpreted(record, { code: "IMPORTER_FAILED", sentence }));
        return null;
      }
    });
    if (one !== null) parts.onCaptured(one);
  }

  return {
    pendingRuns: () =>
      store.runs.recoveryPending(readerId).map((run) => ({
        runId: run.id,
        requestedAtUtc: run.requested_at_utc,
      })),
    isKnown: (sha256) => {
      const made = store.documents.newestInterpretation(sha256);
      return store.readings.ofDocument(sha256).length > 0 || isSettled(made, driver.version);
    },
    keep: (record) =>
      durable(() => keepDocument(store, { media: "opcua-result", sourceId: readerId, ...record })),
    runReading: (runId) => durable(() => setRunState(store, runId, "reading", null)),
    runRead: (runId, record, reading) => captured(record, () => runRead(runId, record, reading)),
    runFailed: (runId, state, sentence, mayStillCome = false) =>
      durable(() => setRunState(store, runId, state, sentence, mayStillCome)),
    found: (record, reading, part, told) =>
      captured(record, () => found(record, reading, part, told)),
    refused: (record, code, sentence) => durable(() => interpreted(record, { code, sentence })),
  };
}

/** In quarantine by this very version, or taken out of it by a person: looking again would bring nothing. */
function isSettled(
  made: { readonly outcome: string; readonly importer_version: string } | null,
  version: string,
): boolean {
  if (made === null) return false;
  return made.outcome === "dismissed" || made.importer_version === version;
}

/**
 * Reads the results that a crash left kept and unread, as plates nobody announced: the server may have lost them since. A
 * run that is pending adopts its own when the server names it.
 */
export async function readKeptRecords(
  store: Store,
  parts: { readonly driver: ServerDriver; readonly options: unknown; readonly readerId: string },
  port: RecordPort,
): Promise<void> {
  for (const arrival of store.documents.uninterpreted("opcua-result")) {
    const document = store.documents.byHash(arrival.document_sha256);
    if (arrival.source_id !== parts.readerId || document === null) continue;
    const kept = { sha256: document.sha256, isNew: false, arrivalId: arrival.id };
    try {
      const readings = parts.driver.readRecord(document.bytes, parts.options);
      const told = { taskId: null, objection: null };
      for (const [part, reading] of readings.entries()) {
        await port.found(kept, reading, part, told);
      }
    } catch (error) {
      const isFault = error instanceof ReaderFault;
      const sentence = error instanceof Error ? error.message : String(error);
      await port.refused(kept, isFault ? error.fault : "IMPORTER_FAILED", sentence);
    }
  }
}

/** The bars of a reading with that of its wavelength, if it is another assay's; the same for the same bytes and assay. */
export function barredByWavelength(reading: PlateReading, assay: ReadRequest): PlateReading {
  const bar = wavelengthBar(planeOf(reading, "measurement")?.wavelengthNm ?? null, assay);
  return bar === null ? reading : { ...reading, bars: [...(reading.bars ?? []), bar] };
}

const UNKNOWN_OUTCOME =
  "The program was interrupted while the plate was read. Its result is looked for on the server, by the run's own id, when the server answers.";

const CANCELLED_BEFORE =
  "Cancelled at the bench; the program was interrupted before the reader had stopped. Look whether it still measures.";

/** What a crash left of the runs of readers that keep their results: their results may still come. */
export function awaitRecords(store: Store, readerIds: readonly string[]): void {
  store.inTransaction(() => {
    for (const run of store.runs.open()) {
      if (!readerIds.includes(run.reader_id)) continue;
      if (store.journal.isAudited("run.cancel", run.id)) {
        setRunState(store, run.id, "cancelled", CANCELLED_BEFORE);
        continue;
      }
      setRunState(store, run.id, "interrupted", UNKNOWN_OUTCOME, true);
    }
  });
}
