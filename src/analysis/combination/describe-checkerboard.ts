import { type BlissHsa, describeBlissHsa } from "./bliss-hsa.ts";
import type { Checkerboard } from "./checkerboard.ts";
import type { HillCurve } from "./hill-curve.ts";
import { describeLoewe, type LoeweSurface } from "./loewe.ts";
import { describeZip, type ZipSurface } from "./zip.ts";

/** Fewer doses of the inhibitor bear no curve over it. */
export const ZIP_INHIBITOR_DOSES_MIN = 3;

/** Everything in fractions inhibited, [dose1][dose2]. */
export interface CheckerboardEffects {
  readonly blissHsa: BlissHsa;
  /** Null without both curves. */
  readonly loewe: LoeweSurface | null;
  /** Null with too few doses of the inhibitor, or fewer than two wells of a drug alone. */
  readonly zip: ZipSurface | null;
}

/**
 * A checkerboard by all four reference models, as far as its design bears them. The first drug is prednisolone, the
 * second the inhibitor; `curve1` and `curve2` are their own fitted curves, null where one was not measured.
 * Source: analysis reference, 1.5.
 */
export function describeCheckerboard(
  board: Checkerboard,
  curve1: HillCurve | null,
  curve2: HillCurve | null,
): CheckerboardEffects {
  const loewe = curve1 === null || curve2 === null ? null : describeLoewe(board, curve1, curve2);
  const inhibitorDoses = board.dose2.filter((dose) => dose > 0).length;
  const zip = inhibitorDoses < ZIP_INHIBITOR_DOSES_MIN ? null : describeZip(board);
  return {
    blissHsa: describeBlissHsa(board),
    loewe,
    zip,
  };
}
