import type { Comparison } from "./sample-analysis.ts";
import { adjustP } from "./statistics/adjust-p.ts";

/**
 * The same comparisons, in the same order, with `studyQ`: the interaction P adjusted (Benjamini-Hochberg) over every
 * comparison of the study whose plate did not fail. It is reported and never rewrites a flag; null where the
 * comparison has no part in the family. Source: analysis reference, 1.3 and 2.6.
 */
export function withStudyQ(comparisons: readonly Comparison[]): Comparison[] {
  // A comparison has a q within its sample exactly when its plate did not fail and its P is defined.
  const family = comparisons.map(({ interactionQ, interaction }) =>
    interactionQ === null ? null : (interaction?.p ?? null),
  );
  const adjusted = adjustP(family, "BH");
  return comparisons.map((comparison, index) => ({
    ...comparison,
    studyQ: adjusted[index] ?? null,
  }));
}
