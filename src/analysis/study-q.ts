import type { Comparison } from "./sample-analysis.ts";
import { adjustP } from "./statistics/adjust-p.ts";

type Tested = Pick<Comparison, "interaction" | "interactionQ">;

/**
 * The interaction P of a comparison where it has a part in the family of a study; null where its plate failed or it
 * has no P: it then has no q within its sample either.
 */
export function studyP({ interaction, interactionQ }: Tested): number | null {
  return interactionQ === null ? null : (interaction?.p ?? null);
}

export interface StudyQ {
  /** In the order of the P; null where there is none. */
  readonly qs: readonly (number | null)[];
  /** How many P the adjustment is over. */
  readonly familySize: number;
}

/**
 * P of comparisons that are looked at together, adjusted (Benjamini-Hochberg) over all of them that are not null. It is
 * reported, never stored, and never rewrites a flag. Source: analysis reference, 1.3 and 2.6.
 */
export function studyQ(ps: readonly (number | null)[]): StudyQ {
  return { qs: adjustP(ps, "BH"), familySize: ps.filter((p) => p !== null).length };
}

/** The same comparisons, in the same order, with `studyQ` over those of them whose plate did not fail. */
export function withStudyQ(comparisons: readonly Comparison[]): Comparison[] {
  const { qs } = studyQ(comparisons.map(studyP));
  return comparisons.map((comparison, index) => ({ ...comparison, studyQ: qs[index] ?? null }));
}
