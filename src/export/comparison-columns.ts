/** The numbers of one comparison as columns. */
import type { Comparison } from "../analysis/sample-analysis.ts";
import {
  type Cell,
  type Column,
  countColumn,
  flagColumn,
  numberColumn,
  textColumn,
} from "./table.ts";

interface OfComparison {
  readonly comparison: Comparison;
  /** How many comparisons its `studyQ` is over. */
  readonly studyFamilySize: number;
}

const of =
  (read: (comparison: Comparison) => Cell) =>
  ({ comparison }: OfComparison): Cell =>
    read(comparison);

/** Class, flag, grade and reasons. */
export const VERDICT_COLUMNS: readonly Column<OfComparison>[] = [
  textColumn(
    "class",
    "Assay result for review: complete, partial, antagonistic, none or inconclusive.",
    of((c) => c.class),
  ),
  flagColumn(
    "flag",
    "TRUE when the class is flagged.",
    of((c) => c.flag),
  ),
  textColumn(
    "grade",
    "A or B; empty without a flag.",
    of((c) => c.grade),
  ),
  textColumn(
    "reasons",
    "Why it is inconclusive: codes joined by |.",
    of((c) => c.reasons.join("|")),
  ),
  textColumn(
    "qualifiers",
    "What else is to be known: codes joined by |.",
    of((c) => c.qualifiers.join("|")),
  ),
  textColumn(
    "class_ignoring_gates",
    "The class that the numbers alone would give.",
    of((c) => c.classIgnoringGates),
  ),
  textColumn(
    "class_suspects_masked",
    "That class without the suspect wells of disagreeing duplicates; empty when there are none.",
    of((c) => c.classSuspectsMasked),
  ),
];

/** Effect and tests at the reference dose. */
export const REFERENCE_COLUMNS: readonly Column<OfComparison>[] = [
  numberColumn(
    "reference_dose_ug_per_ml",
    "µg/mL",
    "The plate's dose nearest to the reference dose of the settings.",
    of((c) => c.referenceDose),
  ),
  numberColumn(
    "survival_vehicle_at_reference_percent",
    "%",
    "Mean survival with the vehicle at that dose.",
    of((c) => c.survivalVehicleAtReference),
  ),
  numberColumn(
    "survival_inhibitor_at_reference_percent",
    "%",
    "Mean survival with the inhibitor at that dose.",
    of((c) => c.survivalInhibitorAtReference),
  ),
  numberColumn(
    "relative_at_reference_percent",
    "%",
    "Their difference in percent of the survival with the vehicle.",
    of((c) => c.relativeAtReferencePercent),
  ),
  numberColumn(
    "student_t",
    "",
    "Student's t at that dose.",
    of((c) => c.studentAtReference?.t ?? null),
  ),
  numberColumn(
    "student_df",
    "",
    "Its degrees of freedom.",
    of((c) => c.studentAtReference?.df ?? null),
  ),
  numberColumn(
    "student_p",
    "",
    "Its two-sided P.",
    of((c) => c.studentAtReference?.p ?? null),
  ),
  numberColumn(
    "student_q",
    "",
    "That P after Benjamini and Hochberg over the sample's comparisons.",
    of((c) => c.studentQ),
  ),
  numberColumn(
    "welch_t",
    "",
    "Welch's t at that dose.",
    of((c) => c.welchAtReference?.t ?? null),
  ),
  numberColumn(
    "welch_df",
    "",
    "Its degrees of freedom.",
    of((c) => c.welchAtReference?.df ?? null),
  ),
  numberColumn(
    "welch_p",
    "",
    "Its two-sided P.",
    of((c) => c.welchAtReference?.p ?? null),
  ),
];

/** Effect and tests over all doses. */
export const WHOLE_CURVE_COLUMNS: readonly Column<OfComparison>[] = [
  numberColumn(
    "interaction_f",
    "",
    "F of inhibitor × prednisolone, every dilution series a block.",
    of((c) => c.interaction?.F ?? null),
  ),
  numberColumn(
    "interaction_df1",
    "",
    "Its first degrees of freedom.",
    of((c) => c.interaction?.df1 ?? null),
  ),
  numberColumn(
    "interaction_df2",
    "",
    "Its second degrees of freedom.",
    of((c) => c.interaction?.df2 ?? null),
  ),
  numberColumn(
    "interaction_p",
    "",
    "Its P.",
    of((c) => c.interaction?.p ?? null),
  ),
  numberColumn(
    "interaction_ms_error",
    "points²",
    "Error mean square.",
    of((c) => c.interaction?.msError ?? null),
  ),
  numberColumn(
    "interaction_q",
    "",
    "That P after Benjamini and Hochberg over the sample's comparisons.",
    of((c) => c.interactionQ),
  ),
  numberColumn(
    "study_q",
    "",
    "The same over every comparison of this table whose plate did not fail.",
    of((c) => c.studyQ),
  ),
  countColumn(
    "study_q_comparisons",
    "comparisons",
    "Over how many; empty without a study_q.",
    ({ comparison, studyFamilySize }) => (comparison.studyQ === null ? null : studyFamilySize),
  ),
  numberColumn(
    "mean_delta_points",
    "points",
    "Mean difference over log10 dose of the doses above zero.",
    of((c) => c.meanDelta),
  ),
  numberColumn(
    "max_relative_percent",
    "%",
    "Largest relative effect at a dose with survival enough left.",
    of((c) => c.maxRelativePercent),
  ),
  numberColumn(
    "max_relative_dose_ug_per_ml",
    "µg/mL",
    "Its dose.",
    of((c) => c.maxRelativeDose),
  ),
  numberColumn(
    "largest_loss_points",
    "points",
    "Largest difference in the other direction; may be negative.",
    of((c) => c.largestLossPoints),
  ),
  countColumn(
    "longest_sensitising_run",
    "doses",
    "Most neighbouring doses that count as sensitising.",
    of((c) => c.longestSensitisingRun),
  ),
  countColumn(
    "longest_antagonistic_run",
    "doses",
    "Most neighbouring doses that count as antagonistic.",
    of((c) => c.longestAntagonisticRun),
  ),
  numberColumn(
    "single_agent_survival_percent",
    "%",
    "Survival under the inhibitor alone, of the vehicle control.",
    of((c) => c.singleAgentSurvivalPercent),
  ),
];
