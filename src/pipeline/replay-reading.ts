import { parseSettings } from "../analysis/settings.ts";
import { sha256 } from "../domain/canonical.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { PlateReading } from "../domain/reading.ts";
import { type AnyDriver, isServerDriver, type ReadRequest } from "../instrument/contract.ts";
import type { ReplayOutcome } from "../instrument/replay-dialogue.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingRow } from "../store/readings.ts";
import { transcriptSha256 } from "../store/transcripts.ts";
import { barredByWavelength } from "./capture-records.ts";
import { differingLeaves } from "./compare-json.ts";
import { computeToStore } from "./compute-sample.ts";
import { type FileRequest, fileReading } from "./file-reading.ts";
import type { ImportFile } from "./interpret-file.ts";
import { plateOf, playTranscript } from "./play-transcript.ts";
import { PROGRAM_VERSION } from "./program-version.ts";
import { sampleEvidence } from "./sample-evidence.ts";
import { inputsOf } from "./store-analysis.ts";

export interface ReplayReport {
  readonly readingId: string;
  /** False when the transcript, or the document, is not the one the reading was made from. */
  readonly transcriptIntact: boolean;
  readonly readingIdentical: boolean;
  /** Null when no analysis rests on this reading. */
  readonly analysisIdentical: boolean | null;
  /** How many numbers were compared: wells of the reading, and every number of the analysis. */
  readonly numbersCompared: number;
  /** What differs, or why something could not be compared; empty when all is bit-identical. */
  readonly differences: readonly string[];
}

/** A newer version of the plate may have taken the reading's place. */
function restsOn(analysis: AnalysisRow, readingId: string): boolean {
  const { plates } = JSON.parse(analysis.inputs) as { plates: { readingId: string }[] };
  return plates.some((plate) => plate.readingId === readingId);
}

function compareAnalysis(
  store: Store,
  readingId: string,
): { identical: boolean | null; numbers: number; differences: string[] } {
  const version = store.plates.versionOfReading(readingId);
  const plate = version === null ? null : store.plates.byId(version.plate_id);
  const sample = plate === null ? null : store.samples.byId(plate.sample_id);
  const analysis = sample === null ? null : store.analyses.current(sample.id);
  if (sample === null || analysis === null || !restsOn(analysis, readingId))
    return { identical: null, numbers: 0, differences: [] };
  const evidence = sampleEvidence(store, sample);
  const settings = store.analyses.settings(analysis.settings_sha256);
  if (inputsOf(evidence) !== analysis.inputs || settings === null) {
    const message = "the plates, masks or blasts of the sample have changed since its analysis";
    return { identical: false, numbers: 0, differences: [message] };
  }
  const now = computeToStore(evidence, parseSettings(JSON.parse(settings))).result;
  const { numbers, different } = differingLeaves(analysis.result, now);
  const other =
    analysis.program_version === PROGRAM_VERSION
      ? ""
      : ` (made by version ${analysis.program_version})`;
  return {
    identical: different.length === 0,
    numbers,
    differences: different.map((difference) => `analysis${other} ${difference}`),
  };
}

/** What makes readings from bytes. */
export interface Interpreters {
  readonly drivers: readonly AnyDriver[];
  readonly importFile: ImportFile;
}

/** What the bytes of a reading give now. */
interface ReadAgain {
  /** False when the bytes are not those the reading was made from. */
  readonly intact: boolean;
  readonly plate: PlateReading | null;
  /** Why it could not be read again, or what has changed since; empty when nothing. */
  readonly remarks: readonly string[];
  /** False when there is nothing to compare with. */
  readonly comparable: boolean;
}

function unreadable(intact: boolean, remark: string): ReadAgain {
  return { intact, plate: null, remarks: [remark], comparable: false };
}

function versionRemark(what: string, then: string, now: string): readonly string[] {
  return then === now ? [] : [`the reading was made by ${what} version ${then}, this is ${now}`];
}

/** The very version that made it where it is at hand, else the newest. */
function driverOf(row: ReadingRow, drivers: readonly AnyDriver[]): AnyDriver | undefined {
  const named = drivers.filter((one) => one.id === row.driver_id);
  return named.find((one) => one.version === row.driver_version) ?? named[0];
}

function playAgain(store: Store, row: ReadingRow, drivers: readonly AnyDriver[]): ReadAgain {
  const transcript = row.transcript_id === null ? null : store.transcripts.byId(row.transcript_id);
  if (transcript === null) return unreadable(false, "its transcript is gone");
  const items = store.transcripts.items(transcript.id);
  const intact = transcriptSha256(items) === row.transcript_sha256;
  const driver = driverOf(row, drivers);
  if (driver === undefined || isServerDriver(driver)) {
    return unreadable(intact, `this program has no driver ${row.driver_id}`);
  }
  const ending = store.transcripts.endOf(transcript.id)?.outcome ?? "interrupted";
  const brokenOff = ending === "interrupted" || ending === "lost" || ending === "cancelled";
  const outcome = playTranscript(driver, transcript, items, brokenOff);
  return {
    intact,
    plate: readingOf(row.outcome, plateOf(transcript, outcome), outcome),
    remarks: versionRemark("driver", row.driver_version, driver.version),
    comparable: true,
  };
}

async function readDocumentAgain(
  store: Store,
  row: Extract<ReadingRow, { document_sha256: string }>,
  interpreters: Interpreters,
): Promise<ReadAgain> {
  const document = store.documents.byHash(row.document_sha256);
  const arrival = store.documents.arrivalById(row.arrival_id);
  if (document === null || arrival === null) return unreadable(false, "its document is gone");
  const intact = sha256(document.bytes) === document.sha256;
  if (document.media === "opcua-result") {
    const driver = driverOf(row, interpreters.drivers);
    if (driver === undefined || !isServerDriver(driver)) {
      return unreadable(intact, `this program has no driver ${row.driver_id}`);
    }
    const { options, assay } = JSON.parse(row.request) as { options: unknown; assay: ReadRequest };
    const read = driver.readRecord(document.bytes, options)[row.document_part];
    const plate = read === undefined ? null : barredByWavelength(read, assay);
    const remarks = versionRemark("driver", row.driver_version, driver.version);
    return { intact, plate, remarks, comparable: true };
  }
  const outcome = await interpreters.importFile({ name: arrival.name, bytes: document.bytes });
  if (outcome.kind === "refused") return unreadable(intact, outcome.sentence);
  const imported = outcome.plates[row.document_part];
  const request = JSON.parse(row.request) as FileRequest;
  return {
    intact,
    plate: imported === undefined ? null : fileReading(imported, request),
    remarks: [
      ...versionRemark("importer", row.driver_id, outcome.dialectId),
      ...versionRemark(`importer ${row.driver_id}`, row.driver_version, outcome.dialectVersion),
    ],
    comparable: true,
  };
}

/**
 * Reads a reading's bytes again with its driver or importer and computes its sample again, and says whether every number
 * is bit-identical with what is stored. Stores nothing. Throws READING_UNKNOWN.
 */
export async function replayReading(
  store: Store,
  interpreters: Interpreters,
  readingId: string,
): Promise<ReplayReport> {
  const row = store.readings.byId(readingId);
  if (row === null)
    throw new PlatewardenError("READING_UNKNOWN", `There is no reading ${readingId}.`);
  const again =
    row.document_sha256 === null
      ? playAgain(store, row, interpreters.drivers)
      : await readDocumentAgain(store, row, interpreters);
  const differences = again.intact
    ? [...again.remarks]
    : ["the bytes are not those the reading was made from", ...again.remarks];
  if (!again.comparable) {
    return {
      readingId,
      transcriptIntact: again.intact,
      readingIdentical: false,
      analysisIdentical: null,
      numbersCompared: 0,
      differences,
    };
  }
  const wells = differingLeaves(row.body ?? "null", JSON.stringify(again.plate));
  const analysis = compareAnalysis(store, readingId);
  differences.push(
    ...wells.different.map((difference) => `reading ${difference}`),
    ...analysis.differences,
  );
  return {
    readingId,
    transcriptIntact: again.intact,
    readingIdentical: wells.different.length === 0,
    analysisIdentical: analysis.identical,
    numbersCompared: wells.numbers + analysis.numbers,
    differences,
  };
}

function readingOf(
  storedOutcome: "plate" | "given-up",
  plate: PlateReading | null,
  outcome: ReplayOutcome<unknown>,
): PlateReading | null {
  if (storedOutcome === "plate") return plate;
  return outcome.kind === "fault" ? outcome.fault.partial : null;
}

/** True when nothing differs at all. */
export function isIdentical(report: ReplayReport): boolean {
  return report.transcriptIntact && report.readingIdentical && report.analysisIdentical !== false;
}
