import type { WellView } from "../../api/views.ts";
import { wordOfMask } from "../words.ts";

/** Diagonals, a lattice and dots: told apart without colour. */
export type WellPattern = "masked" | "over" | "missing";

export interface WellMark {
  readonly pattern: WellPattern;
  /** Beside the number, or instead of it. */
  readonly letter: string;
  readonly words: string;
}

const NO_NUMBER: Readonly<Record<string, WellMark>> = {
  "over-range": { pattern: "over", letter: "over", words: "over the reader's range" },
  "under-range": { pattern: "missing", letter: "under", words: "under the reader's range" },
  "not-read": { pattern: "missing", letter: "none", words: "not read: no number came" },
};

/** Why a well does not count or has no number, as it is drawn; null for a well that counts. */
export function markOf(well: WellView): WellMark | null {
  const missing =
    well.measurementDirection === null ? undefined : NO_NUMBER[well.measurementDirection];
  if (missing !== undefined && well.maskReason !== "review") return missing;
  if (well.maskReason === null) return null;
  return { pattern: "masked", ...wordOfMask(well.maskReason) };
}
