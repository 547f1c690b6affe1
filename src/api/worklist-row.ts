/** One plate as the worklist shows it, from the store. */
import type { SampleResult } from "../analysis/analyse-everything.ts";
import { isTitrated } from "../analysis/assays/assays-of.ts";
import type { Comparison } from "../analysis/sample-analysis.ts";
import { countingVersion } from "../pipeline/counting-version.ts";
import { heldSentence, isReadAgainstNumbers } from "../pipeline/review/held-sentence.ts";
import { plateRecord } from "../pipeline/review/plate-record.ts";
import { holding, reviewState, signaturesOf } from "../pipeline/review/standing-signatures.ts";
import { standingMasks } from "../pipeline/sample-evidence.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow } from "../store/plates.ts";
import { plateRisk } from "./plate-risk.ts";
import { readBy } from "./review-view.ts";
import type { WorklistRowView } from "./review-views.ts";
import { currentAnalysis, plateSummary } from "./summary-views.ts";

const SHOWN_VERDICTS = 8;
/** Worst first: what a treatment may be decided by. */
const SHOWN_CLASSES = ["complete", "antagonistic", "partial", "inconclusive"];

/** Comparisons that are judged on this plate. */
function comparisonsOf(result: SampleResult | null, barcode: string): readonly Comparison[] {
  if (result === null) return [];
  return result.comparisons.filter((one) => one.plate === barcode && !isTitrated(result, one));
}

function isFragile({ class: now, classSuspectsMasked }: Comparison): boolean {
  return classSuspectsMasked !== null && classSuspectsMasked !== now;
}

function verdictsOf(comparisons: readonly Comparison[]): WorklistRowView["verdicts"] {
  return comparisons
    .filter((one) => SHOWN_CLASSES.includes(one.class))
    .toSorted((a, b) => SHOWN_CLASSES.indexOf(a.class) - SHOWN_CLASSES.indexOf(b.class))
    .slice(0, SHOWN_VERDICTS)
    .map(({ arm, class: name, grade }) => ({ arm, class: name, grade }));
}

export function worklistRow(store: Store, plate: PlateRow): WorklistRowView {
  const summary = plateSummary(store, plate);
  const result = currentAnalysis(store, plate.sample_id);
  const sample = store.samples.byId(plate.sample_id);
  const signatures = signaturesOf(store, plate);
  const counting = countingVersion(store, plate.id);
  const { record } = plateRecord(store, plate);
  const isJudged = summary.quality !== "not-judged";
  const comparisons = isJudged ? comparisonsOf(result, plate.barcode) : [];
  const suspicions = result?.suspicions[plate.barcode]?.length ?? 0;
  const facts = {
    state: reviewState(signatures),
    lampCode: summary.lampCode,
    quality: summary.quality,
    suspicions,
    held: heldSentence(record) !== null,
    readAgainstNumbers: isReadAgainstNumbers(record),
    classes: comparisons.map((one) => one.class),
    fragile: comparisons.filter(isFragile).length,
    discordant: isJudged ? (result?.plates[plate.barcode]?.discordant.length ?? 0) : 0,
    masks: standingMasks(store, plate.id).length,
    readings: store.plates.versions(plate.id).length,
    chosen: (counting?.choice ?? null) !== null,
    comments: store.review.comments(plate.id).length,
    provisional: store.analyses.currentBasis(plate.sample_id)?.provisional !== 0,
  };
  return {
    plateId: plate.id,
    barcode: plate.barcode,
    sample: summary.sample,
    patient: sample?.patient ?? "",
    rasStatus: sample?.ras_status ?? "unknown",
    layoutId: summary.layoutId,
    readerId: summary.readerId,
    readBy: counting === null ? "" : readBy(store, counting.version),
    capturedAtUtc: summary.capturedAtUtc,
    order: summary.order,
    lamp: summary.lamp,
    lampCode: summary.lampCode,
    state: facts.state,
    verdicts: verdictsOf(comparisons),
    provisional: facts.provisional,
    suspicious: suspicions > 0,
    masks: facts.masks,
    comments: facts.comments,
    readings: facts.readings,
    signedBy: holding(signatures).map(({ printed_name }) => printed_name),
    ...plateRisk(facts),
  };
}
