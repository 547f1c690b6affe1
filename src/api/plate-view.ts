/** Everything about one plate, from the store: wells, statistics, curves, comparisons, provenance. */
import { wellSurvival } from "../analysis/assays/well-survival.ts";
import { summariseConditions } from "../analysis/condition-summary.ts";
import { wellResults } from "../analysis/correct-plate.ts";
import { formatNumber } from "../analysis/explain-verdict.ts";
import { type AnalysisSettings, parseSettings } from "../analysis/settings.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { planeOf } from "../domain/reading.ts";
import { ALL_WELLS, type WellName } from "../domain/well.ts";
import { type PlateEvidence, plateEvidence, toAnalysisPlate } from "../pipeline/sample-evidence.ts";
import { shownSettings } from "../pipeline/settings-records.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow } from "../store/plates.ts";
import { analysisParts, NOT_ANALYSED } from "./plate-analysis-view.ts";
import { currentAnalysis, flagView, plateSummary } from "./summary-views.ts";
import type { ConditionView, MaskEventView, PlateView, WellView } from "./views.ts";

function wellViews(evidence: PlateEvidence, settings: AnalysisSettings): readonly WellView[] {
  const plate = toAnalysisPlate(evidence);
  const results = wellResults(plate, settings);
  const survival = wellSurvival(plate, settings);
  const measurement = planeOf(evidence.reading, "measurement");
  const reference = planeOf(evidence.reading, "reference");
  const comments = new Map(
    evidence.masks.map((mask) => [mask.well, `${mask.reason} (${mask.by})`]),
  );
  return ALL_WELLS.map((well, index) => {
    const layoutWell = evidence.layout.wells[well];
    const measured = measurement?.values[index];
    const referred = reference?.values[index];
    const result = results[index];
    return {
      well,
      role: layoutWell.role,
      arm: layoutWell.arm,
      prednisoloneUgPerMl: layoutWell.prednisoloneUgPerMl,
      inhibitorUm: layoutWell.inhibitorUm,
      replicate: layoutWell.replicate,
      measurement: measured?.absorbance ?? null,
      measurementToken: measured?.token ?? "",
      measurementDirection: measured?.absorbance === null ? measured.direction : null,
      reference: referred?.absorbance ?? null,
      referenceToken: referred?.token ?? null,
      netAbsorbance: result?.netAbsorbance ?? null,
      correctedAbsorbance: result?.correctedAbsorbance ?? null,
      survivalPercent: survival[index] ?? null,
      maskReason: result?.maskReason ?? null,
      maskComment: comments.get(well) ?? null,
    };
  });
}

function conditionViews(evidence: PlateEvidence, settings: AnalysisSettings): ConditionView[] {
  return summariseConditions(toAnalysisPlate(evidence), settings).map((condition) => {
    const dose = condition.inhibitorUm === null ? "" : ` ${formatNumber(condition.inhibitorUm)} µM`;
    const prednisolone =
      condition.prednisoloneUgPerMl === null
        ? ""
        : ` + prednisolone ${formatNumber(condition.prednisoloneUgPerMl)} µg/mL`;
    return {
      label: `${condition.arm ?? condition.role}${dose}${prednisolone}`,
      arm: condition.arm,
      inhibitorUm: condition.inhibitorUm,
      wells: condition.wells,
      n: condition.wells.length,
      meanAbsorbance: condition.meanNetAbsorbance,
      sdAbsorbance: condition.sdNetAbsorbance,
    };
  });
}

function provenance(
  store: Store,
  evidence: PlateEvidence,
  analysis: AnalysisRow | null,
): PlateView["provenance"] {
  const { row, version, layout } = evidence;
  return {
    readingId: row.id,
    transcriptId: row.transcript_id,
    transcriptSha256: row.transcript_sha256,
    document:
      row.arrival_id === null ? null : (store.documents.arrivalById(row.arrival_id)?.name ?? null),
    documentSha256: row.document_sha256,
    driver: `${row.driver_id} ${row.driver_version} (${row.verification})`,
    layout: `${layout.id} revision ${layout.revision}`,
    layoutSha256: layout.sha256,
    settings: analysis === null ? "" : shownSettings(store, analysis.settings_sha256),
    settingsSha256: analysis?.settings_sha256 ?? "",
    programVersion: analysis?.program_version ?? "",
    analysisId: analysis?.id ?? null,
    runId: version.run_id,
    boundBy: `${version.bound_by}: ${version.bound_because}`,
    barReason: version.bar_reason,
  };
}

/** What barred the reading, and why a person let it in all the same. */
function letIn({ reading, version }: PlateEvidence): readonly string[] {
  return (reading.bars ?? []).map(
    (bar) => `${bar.sentence} ${version.bound_by} let it in: ${version.bar_reason ?? "no reason"}`,
  );
}

function maskEvents(store: Store, plateId: string): MaskEventView[] {
  return store.plates.maskEvents(plateId).map((event) => ({
    well: event.well as WellName,
    action: event.action,
    reason: event.reason,
    by: event.by_name,
    atUtc: event.at_utc,
  }));
}

/** A plate by id or barcode. Throws PLATE_UNKNOWN. */
export function requirePlate(store: Store, idOrBarcode: string): PlateRow {
  const plate = store.plates.byId(idOrBarcode) ?? store.plates.byBarcode(idOrBarcode);
  if (plate !== null) return plate;
  throw new PlatewardenError("PLATE_UNKNOWN", `There is no plate ${idOrBarcode}.`, {
    detail: { plate: idOrBarcode },
  });
}

/** The settings of the analysis that counts, else those of the bench. */
function settingsOf(
  store: Store,
  row: AnalysisRow | null,
  defaults: AnalysisSettings,
): AnalysisSettings {
  const stored = row === null ? null : store.analyses.settings(row.settings_sha256);
  return stored === null ? defaults : parseSettings(JSON.parse(stored));
}

/**
 * The plate as it counts now. Numbers come from the stored analysis; wells are computed with its settings. A plate
 * whose layout cannot be judged has no survival, arms or comparisons: only what was read.
 */
export function plateView(store: Store, plate: PlateRow, defaults: AnalysisSettings): PlateView {
  const evidence = plateEvidence(store, plate);
  const summary = plateSummary(store, plate);
  const row = store.analyses.current(plate.sample_id);
  const settings = settingsOf(store, row, defaults);
  const analysis = currentAnalysis(store, plate.sample_id);
  const judged = summary.quality !== "not-judged";
  const wells = wellViews(evidence, settings);
  const sample = store.samples.byId(plate.sample_id);
  const context = { settings, provisional: row?.provisional === 1 };
  return {
    summary,
    rasStatus: sample?.ras_status ?? "unknown",
    blastsDay4Percent: sample?.blasts_day4_percent ?? null,
    measurementNm: planeOf(evidence.reading, "measurement")?.wavelengthNm ?? null,
    referenceNm: planeOf(evidence.reading, "reference")?.wavelengthNm ?? null,
    referenceSubtracted: evidence.reading.referenceSubtracted,
    readerClock: evidence.reading.readerClock,
    transferWarnings: [
      ...letIn(evidence),
      ...evidence.reading.warnings.map((warning) => warning.message),
    ],
    wells: judged ? wells : wells.map(withoutSurvival),
    masks: maskEvents(store, plate.id),
    ...(judged && analysis !== null
      ? analysisParts(analysis, evidence, wells, context)
      : NOT_ANALYSED),
    cannotJudge: judged ? [] : summary.sentences,
    conditions: judged ? [] : conditionViews(evidence, settings),
    flags: (row === null ? [] : store.analyses.flagsOf(row.id))
      .filter((flag) => flag.plate_id === plate.id)
      .map((flag) => flagView(store, flag)),
    provenance: provenance(store, evidence, row),
  };
}

function withoutSurvival(well: WellView): WellView {
  return { ...well, correctedAbsorbance: null, survivalPercent: null };
}
