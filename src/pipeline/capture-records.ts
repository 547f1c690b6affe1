/** The durable steps of a reader that hands over whole results: the store's side of `RecordPort`. */

import type { PlateReading } from "../domain/reading.ts";
import type { ReaderKind } from "../instrument/contract.ts";
import type { KeptRecord, RecordPort } from "../instrument/record-port.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingOrigin } from "../store/readings.ts";
import type { RunRow } from "../store/runs.ts";
import { type Captured, endRunWith, setRunState } from "./capture-readings.ts";
import { recordInterpretation } from "./interpret-file.ts";
import { keepDocument } from "./keep-document.ts";
import { bindAnnounced } from "./match-announced.ts";
import type { Persist } from "./persist.ts";
import { planeOf } from "./sample-evidence.ts";
import { storeReading } from "./store-reading.ts";

interface RecordParts {
  readonly store: Store;
  readonly persist: Persist;
  readonly readerId: string;
  readonly driver: ReaderKind;
  /** As the configuration gives them; kept beside each reading, so that it can be read again. */
  readonly options: unknown;
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
    how: { readonly part: number; readonly origin: ReadingOrigin; readonly runId: string | null },
  ): string {
    return storeReading(store, {
      source: {
        transcript_id: null,
        transcript_sha256: null,
        document_sha256: record.sha256,
        document_part: how.part,
        arrival_id: record.arrivalId,
        request: JSON.stringify({ options: parts.options }),
      },
      interpreter: driver,
      readerId,
      origin: how.origin,
      runId: how.runId,
      plate: reading,
      partial: null,
      rejected: [],
      fault: null,
      sentence: null,
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
      stored(record, 0) ?? storePlate(record, reading, { part: 0, origin: "command", runId });
    const otherNm = otherWavelength(run, reading);
    if (otherNm !== null) {
      const sentence = `The server's result was measured at ${otherNm} nm, and the run asked for ${run.measurement_nm} nm. It waits among the unassigned plates; say there what it is.`;
      setRunState(store, runId, "failed", sentence);
      return { readingId, plateId: null };
    }
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

  function found(record: KeptRecord, reading: PlateReading, part: number): Captured | null {
    if (stored(record, part) !== null) return null;
    interpreted(record, null);
    const readingId = storePlate(record, reading, { part, origin: "unasked", runId: null });
    return { readingId, plateId: bindAnnounced(store, readingId) };
  }

  async function captured(work: () => Captured | null): Promise<void> {
    const one = await durable(work);
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
    runRead: (runId, record, reading) => captured(() => runRead(runId, record, reading)),
    runFailed: (runId, state, sentence, mayStillCome = false) =>
      durable(() => setRunState(store, runId, state, sentence, mayStillCome)),
    found: (record, reading, part) => captured(() => found(record, reading, part)),
    refused: (record, code, sentence) => durable(() => interpreted(record, { code, sentence })),
  };
}

/** The wavelength of the measurement where it is not what the run asked for; null where it is, or is not told. */
function otherWavelength(run: RunRow, reading: PlateReading): number | null {
  const told = planeOf(reading, "measurement")?.wavelengthNm ?? null;
  return told === run.measurement_nm ? null : told;
}

/** In quarantine by this very version, or taken out of it by a person: looking again would bring nothing. */
function isSettled(
  made: { readonly outcome: string; readonly importer_version: string } | null,
  version: string,
): boolean {
  if (made === null) return false;
  return made.outcome === "dismissed" || made.importer_version === version;
}

const UNKNOWN_OUTCOME =
  "The program was interrupted while the plate was read. Its result is looked for on the server, by the run's own id, when the server answers.";

/** What a crash left of the runs of readers that keep their results: their results may still come. */
export function awaitRecords(store: Store, readerIds: readonly string[]): void {
  store.inTransaction(() => {
    for (const run of store.runs.open()) {
      if (!readerIds.includes(run.reader_id)) continue;
      setRunState(store, run.id, "interrupted", UNKNOWN_OUTCOME, true);
    }
  });
}
