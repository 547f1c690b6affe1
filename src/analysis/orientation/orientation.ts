/** Which way a plate lay, as far as its numbers tell. */
import { PLATE_TURNS, type PlateTurn } from "../../domain/plate-turn.ts";

/**
 * What a way of lying costs, in natural logarithms of likelihood: the less, the better it explains the numbers. Parts
 * are sums over wells or groups, never negative but for rounding; they add up to `misfit`.
 */
export interface MisfitParts {
  /** Blanks that are not low, or not even. */
  readonly blanks: number;
  /** Cells where the layout has none (border, unused wells). */
  readonly empty: number;
  /** Untreated wells and arms at zero prednisolone that are not high, or not even. */
  readonly controls: number;
  /** Survival that rises with the dose. */
  readonly doseOrder: number;
  /** Replicates that disagree. */
  readonly replicates: number;
  /** Drift over the plate and at its rim that would have to be assumed. */
  readonly position: number;
}

export const MISFIT_PARTS = [
  "blanks",
  "empty",
  "controls",
  "doseOrder",
  "replicates",
  "position",
] as const satisfies readonly (keyof MisfitParts)[];

export interface OrientationWay {
  readonly turn: PlateTurn;
  /** Null where nothing could be scored. */
  readonly misfit: number | null;
  readonly parts: MisfitParts | null;
  /** Wells that would mean something else than as read; 0 = this way does no harm. */
  readonly wellsThatDiffer: number;
  /** True where only arms change places and every dose stays: no number can tell this way for certain on any plate. */
  readonly armsOnly: boolean;
}

/** Why nothing could be scored. */
export type NotScored = "NO_SIGNAL" | "TOO_FEW_WELLS";

export interface Orientation {
  /** As read, turned, and both mirrors, in this order. */
  readonly ways: readonly OrientationWay[];
  /**
   * `fits`: as read is clearly better than every way that would do harm. `another-way-fits`: another way is clearly
   * better. `undecidable`: neither, for the ways in `cannotTell`.
   */
  readonly verdict: "fits" | "another-way-fits" | "undecidable";
  /** The way with the least misfit; as read where it is as good as another one. */
  readonly best: PlateTurn;
  /** Misfit as read less that of the best other way that would do harm; above zero the other way is better. Null without one. */
  readonly margin: number | null;
  /** Beyond this margin, up or down, a way is clearly better. */
  readonly limit: number;
  /** Ways that would do harm and are neither clearly better nor clearly worse. */
  readonly cannotTell: readonly PlateTurn[];
  /** Null where the ways were scored. */
  readonly notScored: NotScored | null;
}

/** A plate whose numbers fit another way clearly better, by its name. */
export function isTurned(orientation: Orientation | undefined): boolean {
  return orientation?.verdict === "another-way-fits";
}

/**
 * Ways that a person has to rule out before the plate is relied on. An exchange of arms by a mirror is a matter of the
 * layout, said when the layout is checked: no plate can lie mirrored, and every plate of that layout would be asked for.
 */
export function waysToRuleOut({ ways, cannotTell }: Orientation): readonly PlateTurn[] {
  const exchanges = ways.filter((way) => way.armsOnly).map((way) => way.turn);
  return PLATE_TURNS.filter(
    (turn) => cannotTell.includes(turn) && (turn === "turned-180" || !exchanges.includes(turn)),
  );
}
