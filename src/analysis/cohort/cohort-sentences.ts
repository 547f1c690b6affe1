/** The codes of a cohort as plain sentences. They speak of an association of assay results, never of a cause. */
import { counted } from "../../domain/counted.ts";
import type {
  Cohort,
  CohortTest,
  CohortWarning,
  LeftOut,
  NoTestReason,
  OutcomeKind,
} from "./cohort.ts";

export const LEFT_OUT_WORDS: Readonly<Record<LeftOut, string>> = {
  NOT_TESTED: "not tested",
  INCONCLUSIVE: "inconclusive",
  PLATES_DISAGREE: "plates disagree",
  LC50_INDETERMINATE: "LC50 indeterminate",
  NO_ANNOTATION: "not annotated",
  MUTATION_NOT_TESTED: "mutation not tested",
};

export const OUTCOME_WORDS: Readonly<Record<OutcomeKind, string>> = {
  sensitised: "sensitised",
  class: "class",
  "lc50-class": "prednisolone class (vehicle)",
  lc50: "prednisolone LC50 (vehicle)",
};

export const TEST_WORDS: Readonly<Record<CohortTest, string>> = {
  fisher: "Fisher's exact test",
  "mann-whitney": "Mann-Whitney test",
  welch: "Welch's t test",
  "kruskal-wallis": "Kruskal-Wallis test",
};

export const NO_TEST_SENTENCES: Readonly<Record<NoTestReason, string>> = {
  ONE_GROUP: "There is only one group, so nothing can be compared.",
  ALL_EQUAL: "All values are equal.",
  TOO_FEW_VALUES: "A group has fewer than two values.",
  LC50_BOUNDS: "Some LC50s are bounds, and this test needs their values.",
  TOO_MANY_GROUPS: "There are more than ten groups: a list of names rather than of groups.",
  TOO_LARGE: "The table is too large for the exact test; join categories.",
};

export const COHORT_WARNING_SENTENCES: Readonly<Record<CohortWarning, string>> = {
  SMALL_GROUP: "Small numbers: a group has fewer than 5 samples.",
  FEW_SAMPLES: "Small numbers: fewer than 10 samples.",
  CANNOT_REACH_5_PERCENT: "No result with groups of these sizes could have had P < 0.05.",
  PROVISIONAL: "Some verdicts are provisional: plates are still to come.",
};

/** What must be read with every cohort. */
export function cohortCaveats(cohort: Cohort): readonly string[] {
  const { samples, countedSamples, patients, familySize } = cohort;
  const repeated = samples.length - patients;
  const others = samples.length - countedSamples;
  return [
    "Association, not cause; assay results for review.",
    `q is adjusted (Benjamini-Hochberg) over the ${counted(familySize, "P value")} shown; it does not know of others that were looked at.`,
    ...(others > 0
      ? [
          `Samples of one patient are not independent: of each patient the first with a conclusive verdict counts; ${counted(others, "sample")} of ${samples.length} ${others === 1 ? "is" : "are"} shown and not counted.`,
        ]
      : []),
    ...(others === 0 && repeated > 0
      ? [
          `All ${samples.length} samples of ${counted(patients, "patient")} count as if they were independent, which those of one patient are not: P is too small.`,
        ]
      : []),
  ];
}
