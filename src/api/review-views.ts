/** What the review pages show. Times are ISO 8601 UTC, absorbance in AU, survival in percent, doses in µg/mL. */
import type { Lamp, LampCode } from "../domain/lamp.ts";
import type { PlateTurn } from "../domain/plate-turn.ts";
import type { WellName } from "../domain/well.ts";
import type { ComparisonView, MaskEventView, PlateView } from "./views.ts";

/**
 * open: nobody has signed what stands now; reviewed: one signature of approval stands, a second person's is needed;
 * approved: two stand; rejected, repeat-asked: by one signature; changed: signatures were there and do not hold any
 * more, because what they were given for has changed.
 */
export type ReviewState =
  | "open"
  | "changed"
  | "reviewed"
  | "approved"
  | "rejected"
  | "repeat-asked";

/** What a signature says. Two persons' `approve` make a plate approved. */
export type SignatureMeaning = "approve" | "reject" | "ask for a repeat";

/** One plate in the worklist; with everything that filters and order ask of it. */
export interface WorklistRowView {
  readonly plateId: string;
  readonly barcode: string;
  readonly sample: string;
  readonly patient: string;
  readonly rasStatus: string;
  readonly layoutId: string;
  readonly readerId: string;
  readonly readBy: string;
  readonly capturedAtUtc: string;
  /** Grows with every reading that is kept, whatever the clocks say: of two plates the one with less was read first. */
  readonly order: number;
  readonly lamp: Lamp;
  readonly lampCode: LampCode;
  readonly state: ReviewState;
  /** Comparisons that are flagged or inconclusive, worst first; at most eight. */
  readonly verdicts: readonly {
    readonly arm: string;
    readonly class: string;
    readonly grade: string | null;
  }[];
  readonly provisional: boolean;
  readonly suspicious: boolean;
  readonly masks: number;
  readonly comments: number;
  readonly readings: number;
  readonly signedBy: readonly string[];
  /** The higher, the sooner somebody should look; decides the order. */
  readonly risk: number;
  /** Why, in a few words each, heaviest first. */
  readonly riskReasons: readonly string[];
}

/** How many plates a value has, by the value; null for a list whose plates are too many to count under the filters. */
type ValueCountsView = Readonly<Record<string, number>> | null;

/** How many plates each value would show, were it chosen alone in its list and all other filters kept. */
export interface WorklistCountsView {
  readonly states: ValueCountsView;
  readonly lamps: ValueCountsView;
  readonly verdicts: ValueCountsView;
  readonly readers: ValueCountsView;
  readonly marks: ValueCountsView;
}

/** A page of the worklist, the rows that have changed, or the row of one plate. */
export interface WorklistView {
  /** Ask with `?after=` this to get only the rows that have changed since; the list's own count of changes. */
  readonly lastEventId: number;
  /** Plates whose rows are still being made, after an upgrade or a change of many; ask again in a second. */
  readonly pending: number;
  /** Barcodes of plates that cannot be shown, because what is stored of them is damaged; `verify` says what. */
  readonly notShown: readonly string[];
  /** Plates in the list, whatever the filters. */
  readonly total: number;
  /** Plates that fit the filters; null where they are too many to count, and for what is no page. */
  readonly found: number | null;
  /** Null for what is no page. */
  readonly counts: WorklistCountsView | null;
  /**
   * Ask for the same with `cursor` as this to get what comes next; null at the end. A page may be short, or hold no
   * row, while there is more: what is rare is looked for in several goes.
   */
  readonly next: string | null;
  /** Of changes: true where there are more than one answer holds; ask again with `lastEventId`. */
  readonly more: boolean;
  /** Highest risk first, then oldest first; of changes, in the order they were made. */
  readonly rows: readonly WorklistRowView[];
}

export interface SignatureView {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly meaning: SignatureMeaning;
  /** What the person wrote with it; null when nothing. */
  readonly comment: string | null;
  readonly signedAtUtc: string;
  /** The record that it was given for: raw + layout + settings + result. */
  readonly recordSha256: string;
  /** holds; changed: the record is another one now; revoked: taken back by a person. */
  readonly standing: "holds" | "changed" | "revoked";
  readonly revoked: { readonly by: string; readonly reason: string; readonly atUtc: string } | null;
  /** Of one that a change has ended: what changed, a sentence each. */
  readonly changes: readonly string[];
}

export interface CommentView {
  readonly id: string;
  readonly by: string;
  readonly text: string;
  readonly atUtc: string;
}

/** A reading of the plate; one counts. */
export interface PlateReadingView {
  readonly version: number;
  readonly readingId: string;
  readonly capturedAtUtc: string;
  readonly readerId: string;
  readonly readBy: string;
  readonly rereadReason: string | null;
  readonly counts: boolean;
  /** Why a person chose it; null where the newest counts by itself. */
  readonly chosen: { readonly by: string; readonly reason: string; readonly atUtc: string } | null;
  /** Wells without a number. */
  readonly missing: number;
}

/** Everything about the decision on one plate; its evidence is the PlateView. */
export interface ReviewView {
  readonly plateId: string;
  readonly barcode: string;
  readonly state: ReviewState;
  /**
   * Names what is shown; every change names the record it was decided on, and is refused with RECORD_CHANGED when
   * another one stands by then.
   */
  readonly recordSha256: string;
  readonly record: {
    readonly rawSha256: string;
    readonly layoutSha256: string;
    readonly settingsSha256: string;
    readonly resultSha256: string;
  };
  /** Newest first. */
  readonly signatures: readonly SignatureView[];
  readonly comments: readonly CommentView[];
  readonly masks: readonly MaskEventView[];
  /** Oldest first. */
  readonly readings: readonly PlateReadingView[];
  /** What differs from what was last signed, a sentence each; empty when nothing was signed or nothing differs. */
  readonly changesSinceSigned: readonly string[];
  /** Why the plate cannot be approved before somebody says how it lay; null where it is not held. */
  readonly held: string | null;
  /** True while plates of the sample may still come; null before there is an analysis. */
  readonly provisional: boolean | null;
  /** The plate's own audit trail; it must have been opened by who signs, up to its newest entry. */
  readonly trail: { readonly entries: number; readonly seenByYou: boolean };
  /** What the person who asks may sign now; with the reason where nothing can be signed. */
  readonly youMaySign: {
    readonly meanings: readonly SignatureMeaning[];
    readonly why: string | null;
  };
}

export interface MaskChange {
  readonly wells: readonly WellName[];
  readonly action: "mask" | "unmask";
}

/** What would come of a change that is not saved. */
export interface PreviewRequest {
  readonly changes?: readonly MaskChange[] | undefined;
  /** Another reading that would count. */
  readonly version?: number | undefined;
  readonly turn?: PlateTurn | undefined;
}

export interface PreviewView {
  readonly before: PlateView;
  readonly after: PlateView;
  /** Comparisons whose verdict or numbers differ. */
  readonly changed: readonly {
    readonly before: ComparisonView | null;
    readonly after: ComparisonView | null;
  }[];
  /** What differs, a sentence each, heaviest first. */
  readonly sentences: readonly string[];
}

interface Decision {
  /** The record that the person saw. */
  readonly recordSha256: string;
}

export interface ReviewMaskRequest extends Decision {
  readonly changes: readonly MaskChange[];
  readonly reason: string;
}

export interface ChooseReadingRequest extends Decision {
  readonly version: number;
  readonly reason: string;
}

export interface SayTurnRequest extends Decision {
  readonly turn: PlateTurn;
  readonly reason: string;
}

export interface CommentRequest {
  readonly text: string;
}

export interface SignRequest extends Decision {
  readonly meaning: SignatureMeaning;
  readonly comment?: string | undefined;
  /** Again, at every signature (21 CFR 11.200). */
  readonly password: string;
}

export interface RevokeRequest {
  readonly signatureId: string;
  readonly reason: string;
  readonly password: string;
}
