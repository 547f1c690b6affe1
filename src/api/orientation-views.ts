import type { PlateTurn } from "../domain/plate-turn.ts";

/** One way a plate may lie, and how well its numbers fit the layout then. */
export interface OrientationWayView {
  readonly turn: PlateTurn;
  /** In natural logarithms of likelihood: the less, the better this way explains the numbers; null where nothing was scored. */
  readonly misfit: number | null;
  /** Wells that would mean something else than as read; 0 = this way does no harm. */
  readonly wellsThatDiffer: number;
  /** Only arms would change places, every dose would stay: no number can tell this way for certain. */
  readonly armsOnly: boolean;
}

/** Which way a plate lay, as far as its numbers tell, and what a person has said of it. */
export interface OrientationView {
  readonly verdict: "fits" | "another-way-fits" | "undecidable" | "not-checked";
  /** What was found and what to do, for people. */
  readonly sentences: readonly string[];
  /** The way with the least misfit; null where none was scored. */
  readonly best: PlateTurn | null;
  /** Misfit as read less that of the best other way that would do harm; above zero the other way is better. */
  readonly margin: number | null;
  /** Beyond this margin, up or down, a way is clearly better. */
  readonly limit: number | null;
  /** As read, turned, and both mirrors, in this order. */
  readonly ways: readonly OrientationWayView[];
  /** What a person said last of the reading that counts; null where nobody did. */
  readonly standing: {
    readonly turn: PlateTurn;
    readonly reason: string;
    readonly by: string;
    readonly atUtc: string;
  } | null;
}
