/** What an export is made of: plates with the analysis that counts, exactly as it was stored. */
import type { SampleResult } from "../analysis/analyse-everything.ts";
import { isTitrated } from "../analysis/assays/assays-of.ts";
import type { AssayKind } from "../analysis/assays/sample-assays.ts";
import { type WellResult, wellResults } from "../analysis/correct-plate.ts";
import { judgeability } from "../analysis/judgeability.ts";
import type {
  ArmResult,
  Comparison,
  PlateStatistics,
  SampleAnalysis,
} from "../analysis/sample-analysis.ts";
import { type AnalysisSettings, parseSettings } from "../analysis/settings.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { Arm, LayoutWell } from "../domain/layout.ts";
import { planeOf, type WellValue } from "../domain/reading.ts";
import type { WellName } from "../domain/well.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import {
  type SampleEvidence,
  sampleEvidence,
  toAnalysisPlate,
  type UnderstoodPlate,
} from "../pipeline/sample-evidence.ts";
import { settingsLabel } from "../pipeline/settings-records.ts";
import { inputsOf } from "../pipeline/store-analysis.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { SampleRow } from "../store/samples.ts";
import { armsOfOneLevel } from "./well-content.ts";

export type StoredResult = SampleAnalysis & Partial<SampleResult>;

export interface GatheredWell {
  readonly well: WellName;
  readonly layout: LayoutWell;
  /** Null for a well without an arm. */
  readonly arm: Arm | null;
  /** Null where the reading has no such plane. */
  readonly measurement: WellValue | null;
  readonly reference: WellValue | null;
  /** The numbers the stored analysis rests on; no survival where it has no meaning. */
  readonly result: WellResult;
  /** Of a person's mask that stands. */
  readonly mask: { readonly reason: string; readonly by: string } | null;
}

export interface GatheredPlate {
  readonly sample: SampleRow;
  readonly analysis: AnalysisRow;
  readonly settings: AnalysisSettings;
  /** What people call them now; null where nobody has named them. */
  readonly settingsName: string | null;
  readonly evidence: UnderstoodPlate;
  readonly barcode: string;
  /** False when the layout cannot carry verdicts: there are then no comparisons. */
  readonly judged: boolean;
  readonly statistics: PlateStatistics | null;
  /** All 96, in reading order. */
  readonly wells: readonly GatheredWell[];
  /** Those whose survival has a meaning. */
  readonly arms: readonly ArmResult[];
  readonly comparisons: readonly Comparison[];
  /** Of the whole sample; an older one may lack the assays. */
  readonly result: StoredResult;
  /** The file that it came as; null for one that a reader told. */
  readonly documentName: string | null;
}

function settingsOf(store: Store, analysis: AnalysisRow): AnalysisSettings {
  const body = store.analyses.settings(analysis.settings_sha256);
  if (body === null)
    throw new Error(`settings ${analysis.settings_sha256} are not in the database`);
  return parseSettings(JSON.parse(body));
}

/** The analysis that counts, if it rests on the evidence as it is now: else wells and verdicts would not belong together. */
function currentAnalysis(store: Store, evidence: SampleEvidence): AnalysisRow {
  const analysis = store.analyses.current(evidence.sample.id);
  const fits =
    analysis !== null &&
    analysis.inputs === inputsOf(evidence) &&
    analysis.program_version === PROGRAM_VERSION;
  if (fits) return analysis;
  const why =
    analysis === null
      ? "has not been analysed yet"
      : analysis.program_version === PROGRAM_VERSION
        ? "has changed since it was analysed"
        : `was analysed by program version ${analysis.program_version}, and this is ${PROGRAM_VERSION}`;
  throw new PlatewardenError(
    "EXPORT_NOT_CURRENT",
    `Sample ${evidence.sample.name} ${why}; nothing was written.`,
    { detail: { sample: evidence.sample.name } },
  );
}

/** Kinds of assay in which a well's survival is that against its own arm without prednisolone. */
const AGAINST_OWN_ARM: readonly AssayKind[] = [
  "combination-dose-response",
  "combination-one-concentration",
];

/** What may be shown of the wells: no survival is made up where the layout gives it no meaning, and none without blanks. */
interface Shown {
  readonly corrected: boolean;
  readonly survivalOf: ReadonlySet<string>;
}

function shownOf(
  wells: readonly Pick<GatheredWell, "layout" | "arm">[],
  judged: boolean,
  statistics: PlateStatistics | null,
  kinds: readonly AssayKind[],
): Shown {
  const arms = armsOfOneLevel(wells);
  if (judged) return { corrected: true, survivalOf: arms };
  const corrected = statistics !== null && !statistics.failReasons.includes("TOO_FEW_BLANKS");
  const hasMeaning = corrected && kinds.some((kind) => AGAINST_OWN_ARM.includes(kind));
  return { corrected, survivalOf: hasMeaning ? arms : new Set() };
}

function shownResult(well: GatheredWell, shown: Shown): WellResult {
  const { arm } = well.layout;
  const hasSurvival = arm !== null && shown.survivalOf.has(arm);
  return {
    ...well.result,
    correctedAbsorbance: shown.corrected ? well.result.correctedAbsorbance : null,
    survivalPercent: hasSurvival ? well.result.survivalPercent : null,
  };
}

function gatherWells(
  evidence: UnderstoodPlate,
  settings: AnalysisSettings,
): readonly GatheredWell[] {
  const measurement = planeOf(evidence.reading, "measurement");
  const reference = planeOf(evidence.reading, "reference");
  const arms = new Map(evidence.layout.arms.map((arm) => [arm.id, arm]));
  const masks = new Map(evidence.masks.map((mask) => [mask.well, mask]));
  return wellResults(toAnalysisPlate(evidence), settings).map((result, index) => {
    const layout = evidence.layout.wells[result.well];
    return {
      well: result.well,
      layout,
      arm: layout.arm === null ? null : (arms.get(layout.arm) ?? null),
      measurement: measurement?.values[index] ?? null,
      reference: reference?.values[index] ?? null,
      result,
      mask: masks.get(result.well) ?? null,
    };
  });
}

function documentName(store: Store, evidence: UnderstoodPlate): string | null {
  const { arrival_id } = evidence.row;
  return arrival_id === null ? null : (store.documents.arrivalById(arrival_id)?.name ?? null);
}

function gatherPlate(
  store: Store,
  sample: SampleRow,
  analysis: AnalysisRow,
  evidence: UnderstoodPlate,
): GatheredPlate {
  const result = JSON.parse(analysis.result) as StoredResult;
  const settings = settingsOf(store, analysis);
  const { barcode } = evidence.plate;
  const judged = judgeability(toAnalysisPlate(evidence)).canJudge;
  const statistics = result.plates[barcode] ?? null;
  const wells = gatherWells(evidence, settings);
  const shown = shownOf(wells, judged, statistics, result.assays?.[barcode] ?? []);
  const titrated = (one: Comparison): boolean =>
    isTitrated({ singleAgents: result.singleAgents ?? [] }, one);
  const own = <T extends { readonly plate: string }>(all: readonly T[]): readonly T[] =>
    all.filter((one) => one.plate === barcode);
  return {
    sample,
    analysis,
    settings,
    settingsName: settingsLabel(store, analysis.settings_sha256),
    evidence,
    barcode,
    judged,
    statistics,
    wells: wells.map((well) => ({ ...well, result: shownResult(well, shown) })),
    arms: own(result.arms).filter((arm) => shown.survivalOf.has(arm.arm)),
    comparisons: judged ? own(result.comparisons).filter((one) => !titrated(one)) : [],
    result,
    documentName: documentName(store, evidence),
  };
}

/** All plates of one sample, in the order they came. Throws EXPORT_NOT_CURRENT. One transaction: nothing changes meanwhile. */
function gatherSample(store: Store, sample: SampleRow): readonly GatheredPlate[] {
  return store.inTransaction(() => {
    const evidence = sampleEvidence(store, sample);
    if (evidence.plates.length === 0) return [];
    const analysis = currentAnalysis(store, evidence);
    return evidence.plates.map((plate) => gatherPlate(store, sample, analysis, plate));
  });
}

/** Names of samples and barcodes of plates; where both are empty everything is meant. */
export interface PlateSelection {
  readonly samples: readonly string[];
  readonly plates: readonly string[];
}

function requireSample(store: Store, name: string): SampleRow {
  const sample = store.samples.byName(name);
  if (sample !== null) return sample;
  throw new PlatewardenError("SAMPLE_UNKNOWN", `There is no sample ${name}.`, {
    detail: { sample: name },
  });
}

function requireSampleOfPlate(store: Store, barcode: string): SampleRow {
  const plate = store.plates.byBarcode(barcode);
  const sample = plate === null ? null : store.samples.byId(plate.sample_id);
  if (sample !== null) return sample;
  throw new PlatewardenError("PLATE_UNKNOWN", `There is no plate ${barcode}.`, {
    detail: { plate: barcode },
  });
}

/**
 * The plates of the named samples and the named plates, by sample and then in the order they came; all plates when
 * nothing is named. Numbers of wells are computed with the settings of the stored analysis, everything else is what was
 * stored. Throws SAMPLE_UNKNOWN, PLATE_UNKNOWN, EXPORT_NOT_CURRENT, or EXPORT_EMPTY when there is no plate.
 */
export function gatherPlates(store: Store, selection: PlateSelection): readonly GatheredPlate[] {
  const whole = selection.samples.map((name) => requireSample(store, name));
  const partly = selection.plates.map((barcode) => requireSampleOfPlate(store, barcode));
  const named = whole.length + partly.length > 0;
  const samples = named ? [...whole, ...partly] : store.samples.all();
  const wholeIds = new Set((named ? whole : samples).map((sample) => sample.id));
  const barcodes = new Set(selection.plates);
  const byId = new Map(samples.map((sample) => [sample.id, sample]));
  const gathered = [...byId.values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((sample) => gatherSample(store, sample))
    .filter((plate) => wholeIds.has(plate.sample.id) || barcodes.has(plate.barcode));
  if (gathered.length > 0) return gathered;
  const what = named ? "None of the samples named has a plate" : "No plate has been read";
  throw new PlatewardenError("EXPORT_EMPTY", `${what}; nothing was written.`);
}
