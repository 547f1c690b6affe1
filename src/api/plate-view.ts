/** Everything about one plate, from the store: wells, statistics, curves, comparisons, provenance. */
import type { SampleResult } from "../analysis/analyse-everything.ts";
import { summariseConditions } from "../analysis/condition-summary.ts";
import { formatNumber } from "../analysis/explain-verdict.ts";
import { type AnalysisSettings, parseSettings } from "../analysis/settings.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { planeOf } from "../domain/reading.ts";
import type { WellName } from "../domain/well.ts";
import {
  toAnalysisPlate,
  type UnderstoodPlate,
  understoodPlate,
} from "../pipeline/sample-evidence.ts";
import type { AnalysisRow, FlagRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow } from "../store/plates.ts";
import { orientationView } from "./orientation-view.ts";
import { analysisParts, NOT_ANALYSED } from "./plate-analysis-view.ts";
import { plateWells } from "./plate-wells-view.ts";
import { provenanceView } from "./provenance-view.ts";
import { currentAnalysis, flagView, plateSummaryOf } from "./summary-views.ts";
import type { ConditionView, MaskEventView, PlateView, WellView } from "./views.ts";

function conditionViews(evidence: UnderstoodPlate, settings: AnalysisSettings): ConditionView[] {
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

/** What barred the reading, and why a person let it in all the same. */
function letIn({ reading, version }: UnderstoodPlate): readonly string[] {
  return (reading.bars ?? []).map(
    (bar) => `${bar.sentence} ${version.bound_by} let it in: ${version.bar_reason ?? "no reason"}`,
  );
}

/** What people masked and unmasked on a plate, oldest first. */
export function maskEventViews(store: Store, plateId: string): MaskEventView[] {
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

/** What a view of a plate is made of: as it counts now, or as it would after a change that is not saved. */
export interface PlateViewParts {
  readonly evidence: UnderstoodPlate;
  /** Null before the sample has been analysed. */
  readonly analysis: { readonly row: AnalysisRow; readonly result: SampleResult } | null;
  /** Those of the analysis, else those of the bench. */
  readonly settings: AnalysisSettings;
  /** Of the sample; those of other plates are left out. */
  readonly flags: readonly FlagRow[];
}

/**
 * The plate as it counts now. Numbers come from the stored analysis; wells are computed with its settings. A plate
 * whose layout cannot be judged has no survival, arms or comparisons: only what was read.
 */
export function plateView(store: Store, plate: PlateRow, defaults: AnalysisSettings): PlateView {
  const row = store.analyses.current(plate.sample_id);
  const result = currentAnalysis(store, plate.sample_id);
  return plateViewOf(store, {
    evidence: understoodPlate(store, plate),
    analysis: row === null || result === null ? null : { row, result },
    settings: settingsOf(store, row, defaults),
    flags: row === null ? [] : store.analyses.flagsOf(row.id),
  });
}

/** The same from any evidence and result of the plate. */
export function plateViewOf(store: Store, parts: PlateViewParts): PlateView {
  const { evidence, analysis, settings } = parts;
  const { plate, reading } = evidence;
  const asOfEventId = store.journal.lastChange();
  const flags = parts.flags.filter((flag) => flag.plate_id === plate.id);
  const summary = plateSummaryOf(store, evidence, analysis?.result ?? null, flags.length);
  const judged = summary.quality !== "not-judged";
  const suspects = analysis?.result.plates[plate.barcode]?.suspects ?? [];
  const { wells, correction } = plateWells(evidence, settings, suspects);
  const sample = store.samples.byId(plate.sample_id);
  const context = { settings, provisional: analysis?.row.provisional === 1 };
  return {
    asOfEventId,
    summary,
    rasStatus: sample?.ras_status ?? "unknown",
    blastsDay4Percent: sample?.blasts_day4_percent ?? null,
    measurementNm: planeOf(reading, "measurement")?.wavelengthNm ?? null,
    referenceNm: planeOf(reading, "reference")?.wavelengthNm ?? null,
    referenceSubtracted: reading.referenceSubtracted,
    readerClock: reading.readerClock,
    transferWarnings: [...letIn(evidence), ...reading.warnings.map((warning) => warning.message)],
    wells: judged ? wells : wells.map(withoutSurvival),
    correction,
    orientation: orientationView(evidence, analysis?.result ?? null),
    masks: maskEventViews(store, plate.id),
    ...(judged && analysis !== null
      ? analysisParts(analysis.result, evidence, wells, context)
      : NOT_ANALYSED),
    cannotJudge: judged ? [] : summary.sentences,
    conditions: judged ? [] : conditionViews(evidence, settings),
    flags: flags.map((flag) => flagView(store, flag)),
    provenance: provenanceView(store, evidence, analysis?.row ?? null),
  };
}

function withoutSurvival(well: WellView): WellView {
  return { ...well, correctedAbsorbance: null, survivalPercent: null };
}
