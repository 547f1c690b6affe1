/** What a person has begun and not saved, by plate: kept while this page is open, whatever else is looked at. */
import type { MaskChange, PreviewRequest, SignatureMeaning } from "../../api/review-views.ts";
import type { PlateView } from "../../api/views.ts";
import { type PlateTurn, TURN_WORDS } from "../../domain/plate-turn.ts";
import { ALL_WELLS, parseWellName, type WellName } from "../../domain/well.ts";

/** A change that can be looked at before it is saved. */
export type ProposedChange =
  | { readonly kind: "masks"; readonly changes: readonly MaskChange[] }
  | { readonly kind: "choice"; readonly version: number }
  | { readonly kind: "turn"; readonly turn: PlateTurn };

export interface ReviewDraft {
  readonly wells: ReadonlySet<WellName>;
  readonly reason: string;
  readonly comment: string;
  /** What is written with a signature. */
  readonly signatureComment: string;
  readonly meaning: SignatureMeaning | null;
}

export const EMPTY_DRAFT: ReviewDraft = {
  wells: new Set(),
  reason: "",
  comment: "",
  signatureComment: "",
  meaning: null,
};

export function previewOf(change: ProposedChange): PreviewRequest {
  switch (change.kind) {
    case "masks":
      return { changes: change.changes };
    case "choice":
      return { version: change.version };
    case "turn":
      return { turn: change.turn };
  }
}

/** What is proposed, to stand after “to”: `leave out B3 and take in D8 again`. */
export function wordsOfChange(change: ProposedChange): string {
  switch (change.kind) {
    case "masks":
      return change.changes
        .map(({ wells, action }) =>
          action === "mask" ? `leave out ${wells.join(", ")}` : `take in ${wells.join(", ")} again`,
        )
        .join(" and ");
    case "choice":
      return `let reading ${change.version} count`;
    case "turn":
      return `say that the plate lay ${TURN_WORDS[change.turn]}`;
  }
}

export interface PickedWells {
  /** Wells that count and can be left out. */
  readonly counting: readonly WellName[];
  /** Wells that a person left out and can take in again. */
  readonly leftOut: readonly WellName[];
  /** Wells that the rules leave out: nobody can take them in. */
  readonly byRule: readonly WellName[];
}

/** The picked wells by what can be done with them, in the order of the plate. */
export function sortPicked(plate: PlateView, picked: ReadonlySet<WellName>): PickedWells {
  const wells = plate.wells.filter((one) => picked.has(one.well));
  const names = (test: (reason: string | null) => boolean) =>
    wells.filter((one) => test(one.maskReason)).map((one) => one.well);
  return {
    counting: names((reason) => reason === null),
    leftOut: names((reason) => reason === "review"),
    byRule: names((reason) => reason !== null && reason !== "review"),
  };
}

/** Wells in the order of the plate; what is no well is left out. */
export function wellsOfText(text: string): ReadonlySet<WellName> {
  const named = new Set(text.split(/[\s,]+/).map(parseWellName));
  return new Set(ALL_WELLS.filter((well) => named.has(well)));
}
