/** The third durable point: an analysis with its flags, and how to tell that it is up to date. */
import type { AnalysisSettings } from "../analysis/settings.ts";
import { canonicalJson, sha256 } from "../domain/canonical.ts";
import type { AnalysisBasis, AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { ComputedSample } from "./compute-sample.ts";
import type { NewFlag } from "./new-flag.ts";
import { plateInputs } from "./plate-inputs.ts";
import { PROGRAM_VERSION } from "./program-version.ts";
import { endChangedSignatures } from "./review/end-changed-signatures.ts";
import type { StoredSample } from "./sample-evidence.ts";
import { settingsBody } from "./settings-records.ts";

/** Everything that decides the result, as a record: the same record and program give the same bits. */
export function inputsOf(stored: StoredSample): string {
  return canonicalJson({
    sample: stored.sample.name,
    blastsDay4Percent: stored.sample.blasts_day4_percent,
    plates: stored.plates.map(plateInputs),
  });
}

/** What an analysis of a sample would rest on if it were made now. */
export interface Basis {
  readonly stored: StoredSample;
  readonly inputs: string;
  readonly settingsSha256: string;
}

export function basisOf(stored: StoredSample, settings: AnalysisSettings): Basis {
  return {
    stored,
    inputs: inputsOf(stored),
    settingsSha256: settingsBody(settings).sha256,
  };
}

/** True when an analysis was made of the same evidence with the same settings by the same program. */
export function isUpToDate(made: AnalysisBasis | null, basis: Basis): boolean {
  return (
    made !== null &&
    made.inputs === basis.inputs &&
    made.settings_sha256 === basis.settingsSha256 &&
    made.program_version === PROGRAM_VERSION &&
    made.provisional === (basis.stored.provisional ? 1 : 0)
  );
}

/**
 * Stores an analysis that supersedes the one before, and ends the signatures on plates for which it says something else.
 * Call inside the transaction in which its basis was read.
 */
export function storeAnalysis(
  store: Store,
  basis: Basis,
  settings: AnalysisSettings,
  { result, flags }: ComputedSample,
): AnalysisRow {
  const { stored, inputs, settingsSha256 } = basis;
  const row: AnalysisRow = {
    id: store.newId(),
    sample_id: stored.sample.id,
    supersedes: store.analyses.currentId(stored.sample.id),
    inputs,
    inputs_sha256: sha256(inputs),
    settings_sha256: settingsSha256,
    program_version: PROGRAM_VERSION,
    provisional: stored.provisional ? 1 : 0,
    result,
    result_sha256: sha256(result),
    created_at_utc: store.nowUtc(),
  };
  store.analyses.insertSettings(settingsSha256, settingsBody(settings).body);
  store.analyses.insert(row);
  for (const flag of flags) {
    store.analyses.insertFlag({
      id: store.newId(),
      analysis_id: row.id,
      ...flagColumns(stored, flag),
      raised_at_utc: row.created_at_utc,
    });
  }
  store.journal.change("analysis", stored.sample.id, row.created_at_utc);
  store.journal.audit({
    atUtc: row.created_at_utc,
    actor: "daemon",
    action: "analysis.computed",
    subject: row.id,
    detail: {
      sample: stored.sample.name,
      inputsSha256: row.inputs_sha256,
      settingsSha256,
      resultSha256: row.result_sha256,
      programVersion: PROGRAM_VERSION,
      provisional: stored.provisional,
    },
  });
  for (const { plate } of stored.plates) endChangedSignatures(store, plate);
  return row;
}

/** A flag as it is stored, but for its ids. */
export function flagColumns(stored: StoredSample, flag: NewFlag) {
  const plate = stored.plates.find((one) => one.plate.barcode === flag.barcode);
  if (plate === undefined) throw new Error(`flag on a plate ${flag.barcode} that has no evidence`);
  return {
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
  };
}
