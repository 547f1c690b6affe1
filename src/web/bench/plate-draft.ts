import type { AssignReadingRequest, BenchView, ReaderView, ScanView } from "../../api/views.ts";
import { type KnownPlates, knownBarcodes } from "./known-barcodes.ts";
import { rereadReasonOf } from "./reread-reasons.ts";

/** What the technician has said so far of one plate; every field is the text of its input. */
export interface PlateDraft {
  readonly barcode: string;
  readonly sample: string;
  readonly layoutId: string;
  readonly readerId: string;
  readonly blastsPercent: string;
  readonly rereadReason: string;
  /** Why a barred reading may count. */
  readonly barReason: string;
}

export type DraftField = Exclude<keyof PlateDraft, "barcode">;

/** One thing in the way of going on, at the field where it is mended. */
export interface DraftProblem {
  readonly field: DraftField;
  readonly sentence: string;
}

/**
 * A draft from the plan or else from an earlier reading of the barcode; empty texts are what nobody knows yet. Where the
 * lamp of the earlier reading asks for another one, that is the reason.
 */
export function draftFromScan(scan: ScanView, bench: KnownPlates, readerId: string): PlateDraft {
  const earlier = bench.plates.find((plate) => plate.id === scan.alreadyRead?.plateId);
  const source = scan.planned ?? earlier;
  return {
    barcode: scan.barcode,
    sample: source?.sample ?? "",
    layoutId: source?.layoutId ?? "",
    readerId,
    blastsPercent: "",
    rereadReason: scan.alreadyRead === null ? "" : rereadReasonOf(earlier?.lampCode),
    barReason: "",
  };
}

/** The reader to begin with: the preferred one if it is ready, else the first ready one, else none (empty text). */
export function chooseReader(readers: readonly ReaderView[], preferredId: string | null): string {
  const ready = readers.filter((reader) => reader.state === "ready");
  return (ready.find((reader) => reader.id === preferredId) ?? ready[0])?.id ?? "";
}

/** The next ready reader after (or before) this one, going round. */
export function nextReader(readers: readonly ReaderView[], id: string, step: 1 | -1): string {
  const ready = readers.filter((reader) => reader.state === "ready").map((reader) => reader.id);
  const place = ready.indexOf(id);
  if (place === -1) return ready[0] ?? id;
  return ready[(place + step + ready.length) % ready.length] ?? id;
}

type DraftBench = KnownPlates & Pick<BenchView, "layouts">;

/** Everything in the way, in the order of the form. A `barred` reading needs a reason why it may count. */
export function draftProblems(
  draft: PlateDraft,
  scan: ScanView,
  bench: DraftBench,
  barred = false,
): DraftProblem[] {
  const problems: DraftProblem[] = [];
  const need = (field: DraftField, sentence: string): void => {
    problems.push({ field, sentence });
  };
  if (scan.alreadyRead !== null && draft.rereadReason.trim() === "") {
    need("rereadReason", "Say why the plate is read again.");
  }
  const sample = draft.sample.trim();
  const barReason = draft.barReason.trim();
  const barcodes = knownBarcodes(bench, draft.barcode);
  if (barred && barReason === "") need("barReason", "Say why it may count all the same.");
  else if (barcodes.has(barReason)) need("barReason", `${barReason} is a barcode, not a reason.`);
  if (sample === "" && needsSample(draft, bench)) {
    need("sample", "Say whose cells are on the plate. A layout that checks the reader needs none.");
  }
  if (sample !== "" && barcodes.has(sample))
    need("sample", `${sample} is a barcode, not a sample.`);
  if (draft.layoutId === "") need("layoutId", "Choose the layout.");
  if (draft.readerId === "") need("readerId", "No reader is chosen. Choose one that is ready.");
  if (Number.isNaN(blastsOf(draft) ?? 0)) {
    need("blastsPercent", "Blasts are a percentage from 0 to 100, or nothing.");
  }
  return problems;
}

/** False where the layout is one that only checks the reader. */
function needsSample({ layoutId }: PlateDraft, { layouts }: DraftBench): boolean {
  return layouts.find(({ id }) => id === layoutId)?.needsSample ?? true;
}

/** What the server is asked, once there are no problems; without the reader. */
export function detailsOf(draft: PlateDraft): AssignReadingRequest {
  const sample = draft.sample.trim();
  const blasts = blastsOf(draft);
  const reason = draft.rereadReason.trim();
  const barReason = draft.barReason.trim();
  return {
    layoutId: draft.layoutId,
    ...(sample === "" ? {} : { sample }),
    barcode: draft.barcode,
    ...(blasts === null ? {} : { blastsDay4Percent: blasts }),
    ...(reason === "" ? {} : { rereadReason: reason }),
    ...(barReason === "" ? {} : { barReason }),
  };
}

/** How the draft differs from the plan, for a person to notice; empty when it agrees or there is no plan. */
export function differencesFromPlan(draft: PlateDraft, scan: ScanView): string[] {
  const { planned } = scan;
  if (planned === null) {
    return scan.alreadyRead === null ? ["This barcode is not in the plan."] : [];
  }
  const differences: string[] = [];
  if (planned.sample !== draft.sample.trim()) {
    differences.push(`The plan says sample ${planned.sample}.`);
  }
  if (planned.layoutId !== draft.layoutId) {
    differences.push(`The plan says layout ${planned.layoutId}.`);
  }
  return differences;
}

/** Percent as a number; null when nothing is entered, NaN when it is no percentage. A comma counts as a point. */
function blastsOf(draft: PlateDraft): number | null {
  const text = draft.blastsPercent.trim().replace(",", ".");
  if (text === "") return null;
  const percent = /^\d{1,3}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return percent <= 100 ? percent : Number.NaN;
}
