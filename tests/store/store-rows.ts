/** One row of each kind, as little as a database accepts, so that a test can say what happens to it. */
import { sha256 } from "../../src/domain/canonical.ts";
import type { Store } from "../../src/store/open-store.ts";

export const AT = "2026-03-06T14:00:00.000Z";
export const LAYOUT_SHA256 = "1".repeat(64);

export function insertTranscript(store: Store, texts: readonly string[] = ["ERE 0000\r"]): string {
  const id = store.newId();
  store.inTransaction(() => {
    store.transcripts.open({
      id,
      reader_id: "bench-1",
      driver_id: "bio-rad",
      driver_version: "1",
      dialogue: "readPlate",
      request: "{}",
      run_id: null,
      opened_at_utc: AT,
    });
    store.transcripts.append(
      texts.map((text, seq) => ({
        transcript_id: id,
        seq,
        direction: "rx",
        bytes: Buffer.from(text, "latin1"),
        at_utc: AT,
        mono_us: seq,
      })),
    );
  });
  return id;
}

export function insertReading(store: Store): string {
  const transcriptId = insertTranscript(store);
  const id = store.newId();
  store.readings.insert({
    id,
    reader_id: "bench-1",
    transcript_id: transcriptId,
    transcript_sha256: store.transcripts.end(transcriptId, "done", null, AT),
    document_sha256: null,
    document_part: null,
    arrival_id: null,
    request: null,
    driver_id: "bio-rad",
    driver_version: "1",
    verification: "manual-only",
    origin: "command",
    outcome: "plate",
    run_id: null,
    body: "{}",
    content_sha256: sha256(id),
    numbers_sha256: null,
    rejected: "[]",
    fault: null,
    sentence: null,
    captured_at_utc: AT,
  });
  return id;
}

export function insertSample(store: Store, name = "A"): string {
  const id = store.newId();
  store.samples.insert({
    id,
    name,
    patient: name,
    ras_status: "unknown",
    mutated_genes: "[]",
    blasts_day4_percent: null,
    plan_id: null,
    closed_at_utc: null,
    closed_by: null,
    created_at_utc: AT,
  });
  return id;
}

function insertLayout(store: Store): void {
  store.plates.insertLayout({
    sha256: LAYOUT_SHA256,
    id: "layout",
    revision: 1,
    title: "",
    body: "{}",
    used_at_utc: AT,
  });
}

/** A plate with a version, a mask, an analysis, a flag and an entry in the audit trail: something in every table. */
export function insertEverything(store: Store): void {
  const sampleId = insertSample(store);
  const readingId = insertReading(store);
  store.fingerprints.insert([{ readingId, keys: [7] }]);
  const plateId = store.newId();
  const analysisId = store.newId();
  store.samples.insertPlan({
    id: store.newId(),
    title: "",
    sha256: "",
    source: "",
    imported_by: "test",
    imported_at_utc: AT,
  });
  insertLayout(store);
  store.plates.insert({
    id: plateId,
    barcode: "A-1",
    sample_id: sampleId,
    layout_sha256: LAYOUT_SHA256,
    created_at_utc: AT,
  });
  store.plates.insertVersion({
    plate_id: plateId,
    version: 1,
    reading_id: readingId,
    run_id: null,
    bound_by: "test",
    bound_because: "test",
    reread_reason: null,
    bar_reason: null,
    bound_at_utc: AT,
  });
  store.plates.insertMask({
    id: store.newId(),
    plate_id: plateId,
    well: "A1",
    action: "mask",
    reason: "test",
    by_name: "test",
    at_utc: AT,
    authorised_by: null,
  });
  store.turns.insert({
    id: store.newId(),
    plate_id: plateId,
    reading_id: readingId,
    turn: "turned-180",
    reason: "test",
    by_name: "test",
    authorised_by: null,
    at_utc: AT,
  });
  store.analyses.insertSettings("2".repeat(64), "{}");
  const named = { name: "lab", version: 1, reason: "test", by_name: "test", at_utc: AT };
  store.settings.insertVersion({ ...named, sha256: "2".repeat(64) });
  store.settings.insertChoice(named);
  store.analyses.insert({
    id: analysisId,
    sample_id: sampleId,
    supersedes: null,
    inputs: "{}",
    inputs_sha256: "",
    settings_sha256: "2".repeat(64),
    program_version: "0",
    provisional: 1,
    result: "{}",
    result_sha256: "",
    created_at_utc: AT,
  });
  store.analyses.insertFlag({
    id: store.newId(),
    analysis_id: analysisId,
    plate_id: plateId,
    kind: "quality",
    arm: null,
    class: null,
    grade: null,
    rule_id: "quality/plate",
    severity: "high",
    title: "",
    reasons: "[]",
    wells: "[]",
    numbers: "{}",
    raised_at_utc: AT,
  });
  store.journal.audit({ atUtc: AT, actor: "test", action: "test", subject: plateId, detail: {} });
}

/** Plates of one sample without a reading; their ids, in the order in which they were stored. */
export function insertPlates(store: Store, count: number): readonly string[] {
  return store.inTransaction(() => {
    const sampleId = insertSample(store, "many plates");
    insertLayout(store);
    return Array.from({ length: count }, (_, index) => {
      const id = store.newId();
      store.plates.insert({
        id,
        barcode: `many-${index}`,
        sample_id: sampleId,
        layout_sha256: LAYOUT_SHA256,
        created_at_utc: AT,
      });
      return id;
    });
  });
}
