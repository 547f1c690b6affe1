import { localText } from "../clock/clock-words.ts";
import {
  localZoneOf,
  readerClockOf,
  readerClockSentence,
} from "../pipeline/clocks/reader-clocks.ts";
import type { UnderstoodPlate } from "../pipeline/sample-evidence.ts";
import { shownSettings } from "../pipeline/settings-records.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingRow } from "../store/readings.ts";
import type { ProvenanceView, ReadingTimesView } from "./well-views.ts";

function timesView(store: Store, row: ReadingRow): ReadingTimesView {
  const { zone, offsetMin } = localZoneOf(store, row);
  const clock = readerClockOf(store, row);
  return {
    zone,
    arrived: localText(row.captured_at_utc, offsetMin),
    readerClock: clock === null ? null : readerClockSentence(clock),
  };
}

/** How a plate came about: its bytes, reading, layout, settings, analysis and people. */
export function provenanceView(
  store: Store,
  { row, version, layout }: UnderstoodPlate,
  analysis: AnalysisRow | null,
): ProvenanceView {
  const run = version.run_id === null ? null : store.runs.byId(version.run_id);
  return {
    readingId: row.id,
    origin: row.origin,
    capturedAtUtc: row.captured_at_utc,
    times: timesView(store, row),
    version: version.version,
    rereadReason: version.reread_reason,
    transcriptId: row.transcript_id,
    transcriptSha256: row.transcript_sha256,
    document:
      row.arrival_id === null ? null : (store.documents.arrivalById(row.arrival_id)?.name ?? null),
    documentSha256: row.document_sha256,
    driver: `${row.driver_id} ${row.driver_version} (${row.verification})`,
    verification: row.verification,
    layout: `${layout.id} revision ${layout.revision}`,
    layoutId: layout.id,
    layoutRevision: layout.revision,
    layoutSha256: layout.sha256,
    settings: analysis === null ? "" : shownSettings(store, analysis.settings_sha256),
    settingsSha256: analysis?.settings_sha256 ?? "",
    programVersion: analysis?.program_version ?? "",
    analysisId: analysis?.id ?? null,
    analysedAtUtc: analysis?.created_at_utc ?? null,
    resultSha256: analysis?.result_sha256 ?? null,
    runId: version.run_id,
    operator: run?.operator ?? null,
    boundBy: `${version.bound_by}: ${version.bound_because}`,
    boundAtUtc: version.bound_at_utc,
    barReason: version.bar_reason,
  };
}
