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
  /** How a person said that the plate lay when this was found; left out where nobody had. */
  readonly said?: PlateTurn;
}

const SAME_MARGIN = 1e-6;

/**
 * The way that fits best, where it is clearly better than `than`; of ways that mean the same the first. Null where none
 * is clearly better, or nothing was scored.
 */
export function clearlyBetter(
  { ways, limit }: Pick<Orientation, "ways" | "limit">,
  than: PlateTurn,
): OrientationWay | null {
  const misfitOf = (way: OrientationWay | undefined) => way?.misfit ?? Number.POSITIVE_INFINITY;
  const counts = ways.find(({ turn }) => turn === than)?.misfit ?? null;
  const [first] = ways;
  if (counts === null || first === undefined) return null;
  const best = ways.reduce(
    (least, way) => (misfitOf(way) < misfitOf(least) - SAME_MARGIN ? way : least),
    first,
  );
  return counts - misfitOf(best) > limit ? best : null;
}

/**
 * A plate is held while its numbers fit another way clearly better than the one that it counts by. That it lay as read a
 * person can say against the numbers, because plates of stimulated cells look turned; see `isConfirmedAgainst`.
 */
export function isHeldFor(orientation: Orientation, said: PlateTurn | undefined): boolean {
  if (said === undefined) return isTurned(orientation);
  return said !== "as-read" && clearlyBetter(orientation, said) !== null;
}

/** A person said that the plate lay as read, and its numbers fit another way clearly better. */
export function isConfirmedAgainst(
  orientation: Orientation | undefined,
  said: PlateTurn | undefined,
): boolean {
  return said === "as-read" && isTurned(orientation);
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
