/** Everything a report tells, gathered from the store: nothing is computed anew but what the pages of a plate show too. */
import type { SampleAssays } from "../analysis/assays/sample-assays.ts";
import type {
  ArmResult,
  Comparison,
  PlateStatistics,
  SampleAnalysis,
} from "../analysis/sample-analysis.ts";
import type { AnalysisSettings } from "../analysis/settings.ts";
import { plateView } from "../api/plate-view.ts";
import type { PlateView } from "../api/views.ts";
import { sha256 } from "../domain/canonical.ts";
import { PlatewardenError } from "../domain/errors.ts";
import type { Layout } from "../domain/layout.ts";
import { type PlateReading, planeOf } from "../domain/reading.ts";
import { countingVersion } from "../pipeline/counting-version.ts";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import { plateRecord } from "../pipeline/review/plate-record.ts";
import {
  type PlateReviewState,
  type PlateSignature,
  reviewState,
  signaturesOf,
} from "../pipeline/review/standing-signatures.ts";
import { storedSample, understoodPlate } from "../pipeline/sample-evidence.ts";
import { settingsInUse } from "../pipeline/settings-in-use.ts";
import { storedSettings } from "../pipeline/settings-records.ts";
import { inputsOf } from "../pipeline/store-analysis.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateTurnEventRow } from "../store/plate-turns.ts";
import type { PlateRow, PlateVersionRow } from "../store/plates.ts";
import type { ReadingRow } from "../store/readings.ts";
import type { PlateCommentRow, VersionChoiceRow } from "../store/review.ts";
import type { SampleRow } from "../store/samples.ts";

/** What is stored as an analysis; one of an older program may lack the later parts. */
export type StoredResult = SampleAnalysis & Partial<SampleAssays>;

export interface ReportAnalysis {
  readonly row: AnalysisRow;
  readonly result: StoredResult;
  /** `lab-2026@3`, as the settings were called when the analysis was made; null = they had no name. */
  readonly settingsName: string | null;
  /** How many analyses of the sample this one has superseded. */
  readonly earlier: number;
  /** True when plates, masks, blasts or the program have changed since: its numbers need not be those of the wells shown. */
  readonly isStale: boolean;
}

/** One reading of the plate. */
export interface PlateVersion {
  readonly counts: boolean;
  readonly row: PlateVersionRow;
  readonly reading: ReadingRow;
  /** Who ordered the read; null where nobody did. */
  readonly operator: string | null;
}

/** What people decided on a plate, oldest first each. */
export interface PlateDecisions {
  readonly state: PlateReviewState;
  /** Also those that do not hold any more. */
  readonly signatures: readonly PlateSignature[];
  /** Which reading counts. */
  readonly choices: readonly VersionChoiceRow[];
  /** How the plate lay in the reader. */
  readonly turns: readonly PlateTurnEventRow[];
  /** What reviewers wrote, oldest first. */
  readonly comments: readonly PlateCommentRow[];
}

export interface PlateChapter {
  readonly view: PlateView;
  readonly layout: Layout;
  /** Oldest first. */
  readonly versions: readonly PlateVersion[];
  readonly decisions: PlateDecisions;
  /** Of the record as it stands: what a signature would be given for. */
  readonly recordSha256: string;
  /** Of the reading that counts against the first one; null where that is the first. */
  readonly changedSinceFirst: ReadingChange | null;
  readonly readerModel: string;
  readonly temperatureC: number | null;
  /** SHA-256 of the reading's content, and of its record as stored. */
  readonly contentSha256: string | null;
  readonly readingSha256: string;
  readonly statistics: PlateStatistics | null;
  readonly arms: readonly ArmResult[];
  readonly comparisons: readonly Comparison[];
  readonly assays: PlateAssays;
}

/** How the measurements of two readings of a plate differ. */
export interface ReadingChange {
  /** Wells with another number, or with one in only one of them. */
  readonly wells: number;
  /** In AU; null where no well has a number in both. */
  readonly largestAu: number | null;
}

/** The parts of `SampleAssays` that are one plate's. */
export type PlateAssays = {
  readonly [Key in keyof Omit<SampleAssays, "assays">]: SampleAssays[Key];
};

export interface ReportData {
  readonly sample: SampleRow;
  readonly platesPlanned: number;
  /** Null while the sample has not been analysed. */
  readonly analysis: ReportAnalysis | null;
  /** Those of the analysis; without one, those in use. */
  readonly settings: AnalysisSettings;
  /** In the order in which the plates came. */
  readonly chapters: readonly PlateChapter[];
}

function earlierAnalyses(store: Store, row: AnalysisRow): number {
  let count = 0;
  for (let id = row.supersedes; id !== null; count += 1) {
    id = store.analyses.byId(id)?.supersedes ?? null;
  }
  return count;
}

/** Names that were given later do not count, so that the same analysis gives the same report for ever. */
function settingsNameThen(
  store: Store,
  { settings_sha256, created_at_utc }: AnalysisRow,
): string | null {
  const [named] = store.settings
    .all()
    .filter((one) => one.sha256 === settings_sha256 && one.at_utc <= created_at_utc)
    .sort((a, b) => (a.at_utc < b.at_utc ? -1 : 1));
  return named === undefined ? null : `${named.name}@${named.version}`;
}

function reportAnalysis(store: Store, sample: SampleRow): ReportAnalysis | null {
  const row = store.analyses.current(sample.id);
  if (row === null) return null;
  return {
    row,
    result: JSON.parse(row.result) as StoredResult,
    settingsName: settingsNameThen(store, row),
    earlier: earlierAnalyses(store, row),
    isStale:
      row.program_version !== PROGRAM_VERSION ||
      inputsOf(storedSample(store, sample)) !== row.inputs,
  };
}

/** The reading that counts; null for a plate without one. */
export function countingReading({ versions }: PlateChapter): PlateVersion | null {
  return versions.find(({ counts }) => counts) ?? null;
}

function plateDecisions(store: Store, plate: PlateRow): PlateDecisions {
  const signatures = signaturesOf(store, plate);
  return {
    state: reviewState(signatures),
    signatures,
    choices: store.review.choices(plate.id),
    turns: store.turns.ofPlate(plate.id),
    comments: store.review.comments(plate.id),
  };
}

function plateVersions(store: Store, plate: PlateRow): PlateVersion[] {
  const counting = countingVersion(store, plate.id)?.version.version;
  return store.plates.versions(plate.id).flatMap((row) => {
    const reading = store.readings.byId(row.reading_id);
    if (reading === null) return [];
    const run = row.run_id === null ? null : store.runs.byId(row.run_id);
    const counts = row.version === counting;
    return [{ counts, row, reading, operator: run?.operator ?? null }];
  });
}

function absorbancesOf(reading: ReadingRow): readonly (number | null)[] {
  const body = JSON.parse(reading.body ?? "null") as PlateReading | null;
  const plane = body === null ? null : planeOf(body, "measurement");
  return plane?.values.map((value) => value.absorbance) ?? [];
}

function changeSinceFirst(versions: readonly PlateVersion[]): ReadingChange | null {
  const [first, counting] = [versions.at(0), versions.find(({ counts }) => counts)];
  if (first === undefined || counting === undefined || first === counting) return null;
  const [before, now] = [absorbancesOf(first.reading), absorbancesOf(counting.reading)];
  const differences = now.flatMap((value, well) => {
    const other = before[well] ?? null;
    return value === null || other === null ? [] : [Math.abs(value - other)];
  });
  return {
    wells: now.filter((value, well) => value !== (before[well] ?? null)).length,
    largestAu: differences.length === 0 ? null : Math.max(...differences),
  };
}

function ofPlate<T extends { readonly plate: string }>(
  all: readonly T[] | undefined,
  barcode: string,
): readonly T[] {
  return (all ?? []).filter((one) => one.plate === barcode);
}

const NO_RESULTS: PlateAssays = {
  controls: [],
  curves: [],
  excess: [],
  oneConcentration: [],
  singleAgents: [],
  checkerboards: [],
  uniformPlates: [],
};

/** The pages of the plate leave out what its layout does not bear; so does the report. */
function isShown(shown: readonly { readonly arm: string }[], one: { readonly arm: string }) {
  return shown.some(({ arm }) => arm === one.arm);
}

function plateChapter(
  store: Store,
  plate: PlateRow,
  analysis: ReportAnalysis | null,
  settings: AnalysisSettings,
): PlateChapter {
  const { row, reading, layout } = understoodPlate(store, plate);
  const view = plateView(store, plate, settings);
  const result = analysis?.result ?? null;
  const versions = plateVersions(store, plate);
  const isJudged = view.summary.quality !== "not-judged";
  return {
    view,
    layout,
    versions,
    decisions: plateDecisions(store, plate),
    recordSha256: plateRecord(store, plate).sha256,
    changedSinceFirst: changeSinceFirst(versions),
    readerModel: reading.readerModel.trim(),
    temperatureC: reading.temperatureC ?? null,
    contentSha256: row.content_sha256,
    readingSha256: sha256(row.body ?? ""),
    statistics: isJudged ? (result?.plates[plate.barcode] ?? null) : null,
    arms: ofPlate(result?.arms, plate.barcode).filter((one) => isShown(view.arms, one)),
    comparisons: ofPlate(result?.comparisons, plate.barcode).filter((one) =>
      isShown(view.comparisons, one),
    ),
    assays: view.assayResults ?? NO_RESULTS,
  };
}

/** Call inside a transaction: what another process writes meanwhile must not be half of it. */
function gather(store: Store, sample: SampleRow, plates: readonly PlateRow[]): ReportData {
  const defaults = settingsInUse(store).settings;
  const analysis = reportAnalysis(store, sample);
  const stored = analysis === null ? null : storedSettings(store, analysis.row.settings_sha256);
  return {
    sample,
    platesPlanned: store.samples.plannedOfSample(sample.id).length,
    analysis,
    settings: stored ?? defaults,
    chapters: plates.map((plate) => plateChapter(store, plate, analysis, defaults)),
  };
}

/** The plate as it counts now, with the analysis of its sample that counts. */
export function plateReportData(store: Store, plate: PlateRow): ReportData {
  const sample = store.samples.byId(plate.sample_id);
  if (sample === null) throw new Error(`plate ${plate.id} has no sample`);
  return store.inTransaction(() => gather(store, sample, [plate]));
}

/** A sample by name with all its plates. Throws SAMPLE_UNKNOWN. */
export function sampleReportData(store: Store, name: string): ReportData {
  const sample = store.samples.byName(name);
  if (sample === null) {
    throw new PlatewardenError("SAMPLE_UNKNOWN", `There is no sample ${name}.`, {
      detail: { sample: name },
    });
  }
  return store.inTransaction(() => gather(store, sample, store.plates.ofSample(sample.id)));
}
