/** Everything about one plate, from the store: wells, statistics, curves, comparisons, provenance. */
import { summariseConditions } from "../analysis/condition-summary.ts";
import { wellResults } from "../analysis/correct-plate.ts";
import { explainVerdict, findComparedArms, formatNumber } from "../analysis/explain-verdict.ts";
import type { ArmResult, Comparison, SampleAnalysis } from "../analysis/sample-analysis.ts";
import { QUALIFIER_SENTENCES, reasonSentence } from "../analysis/sentences.ts";
import { type AnalysisSettings, parseSettings } from "../analysis/settings.ts";
import { PlatewardenError } from "../domain/errors.ts";
import { ALL_WELLS, type WellName } from "../domain/well.ts";
import { comparisonTitle } from "../pipeline/raise-flags.ts";
import {
  type PlateEvidence,
  planeOf,
  plateEvidence,
  toAnalysisPlate,
} from "../pipeline/sample-evidence.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow } from "../store/plates.ts";
import { plateStatisticsView } from "./plate-statistics-view.ts";
import { currentAnalysis, flagView, plateSummary } from "./summary-views.ts";
import type {
  ArmView,
  ComparisonView,
  ConditionView,
  MaskEventView,
  PlateView,
  WellView,
} from "./views.ts";

function wellViews(evidence: PlateEvidence, settings: AnalysisSettings): readonly WellView[] {
  const results = wellResults(toAnalysisPlate(evidence), settings);
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
      survivalPercent: result?.survivalPercent ?? null,
      maskReason: result?.maskReason ?? null,
      maskComment: comments.get(well) ?? null,
    };
  });
}

function armView(arm: ArmResult, wells: readonly WellView[]): ArmView {
  const ofArm = wells.filter((well) => well.arm === arm.arm);
  return {
    arm: arm.arm,
    vehicle: arm.vehicle,
    inhibitorUm: ofArm.find((well) => well.inhibitorUm !== null)?.inhibitorUm ?? null,
    points: arm.dose.map((dose, index) => ({
      prednisoloneUgPerMl: dose,
      n: arm.n[index] ?? 0,
      meanPercent: arm.survivalMean[index] ?? null,
      semPercent: arm.survivalSem[index] ?? null,
      replicatesPercent: ofArm
        .filter((well) => well.prednisoloneUgPerMl === dose && well.maskReason === null)
        .flatMap((well) => well.survivalPercent ?? []),
    })),
    lc50:
      arm.lc50 === null
        ? null
        : {
            relation: arm.lc50.relation,
            valueUgPerMl: arm.lc50.value,
            multipleCrossings: arm.lc50.multipleCrossings,
          },
    prednisoloneClass: arm.prednisoloneClass,
    singleAgentSurvivalPercent: arm.singleAgentSurvivalPercent,
  };
}

function comparisonView(
  comparison: Comparison,
  analysis: SampleAnalysis,
  context: { readonly settings: AnalysisSettings; readonly provisional: boolean },
): ComparisonView {
  const arms = findComparedArms(analysis, comparison);
  return {
    arm: comparison.arm,
    class: comparison.class,
    flag: comparison.flag,
    grade: comparison.grade,
    provisional: context.provisional,
    title: `${comparisonTitle(comparison)} (assay result for review)`,
    explanation: explainVerdict(comparison, arms, context.settings),
    reasons: comparison.reasons.map(reasonSentence),
    qualifiers: comparison.qualifiers.map((qualifier) => QUALIFIER_SENTENCES[qualifier]),
    referenceDoseUgPerMl: comparison.referenceDose,
    survivalVehicleAtReferencePercent: comparison.survivalVehicleAtReference,
    survivalInhibitorAtReferencePercent: comparison.survivalInhibitorAtReference,
    interactionQ: comparison.interactionQ,
    lc50Ratio: comparison.lc50Ratio,
  };
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

/**
 * The plate as it counts now. Numbers come from the stored analysis; wells are computed with its settings. A plate
 * whose layout cannot be judged has no survival, arms or comparisons: only what was read.
 */
export function plateView(store: Store, plate: PlateRow, defaults: AnalysisSettings): PlateView {
  const evidence = plateEvidence(store, plate);
  const summary = plateSummary(store, plate);
  const row = store.analyses.current(plate.sample_id);
  const stored = row === null ? null : store.analyses.settings(row.settings_sha256);
  const settings = stored === null ? defaults : parseSettings(JSON.parse(stored));
  const analysis = currentAnalysis(store, plate.sample_id);
  const judged = summary.quality !== "not-judged";
  const wells = wellViews(evidence, settings);
  const statistics = judged ? (analysis?.plates[plate.barcode] ?? null) : null;
  const sample = store.samples.byId(plate.sample_id);
  const context = { settings, provisional: row?.provisional === 1 };
  const own = <T extends { plate: string }>(all: readonly T[] | undefined): T[] =>
    judged ? (all ?? []).filter((one) => one.plate === plate.barcode) : [];
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
    statistics: statistics === null ? [] : plateStatisticsView(statistics, settings),
    arms: own(analysis?.arms).map((arm) => armView(arm, wells)),
    comparisons: own(analysis?.comparisons).map((one) =>
      comparisonView(one, analysis as SampleAnalysis, context),
    ),
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
