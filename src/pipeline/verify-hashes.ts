/** Hashes of what is stored, computed again. */
import type { SampleResult } from "../analysis/analyse-everything.ts";
import { toAnalysisWells } from "../analysis/analysis-input.ts";
import { judgeability } from "../analysis/judgeability.ts";
import { parseSettings } from "../analysis/settings.ts";
import { canonicalJson, sha256 } from "../domain/canonical.ts";
import type { Layout } from "../domain/layout.ts";
import type { PlateReading } from "../domain/reading.ts";
import { layoutHash } from "../layout/layout-hash.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import { transcriptSha256 } from "../store/transcripts.ts";
import { PROGRAM_VERSION } from "./program-version.ts";
import { raiseFlags } from "./raise-flags.ts";
import { contentSha256 } from "./store-reading.ts";

/** Counts what was compared and keeps what does not fit. */
export type Expect = (fits: boolean, finding: string) => void;

/** False also where it cannot be told: what was changed by hand need not be readable. */
function holds(check: () => boolean): boolean {
  try {
    return check();
  } catch {
    return false;
  }
}

function checkTranscripts(store: Store, expect: Expect): void {
  for (const end of store.transcripts.ends()) {
    const items = store.transcripts.items(end.transcript_id);
    const whole = items.length === end.items && transcriptSha256(items) === end.sha256;
    expect(whole, `transcript ${end.transcript_id} is not what was recorded`);
  }
}

function checkReadings(store: Store, expect: Expect): void {
  for (const reading of store.readings.all()) {
    if (reading.transcript_id !== null) {
      const end = store.transcripts.endOf(reading.transcript_id);
      const same = end?.sha256 === reading.transcript_sha256;
      expect(same, `reading ${reading.id} names another transcript hash than its transcript has`);
    }
    if (reading.content_sha256 === null || reading.body === null) continue;
    const { body, content_sha256: kept } = reading;
    const fits = holds(() => contentSha256(JSON.parse(body) as PlateReading) === kept);
    expect(fits, `reading ${reading.id} is not what was read`);
  }
}

function checkDocuments(store: Store, expect: Expect): void {
  for (const sha256Kept of store.documents.hashes()) {
    const bytes = store.documents.byHash(sha256Kept)?.bytes ?? Buffer.alloc(0);
    const now = sha256(bytes);
    expect(now === sha256Kept, `document ${sha256Kept} is not what arrived`);
  }
}

function checkRecords(store: Store, expect: Expect): void {
  for (const row of store.plates.allLayouts()) {
    const same = holds(() => layoutHash(JSON.parse(row.body) as Layout) === row.sha256);
    expect(same, `layout ${row.id} revision ${row.revision} is not what plates were read with`);
  }
  for (const row of store.analyses.allSettings()) {
    expect(
      sha256(row.body) === row.sha256,
      `settings ${row.sha256} are not what was computed with`,
    );
  }
  for (const row of store.profiles.all()) {
    expect(
      sha256(row.source) === row.sha256,
      `profile ${row.id} ${row.version} is not what was used`,
    );
  }
  for (const row of store.configurations.all()) {
    expect(sha256(row.source) === row.sha256, `configuration ${row.sha256} is not what was used`);
  }
  for (const row of store.samples.allPlans()) {
    expect(sha256(row.source) === row.sha256, `plan ${row.title} is not what was imported`);
  }
}

/** Barcodes by plate id, and which of them no verdict is due on, as the analysis saw them. */
function platesOf(store: Store, analysis: AnalysisRow) {
  const inputs = JSON.parse(analysis.inputs) as {
    plates: { plateId: string; barcode: string; layoutSha256: string }[];
  };
  const notJudged = inputs.plates.filter(({ layoutSha256 }) => {
    const row = store.plates.layoutByHash(layoutSha256);
    if (row === null) return true;
    const wells = toAnalysisWells(JSON.parse(row.body) as Layout, null);
    return !judgeability({ wells }).canJudge;
  });
  return {
    plateIds: new Map(inputs.plates.map((plate) => [plate.barcode, plate.plateId])),
    notJudged: new Set(notJudged.map((plate) => plate.barcode)),
  };
}

/**
 * The flags of an analysis follow from its result and settings; they are raised again and compared. Another version of
 * the program may have raised others.
 */
function flagsFit(store: Store, analysis: AnalysisRow): boolean {
  const settings = store.analyses.settings(analysis.settings_sha256);
  if (settings === null) return false;
  const { plateIds, notJudged } = platesOf(store, analysis);
  const result = JSON.parse(analysis.result) as SampleResult;
  const due = raiseFlags(result, parseSettings(JSON.parse(settings)), notJudged).map((flag) => [
    plateIds.get(flag.barcode) ?? null,
    flag.kind,
    flag.arm,
    flag.class,
    flag.grade,
    flag.rule_id,
    flag.severity,
    flag.title,
    JSON.stringify(flag.reasons),
    JSON.stringify(flag.wells),
    JSON.stringify(flag.numbers),
  ]);
  const stored = store.analyses
    .flagsOf(analysis.id)
    .map((flag) => [
      flag.plate_id,
      flag.kind,
      flag.arm,
      flag.class,
      flag.grade,
      flag.rule_id,
      flag.severity,
      flag.title,
      flag.reasons,
      flag.wells,
      flag.numbers,
    ]);
  return canonicalJson(due) === canonicalJson(stored);
}

function checkAnalyses(store: Store, expect: Expect): void {
  for (const analysis of store.analyses.all()) {
    const inputs = sha256(analysis.inputs) === analysis.inputs_sha256;
    const result = sha256(analysis.result) === analysis.result_sha256;
    expect(inputs && result, `analysis ${analysis.id} is not what was computed`);
    if (inputs && result && analysis.program_version === PROGRAM_VERSION)
      expect(
        holds(() => flagsFit(store, analysis)),
        `the flags of analysis ${analysis.id} are not those of its numbers`,
      );
  }
}

/** Every hash there is: transcripts, documents, readings, layouts, settings, profiles, plans, configurations, analyses. */
export function checkHashes(store: Store, expect: Expect): void {
  checkTranscripts(store, expect);
  checkDocuments(store, expect);
  checkReadings(store, expect);
  checkRecords(store, expect);
  checkAnalyses(store, expect);
}
