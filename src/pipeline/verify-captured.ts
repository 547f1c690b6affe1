/**
 * What readers brought and the program made of it, against the audit trail. There is much of it, so it is walked through
 * one by one in both directions, and nothing is held.
 */
import type { Store } from "../store/open-store.ts";
import { differing, type ToldEntry, toldEntry } from "./told-entry.ts";

/** The newest entry of one of these actions on a subject. */
function told(store: Store, subject: string, ...actions: readonly string[]): ToldEntry | null {
  for (const action of actions) {
    const row = store.journal.newestEntry(subject, action);
    if (row !== null) return toldEntry(row);
  }
  return null;
}

export function readingFindings(store: Store): string[] {
  const findings: string[] = [];
  for (const row of store.readings.all()) {
    const entry = told(store, row.id, "reading.captured", "reading.given-up");
    const fits =
      entry !== null &&
      (entry.detail.transcriptSha256 ?? null) === row.transcript_sha256 &&
      (entry.detail.document ?? null) === row.document_sha256 &&
      entry.detail.origin === row.origin &&
      entry.detail.runId === row.run_id;
    if (!fits) findings.push(`reading ${row.id} is not what the audit trail tells`);
  }
  for (const { subject } of store.journal.eachOf("reading")) {
    if (store.readings.byId(subject) === null) findings.push(`reading ${subject} is gone`);
  }
  return findings;
}

const BOUND_PLATE = { barcode: "barcode", sampleId: "sample_id", layoutSha256: "layout_sha256" };

const BOUND_VERSION = {
  runId: "run_id",
  by: "bound_by",
  because: "bound_because",
  rereadReason: "reread_reason",
  barReason: "bar_reason",
  version: "version",
};

export function bindingFindings(store: Store): string[] {
  const findings: string[] = [];
  for (const row of store.journal.eachOf("plate.bind")) {
    const { subject, detail } = toldEntry(row);
    const version = store.plates.versionOfReading(String(detail.readingId));
    const plate = store.plates.byId(subject);
    if (version === null || plate === null || version.plate_id !== subject) {
      findings.push(`a version of plate ${subject} is gone`);
      continue;
    }
    const fields = [
      ...differing(detail, plate, BOUND_PLATE),
      ...differing(detail, version, BOUND_VERSION),
    ];
    for (const field of fields) {
      findings.push(`plate ${plate.barcode}: ${field} is not what the audit trail tells`);
    }
  }
  for (const row of store.plates.eachVersion()) {
    const isBound = store.journal
      .entriesOf([row.plate_id])
      .some(
        (entry) =>
          entry.action === "plate.bind" && toldEntry(entry).detail.readingId === row.reading_id,
      );
    if (!isBound) findings.push(`a version of plate ${row.plate_id} was never bound`);
  }
  return findings;
}

const RUN_FIELDS = Object.fromEntries(
  [
    "reader_id",
    "barcode",
    "sample_id",
    "layout_sha256",
    "operator",
    "reread_reason",
    "requested_at_utc",
  ].map((field) => [field, field]),
);

export function runFindings(store: Store): string[] {
  const findings: string[] = [];
  for (const entry of store.journal.eachOf("run.start")) {
    const { subject, detail } = toldEntry(entry);
    const row = store.runs.byId(subject);
    if (row === null) findings.push(`run ${subject} is gone`);
    else {
      for (const field of differing(detail, row, RUN_FIELDS)) {
        findings.push(`run ${subject}: ${field} is not what the audit trail tells`);
      }
    }
  }
  for (const { id } of store.runs.all()) {
    if (told(store, id, "run.start") === null) findings.push(`run ${id} was never started`);
  }
  return findings;
}

const ANALYSIS_FIELDS = {
  inputsSha256: "inputs_sha256",
  settingsSha256: "settings_sha256",
  resultSha256: "result_sha256",
  programVersion: "program_version",
};

export function analysisFindings(store: Store): string[] {
  const findings: string[] = [];
  for (const row of store.analyses.all()) {
    const entry = told(store, row.id, "analysis.computed");
    const fits =
      entry !== null &&
      differing(entry.detail, row, ANALYSIS_FIELDS).length === 0 &&
      entry.detail.provisional === (row.provisional === 1);
    if (!fits) findings.push(`analysis ${row.id} is not what the audit trail tells`);
  }
  for (const { subject } of store.journal.eachOf("analysis.computed")) {
    if (store.analyses.byId(subject) === null) findings.push(`analysis ${subject} is gone`);
  }
  return findings;
}

const MADE_OF_DOCUMENT = /^document\.(?:plates|quarantined|superseded|dismissed)$/;

const INTERPRETATION_FIELDS = {
  arrival: "arrival_id",
  importer: "importer_id",
  code: "code",
  sentence: "sentence",
};

export function documentFindings(store: Store): string[] {
  const findings: string[] = [];
  for (const row of store.documents.allInterpretations()) {
    const entry = store.journal
      .entriesOf([row.document_sha256])
      .filter(({ action }) => MADE_OF_DOCUMENT.test(action))
      .map(toldEntry)
      .find(({ detail }) => detail.interpretation === row.id);
    const fits =
      entry?.action === `document.${row.outcome}` &&
      entry.actor === row.by_name &&
      differing(entry.detail, row, INTERPRETATION_FIELDS).length === 0;
    if (!fits) {
      findings.push(
        `what was made of document ${row.document_sha256} is not what the audit trail tells`,
      );
    }
  }
  for (const row of store.journal.eachOf("document")) {
    if (!MADE_OF_DOCUMENT.test(row.action)) continue;
    const id = String(toldEntry(row).detail.interpretation);
    if (!store.documents.isInterpreted(id)) findings.push(`interpretation ${id} is gone`);
  }
  return findings;
}

export function noticeFindings(store: Store): string[] {
  const findings: string[] = [];
  for (const row of store.notices.each()) {
    const entries = store.journal
      .entriesOf([row.subject])
      .filter(({ action }) => action.startsWith("notice."))
      .map(toldEntry)
      .filter(({ detail }) => detail.notice === row.id);
    const isTold = (action: string): boolean => entries.some((entry) => entry.action === action);
    const fits = isTold("notice.raised") && isTold("notice.ended") === (row.ended_at_utc !== null);
    if (!fits) findings.push(`the notice on ${row.subject} is not what the audit trail tells`);
  }
  return findings;
}
