/** Rows of lists, made from the store: plates, runs, flags, readings that wait, planned plates, samples. */
import type { SampleResult } from "../analysis/analyse-everything.ts";
import { toAnalysisWells } from "../analysis/analysis-input.ts";
import { assaysOf, isTitrated, ownJudgement } from "../analysis/assays/assays-of.ts";
import { NO_ASSAYS } from "../analysis/assays/sample-assays.ts";
import { judgeability } from "../analysis/judgeability.ts";
import { reasonSentence } from "../analysis/sentences.ts";
import { suspicionNotes } from "../analysis/suspicion/suspicion-words.ts";
import { type PlateReading, planeOf } from "../domain/reading.ts";
import { shownName } from "../domain/shown-name.ts";
import type { FolderStatus } from "../instrument/watch-folder.ts";
import { matchAnnounced } from "../pipeline/match-announced.ts";
import {
  holdSentence,
  readAgainstNumbersSentence,
  turnUnknownSentence,
} from "../pipeline/orientation/orientation-flags.ts";
import {
  storedLayout,
  toAnalysisPlate,
  type UnderstoodPlate,
  understoodPlate,
} from "../pipeline/sample-evidence.ts";
import type { FlagRow } from "../store/analyses.ts";
import type { InterpretationRow } from "../store/documents.ts";
import type { NoticeRow } from "../store/notices.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow } from "../store/plates.ts";
import type { ReadingRow } from "../store/readings.ts";
import type { RunRow } from "../store/runs.ts";
import type { PlannedPlateRow, SampleRow } from "../store/samples.ts";
import { lampOfPlate } from "./lamp-of-plate.ts";
import { plateReasons } from "./plate-reasons.ts";
import { uniformJudgement } from "./uniform-view.ts";
import type {
  FlagClass,
  FlagView,
  FolderView,
  NoticeView,
  PlannedPlateView,
  PlateSummaryView,
  QuarantineView,
  RunView,
  SampleRowView,
  UnassignedReadingView,
} from "./views.ts";

function sampleName(store: Store, id: string): string {
  return store.samples.byId(id)?.name ?? "";
}

function layoutId(store: Store, sha256: string): string {
  return store.plates.layoutByHash(sha256)?.id ?? "";
}

/** The analysis of a sample that counts, taken out of its record; null when there is none yet. */
export function currentAnalysis(store: Store, sampleId: string): SampleResult | null {
  const row = store.analyses.current(sampleId);
  // A result of an earlier version of the program lacks what that version did not compute.
  return row === null ? null : { ...NO_ASSAYS, suspicions: {}, ...JSON.parse(row.result) };
}

/** What to say of a plate at a glance: by the comparison with the vehicle, or by an assay of its own. */
export function plateJudgement(
  evidence: UnderstoodPlate,
  result: SampleResult | null,
): Pick<PlateSummaryView, "quality" | "sentences" | "inShort"> {
  const { barcode } = evidence.plate;
  const plate = toAnalysisPlate(evidence);
  const { canJudge, why } = judgeability(plate);
  const own = ownJudgement(assaysOf(plate.wells));
  if (!canJudge && own === null) return { quality: "not-judged", sentences: why, inShort: [] };
  const uniform = result?.uniformPlates.find((one) => one.plate === barcode);
  if (own === "uniform" && uniform !== undefined) return uniformJudgement(uniform);
  const statistics = result?.plates[barcode];
  if (own === "uniform" || statistics === undefined) {
    return { quality: "not-judged", sentences: ["Not analysed yet."], inShort: [] };
  }
  return { quality: statistics.verdict, ...plateReasons(statistics) };
}

export function plateSummary(store: Store, plate: PlateRow): PlateSummaryView {
  const analysis = store.analyses.current(plate.sample_id);
  const flags = analysis === null ? [] : store.analyses.flagsOf(analysis.id);
  return plateSummaryOf(
    store,
    understoodPlate(store, plate),
    currentAnalysis(store, plate.sample_id),
    flags.filter((flag) => flag.plate_id === plate.id).length,
  );
}

/** The same from any evidence and result of the plate. */
export function plateSummaryOf(
  store: Store,
  evidence: UnderstoodPlate,
  result: SampleResult | null,
  flags: number,
): PlateSummaryView {
  const { plate } = evidence;
  const judgement = plateJudgement(evidence, result);
  const by = evidence.turn?.by ?? null;
  const held = holdSentence(result, plate.barcode, by);
  const against = readAgainstNumbersSentence(result, plate.barcode, by);
  const turnUnknown = turnUnknownSentence(result, plate.barcode, evidence.turn !== null);
  return {
    id: plate.id,
    barcode: plate.barcode,
    sample: sampleName(store, plate.sample_id),
    layoutId: evidence.layout.id,
    readerId: evidence.row.reader_id,
    capturedAtUtc: evidence.row.captured_at_utc,
    order: store.journal.newestEntry(evidence.row.id, "reading.captured")?.seq ?? 0,
    ...judgement,
    sentences: [...judgement.sentences, ...[turnUnknown, against].filter((one) => one !== null)],
    inShort: [
      ...judgement.inShort,
      ...(turnUnknown === null ? [] : ["not told which way it lay"]),
      ...(against === null ? [] : ["said to lie as read, against its numbers"]),
    ],
    ...lampOfPlate(store, evidence, result, {
      held: held !== null,
      turnUnknown: turnUnknown !== null,
      readAgainstNumbers: against !== null,
      judged: judgement.quality !== "not-judged",
    }),
    held,
    versions: evidence.version.version,
    flags,
  };
}

export function runView(store: Store, run: RunRow): RunView {
  const plate = run.state === "captured" ? store.plates.byBarcode(run.barcode) : null;
  return {
    id: run.id,
    readerId: run.reader_id,
    barcode: run.barcode,
    sample: sampleName(store, run.sample_id),
    layoutId: layoutId(store, run.layout_sha256),
    operator: run.operator,
    state: run.state,
    sentence: run.sentence,
    requestedAtUtc: run.requested_at_utc,
    endedAtUtc: run.ended_at_utc,
    order: store.journal.newestOf([run.id]),
    plateId: plate?.id ?? null,
  };
}

/** From the numbers that were stored with the flag; null where one of them is missing. */
function atReference(flag: FlagRow): FlagView["atReference"] {
  const numbers = JSON.parse(flag.numbers) as Readonly<Record<string, unknown>>;
  const { referenceDose, survivalVehicleAtReference, survivalInhibitorAtReference } = numbers;
  if (
    typeof referenceDose !== "number" ||
    typeof survivalVehicleAtReference !== "number" ||
    typeof survivalInhibitorAtReference !== "number"
  ) {
    return null;
  }
  return {
    doseUgPerMl: referenceDose,
    vehiclePercent: survivalVehicleAtReference,
    inhibitorPercent: survivalInhibitorAtReference,
  };
}

export function flagView(store: Store, flag: FlagRow): FlagView {
  const plate = store.plates.byId(flag.plate_id);
  const sample = plate === null ? null : store.samples.byId(plate.sample_id);
  return {
    id: flag.id,
    kind: flag.kind,
    sample: sample?.name ?? "",
    rasStatus: sample?.ras_status ?? "unknown",
    plateId: flag.plate_id,
    barcode: plate?.barcode ?? "",
    arm: flag.arm,
    class: flag.class as FlagClass | null,
    grade: flag.grade,
    ruleId: flag.rule_id,
    severity: flag.severity,
    provisional: store.analyses.byId(flag.analysis_id)?.provisional === 1,
    title: flag.title,
    atReference: atReference(flag),
    reasons: JSON.parse(flag.reasons) as string[],
    raisedAtUtc: flag.raised_at_utc,
  };
}

export function unassignedView(store: Store, row: ReadingRow): UnassignedReadingView {
  const reading = JSON.parse(row.body ?? "null") as PlateReading;
  const measurement = planeOf(reading, "measurement");
  const match = matchAnnounced(store, row);
  const arrival = row.arrival_id === null ? null : store.documents.arrivalById(row.arrival_id);
  return {
    readingId: row.id,
    readerId: row.reader_id,
    capturedAtUtc: row.captured_at_utc,
    readerClock: reading.readerClock,
    wavelengthsNm: reading.planes.map((plane) => plane.wavelengthNm),
    referenceSubtracted: reading.referenceSubtracted,
    reason: match.kind === "waits" ? match.reason : match.because,
    document: arrival === null ? null : shownName(arrival.name),
    barcode: reading.plateBarcode ?? null,
    barred: (reading.bars ?? []).length > 0,
    measurement: measurement?.values.map((value) => value.absorbance) ?? [],
  };
}

export function quarantineView(store: Store, row: InterpretationRow): QuarantineView {
  const arrival = store.documents.arrivalById(row.arrival_id);
  return {
    documentSha256: row.document_sha256,
    sourceId: arrival?.source_id ?? "",
    name: shownName(arrival?.name ?? ""),
    bytes: store.documents.size(row.document_sha256) ?? 0,
    code: row.code ?? "",
    sentence: row.sentence ?? "",
    arrivedAtUtc: arrival?.arrived_at_utc ?? row.at_utc,
  };
}

export function folderView(status: FolderStatus): FolderView {
  return {
    id: status.folderId,
    path: status.path,
    state: status.state,
    sentence: status.sentence,
    lastFile: status.lastFile,
    problems: status.problems,
  };
}

export function noticeView(row: NoticeRow): NoticeView {
  return {
    kind: row.kind,
    subject: row.subject,
    sentence: row.sentence,
    raisedAtUtc: row.raised_at_utc,
  };
}

export function plannedView(store: Store, row: PlannedPlateRow, nowUtc: string): PlannedPlateView {
  return {
    barcode: row.barcode,
    sample: sampleName(store, row.sample_id),
    layoutId: layoutId(store, row.layout_sha256),
    dueAtUtc: row.due_at_utc,
    overdue: row.due_at_utc !== null && row.due_at_utc < nowUtc,
  };
}

/** Barcodes of a sample's plates whose layout can answer the question at all. */
function judgedBarcodes(store: Store, sampleId: string): ReadonlySet<string> {
  const judged = store.plates.ofSample(sampleId).filter((plate) => {
    const wells = toAnalysisWells(storedLayout(store, plate.layout_sha256), null);
    return judgeability({ wells }).canJudge;
  });
  return new Set(judged.map((plate) => plate.barcode));
}

export function sampleRow(store: Store, sample: SampleRow): SampleRowView {
  const analysis = store.analyses.current(sample.id);
  const judged = judgedBarcodes(store, sample.id);
  const result = currentAnalysis(store, sample.id);
  const comparisons = (result?.comparisons ?? []).filter(
    (comparison) =>
      judged.has(comparison.plate) && result !== null && !isTitrated(result, comparison),
  );
  const planned = store.samples.plannedOfSample(sample.id).length;
  return {
    sample: sample.name,
    rasStatus: sample.ras_status,
    blastsDay4Percent: sample.blasts_day4_percent,
    platesExpected: planned === 0 ? null : planned,
    platesRead: store.plates.ofSample(sample.id).length,
    provisional: analysis === null || analysis.provisional === 1,
    cells: comparisons.map((comparison) => ({
      arm: comparison.arm,
      class: comparison.class,
      grade: comparison.grade,
      plateId: store.plates.byBarcode(comparison.plate)?.id ?? null,
      barcode: comparison.plate,
      reasons: comparison.reasons.map(reasonSentence),
      suspicions: suspicionNotes(comparison.plate, result?.suspicions ?? {}),
    })),
  };
}
