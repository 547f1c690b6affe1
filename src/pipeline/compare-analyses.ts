/** Two analyses of a sample side by side: what changed, and in which of the things they rest on they differ. */
import type { AnalysisSettings } from "../analysis/settings.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { SampleRow } from "../store/samples.ts";
import { attributeVerdicts, type ExplainedPlace, unattributed } from "./attribute-verdicts.ts";
import { type Cause, canChangeNumbers, causesBetween, type Foundation } from "./compare-inputs.ts";
import { type ComparedFlag, type ComparedResult, changesBetween } from "./compare-results.ts";
import { computeSample } from "./compute-sample.ts";
import { PROGRAM_VERSION } from "./program-version.ts";
import { sampleEvidence, toAnalysisSample } from "./sample-evidence.ts";
import { type NamedSettings, shownSettings, storedSettings } from "./settings-records.ts";
import { inputsOf } from "./store-analysis.ts";

/** One side of a comparison. */
interface Side extends Foundation, ComparedResult {
  readonly analysisId: string | null;
  readonly settingsLabel: string;
  readonly createdAtUtc: string | null;
}

export interface SideView {
  /** Null where it was computed for the comparison and not stored. */
  readonly analysisId: string | null;
  readonly settings: string;
  readonly programVersion: string;
  readonly provisional: boolean;
  readonly createdAtUtc: string | null;
}

export interface SampleComparison {
  readonly sample: string;
  readonly before: SideView;
  readonly after: SideView;
  readonly causes: readonly Cause[];
  /** By plate and arm; empty when every bit is the same. */
  readonly changes: readonly ExplainedPlace[];
  /** True when something changed although nothing it rests on did: a fault of the program or of the store. */
  readonly unexplained: boolean;
}

function barcodesIn(inputs: string): ReadonlyMap<string, string> {
  const { plates } = JSON.parse(inputs) as { plates: { plateId: string; barcode: string }[] };
  return new Map(plates.map((plate) => [plate.plateId, plate.barcode]));
}

function storedFlags(store: Store, row: AnalysisRow): ComparedFlag[] {
  const barcodes = barcodesIn(row.inputs);
  return store.analyses.flagsOf(row.id).map((flag) => ({
    barcode: barcodes.get(flag.plate_id) ?? flag.plate_id,
    arm: flag.arm,
    rule_id: flag.rule_id,
    title: flag.title,
    wells: JSON.parse(flag.wells) as string[],
  }));
}

function storedSide(store: Store, row: AnalysisRow): Side {
  const settings = storedSettings(store, row.settings_sha256);
  if (settings === null) throw new Error(`settings ${row.settings_sha256} are not there`);
  return {
    analysisId: row.id,
    settings,
    settingsLabel: shownSettings(store, row.settings_sha256),
    inputs: row.inputs,
    programVersion: row.program_version,
    provisional: row.provisional === 1,
    createdAtUtc: row.created_at_utc,
    result: JSON.parse(row.result),
    flags: storedFlags(store, row),
  };
}

/** What the sample's evidence gives now with other settings; nothing is stored. */
function computedSide(store: Store, sample: SampleRow, named: NamedSettings): Side {
  const evidence = sampleEvidence(store, sample);
  const { analysis, flags } = computeSample(evidence, named.settings);
  return {
    analysisId: null,
    settings: named.settings,
    settingsLabel: named.label,
    inputs: inputsOf(evidence),
    programVersion: PROGRAM_VERSION,
    provisional: evidence.provisional,
    createdAtUtc: null,
    // As it comes back from the store, where a missing value is null.
    result: JSON.parse(JSON.stringify(analysis)),
    flags,
  };
}

function viewOf(side: Side): SideView {
  return {
    analysisId: side.analysisId,
    settings: side.settingsLabel,
    programVersion: side.programVersion,
    provisional: side.provisional,
    createdAtUtc: side.createdAtUtc,
  };
}

function compareSides(
  store: Store,
  sample: SampleRow,
  before: Side,
  after: Side,
): SampleComparison {
  const causes = causesBetween(store, before, after);
  const changes = changesBetween(before, after);
  return {
    sample: sample.name,
    before: viewOf(before),
    after: viewOf(after),
    causes,
    changes: explain(store, sample, { before, after }, causes, changes),
    unexplained: changes.length > 0 && !canChangeNumbers(causes),
  };
}

/** Setting by setting, where settings are all in which they differ and the evidence is still what it was. */
function explain(
  store: Store,
  sample: SampleRow,
  sides: { readonly before: Side; readonly after: Side },
  causes: readonly Cause[],
  changes: ReturnType<typeof changesBetween>,
): readonly ExplainedPlace[] {
  const isSettingsOnly =
    causes.length > 0 && causes.every(({ kind }) => kind === "settings" || kind === "closing");
  if (!isSettingsOnly || changes.every((place) => place.verdicts.length === 0)) {
    return unattributed(changes);
  }
  const evidence = sampleEvidence(store, sample);
  if (inputsOf(evidence) !== sides.after.inputs) return unattributed(changes);
  const settings: { before: AnalysisSettings; after: AnalysisSettings } = {
    before: sides.before.settings,
    after: sides.after.settings,
  };
  return attributeVerdicts(toAnalysisSample(evidence), settings, changes);
}

/** An analysis by its id. Throws ANALYSIS_UNKNOWN. */
export function requireAnalysis(store: Store, id: string): AnalysisRow {
  const row = store.analyses.byId(id.trim());
  if (row !== null) return row;
  throw new PlatewardenError("ANALYSIS_UNKNOWN", `There is no analysis ${id}.`, {
    detail: { analysis: id },
  });
}

/** Two analyses of one sample. Throws REQUEST_INVALID when they are of two samples. */
export function compareAnalyses(
  store: Store,
  before: AnalysisRow,
  after: AnalysisRow,
): SampleComparison {
  const sample = store.samples.byId(before.sample_id);
  if (sample === null) throw new Error(`analysis ${before.id} hangs in the air`);
  if (after.sample_id !== before.sample_id) {
    const other = store.samples.byId(after.sample_id)?.name;
    throw new PlatewardenError(
      "REQUEST_INVALID",
      `Analysis ${before.id} is of sample ${sample.name} and analysis ${after.id} of sample ${other}: nothing can be compared.`,
    );
  }
  return compareSides(store, sample, storedSide(store, before), storedSide(store, after));
}

/** An analysis with the one that it superseded. Throws ANALYSIS_UNKNOWN when it is the first of its sample. */
export function compareWithEarlier(store: Store, after: AnalysisRow): SampleComparison {
  if (after.supersedes === null) {
    throw new PlatewardenError(
      "ANALYSIS_UNKNOWN",
      `Analysis ${after.id} is the first of its sample: there is none before it to compare with.`,
    );
  }
  return compareAnalyses(store, requireAnalysis(store, after.supersedes), after);
}

/**
 * Every sample under two settings, by name: the newest analysis with each of them. What was never analysed with one of
 * them is computed as the evidence is now, and not stored; its id is null then.
 */
export function* compareSettings(
  store: Store,
  before: NamedSettings,
  after: NamedSettings,
): Generator<SampleComparison> {
  for (const sample of store.samples.all()) {
    if (store.plates.ofSample(sample.id).length === 0) continue;
    const [left, right] = [before, after].map((named) => {
      const row = store.analyses.newestUnder(sample.id, named.sha256);
      return row === null ? computedSide(store, sample, named) : storedSide(store, row);
    });
    if (left === undefined || right === undefined) continue;
    yield compareSides(store, sample, left, right);
  }
}
