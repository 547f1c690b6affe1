import { analyseSample } from "../analysis/analyse-sample.ts";
import { judgeability } from "../analysis/judgeability.ts";
import type { SampleAnalysis } from "../analysis/sample-analysis.ts";
import type { AnalysisSettings } from "../analysis/settings.ts";
import { canonicalJson, sha256 } from "../domain/canonical.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import { isStoreTrouble } from "./persist.ts";
import { PROGRAM_VERSION } from "./program-version.ts";
import { type NewFlag, raiseFlags } from "./raise-flags.ts";
import { type SampleEvidence, sampleEvidence, toAnalysisSample } from "./sample-evidence.ts";

/** Everything that decides the result, as a record: the same record and program give the same bits. */
export function inputsOf(evidence: SampleEvidence): string {
  return canonicalJson({
    sample: evidence.sample.name,
    blastsDay4Percent: evidence.sample.blasts_day4_percent,
    plates: evidence.plates.map((plate) => ({
      plateId: plate.plate.id,
      barcode: plate.plate.barcode,
      version: plate.version.version,
      readingId: plate.row.id,
      readingSha256: sha256(plate.row.body ?? ""),
      layoutSha256: plate.plate.layout_sha256,
      masks: plate.masks.map(({ well, reason }) => ({ well, reason })),
    })),
  });
}

/** Computes without storing: what the evidence says under these settings. */
export function computeSample(
  evidence: SampleEvidence,
  settings: AnalysisSettings,
): { readonly analysis: SampleAnalysis; readonly flags: readonly NewFlag[] } {
  const sample = toAnalysisSample(evidence);
  const analysis = analyseSample(sample, settings);
  const notJudged = new Set(
    sample.plates.filter((plate) => !judgeability(plate).canJudge).map((plate) => plate.plateId),
  );
  return { analysis, flags: raiseFlags(analysis, settings, notJudged) };
}

function storeAnalysis(
  store: Store,
  evidence: SampleEvidence,
  settings: AnalysisSettings,
): AnalysisRow | null {
  const inputs = inputsOf(evidence);
  const settingsBody = canonicalJson(settings);
  const settingsSha256 = sha256(settingsBody);
  const before = store.analyses.current(evidence.sample.id);
  const provisional = evidence.provisional ? 1 : 0;
  const unchanged =
    before !== null &&
    before.inputs === inputs &&
    before.settings_sha256 === settingsSha256 &&
    before.program_version === PROGRAM_VERSION &&
    before.provisional === provisional;
  if (unchanged) return null;
  const { analysis, flags } = computeSample(evidence, settings);
  const result = JSON.stringify(analysis);
  const row: AnalysisRow = {
    id: store.newId(),
    sample_id: evidence.sample.id,
    supersedes: before?.id ?? null,
    inputs,
    inputs_sha256: sha256(inputs),
    settings_sha256: settingsSha256,
    program_version: PROGRAM_VERSION,
    provisional,
    result,
    result_sha256: sha256(result),
    created_at_utc: store.nowUtc(),
  };
  store.analyses.insertSettings(settingsSha256, settingsBody);
  store.analyses.insert(row);
  for (const flag of flags) insertFlag(store, evidence, row, flag);
  store.journal.change("analysis", evidence.sample.id, store.nowUtc());
  store.journal.audit({
    atUtc: store.nowUtc(),
    actor: "daemon",
    action: "analysis.computed",
    subject: row.id,
    detail: {
      sample: evidence.sample.name,
      inputsSha256: row.inputs_sha256,
      settingsSha256,
      resultSha256: row.result_sha256,
      programVersion: PROGRAM_VERSION,
      provisional: evidence.provisional,
    },
  });
  return row;
}

function insertFlag(
  store: Store,
  evidence: SampleEvidence,
  analysis: AnalysisRow,
  flag: NewFlag,
): void {
  const plate = evidence.plates.find((one) => one.plate.barcode === flag.barcode);
  if (plate === undefined) throw new Error(`flag on a plate ${flag.barcode} that has no evidence`);
  store.analyses.insertFlag({
    id: store.newId(),
    analysis_id: analysis.id,
    plate_id: plate.plate.id,
    kind: flag.kind,
    arm: flag.arm,
    class: flag.class,
    grade: flag.grade,
    rule_id: flag.rule_id,
    severity: flag.severity,
    title: flag.title,
    reasons: JSON.stringify(flag.reasons),
    wells: JSON.stringify(flag.wells),
    numbers: JSON.stringify(flag.numbers),
    raised_at_utc: analysis.created_at_utc,
  });
}

/**
 * Brings the analysis of a sample up to date: when its plates, masks, blasts, settings or the program have changed, a
 * new analysis with its flags supersedes the old one, in one transaction. Returns it; null when nothing had changed.
 */
export function evaluateSample(
  store: Store,
  sampleId: string,
  settings: AnalysisSettings,
): AnalysisRow | null {
  return store.inTransaction(() => {
    const sample = store.samples.byId(sampleId);
    if (sample === null) throw new Error(`no sample ${sampleId}`);
    const evidence = sampleEvidence(store, sample);
    if (evidence.plates.length === 0) return null;
    return storeAnalysis(store, evidence, settings);
  });
}

/**
 * Brings every sample up to date: what a crash or an upgrade left behind. Returns how many changed. A sample that cannot
 * be analysed is told to `onFailure` and keeps no other from it.
 */
export function evaluateAllSamples(
  store: Store,
  settings: AnalysisSettings,
  onFailure: (sample: string, error: unknown) => void = (_, error) => {
    throw error;
  },
): number {
  let changed = 0;
  for (const sample of store.samples.all()) {
    try {
      if (evaluateSample(store, sample.id, settings) !== null) changed += 1;
    } catch (error) {
      if (isStoreTrouble(error)) throw error;
      onFailure(sample.name, error);
    }
  }
  return changed;
}
