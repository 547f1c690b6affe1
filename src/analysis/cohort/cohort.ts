/**
 * What is looked at together in a cohort: samples with their verdicts and annotations, and how the two go together.
 * LC50s are in µg/mL prednisolone. A number that cannot be computed is null, with a reason beside it.
 */
import type { AnnotationValue } from "../../domain/annotation.ts";
import type { ComparisonClass, Lc50, PrednisoloneClass } from "../sample-analysis.ts";
import type { OddsRatio } from "../statistics/conditional-odds.ts";

export interface CohortVerdict {
  readonly plate: string;
  readonly arm: string;
  readonly class: ComparisonClass;
  readonly grade: "A" | "B" | null;
  /** Of inhibitor × prednisolone; null where the plate failed or there is none. */
  readonly interactionP: number | null;
  /** That P adjusted over the comparisons of the sample. */
  readonly interactionQ: number | null;
}

/** Response of a sample to prednisolone with the vehicle, on one plate. */
export interface CohortLc50 {
  readonly plate: string;
  readonly lc50: Lc50 | null;
  readonly class: PrednisoloneClass;
  /** False where the plate failed or too few of the cells were leukaemic: shown, not counted. */
  readonly counts: boolean;
}

export interface CohortAnnotation {
  readonly name: string;
  readonly value: AnnotationValue;
}

export interface CohortSample {
  readonly sample: string;
  readonly patient: string;
  readonly provisional: boolean;
  /** Of every plate that was judged. */
  readonly verdicts: readonly CohortVerdict[];
  readonly lc50s: readonly CohortLc50[];
  /** Each name once. */
  readonly annotations: readonly CohortAnnotation[];
}

/** Why a sample has no part in one association. */
export const LEFT_OUT = [
  "NOT_TESTED",
  "INCONCLUSIVE",
  "PLATES_DISAGREE",
  "LC50_INDETERMINATE",
  "NO_ANNOTATION",
  "MUTATION_NOT_TESTED",
] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

export const OUTCOMES = ["sensitised", "class", "lc50-class", "lc50"] as const;
/** `sensitised`: complete or partial against none or antagonistic. `class`: each class by itself. */
export type OutcomeKind = (typeof OUTCOMES)[number];

export const COHORT_TESTS = ["fisher", "mann-whitney", "welch", "kruskal-wallis"] as const;
export type CohortTest = (typeof COHORT_TESTS)[number];

/** Why a test gives no P. */
export const NO_TEST_REASONS = [
  "ONE_GROUP",
  "ALL_EQUAL",
  "TOO_FEW_VALUES",
  "LC50_BOUNDS",
  "TOO_MANY_GROUPS",
  "TOO_LARGE",
] as const;
export type NoTestReason = (typeof NO_TEST_REASONS)[number];

export const COHORT_WARNINGS = [
  "SMALL_GROUP",
  "FEW_SAMPLES",
  "CANNOT_REACH_5_PERCENT",
  "PROVISIONAL",
] as const;
export type CohortWarning = (typeof COHORT_WARNINGS)[number];

/** Numbers of one group; null where there is none, e.g. the median of LC50s that are bounds. */
export interface GroupNumbers {
  readonly group: string;
  readonly n: number;
  readonly median: number | null;
  readonly mean: number | null;
  readonly sd: number | null;
}

/** Counts of samples: a row a group of the outcome, a column a group of the annotation. */
export interface CountTable {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly counts: readonly (readonly number[])[];
}

export interface Association {
  readonly outcome: OutcomeKind;
  /** The inhibitor arm of a verdict; null for the LC50 of the vehicle arm. */
  readonly arm: string | null;
  readonly annotation: string;
  readonly test: CohortTest;
  /** Samples that have a part in it. */
  readonly n: number;
  readonly leftOut: Readonly<Partial<Record<LeftOut, number>>>;
  /** Of Fisher's test; null for the others. */
  readonly table: CountTable | null;
  /** Of tests on numbers; empty for Fisher's. */
  readonly groups: readonly GroupNumbers[];
  /** W, t or H; null for Fisher's test and where there is no P. */
  readonly statistic: number | null;
  readonly df: number | null;
  /** Two-sided. */
  readonly p: number | null;
  /** Adjusted (Benjamini-Hochberg) over every P of the view. */
  readonly q: number | null;
  /** No result with these groups could have had a smaller P; null where the test has no such bound. */
  readonly smallestP: number | null;
  /** Of a 2 x 2 table. */
  readonly oddsRatio: OddsRatio | null;
  readonly noTest: NoTestReason | null;
  readonly warnings: readonly CohortWarning[];
}

export interface CountedSample extends CohortSample {
  /** False where another sample of the same patient counts in its place. */
  readonly counted: boolean;
}

export interface Cohort {
  readonly samples: readonly CountedSample[];
  readonly arms: readonly string[];
  readonly annotations: readonly string[];
  readonly associations: readonly Association[];
  /** How many P values the adjustment is over. */
  readonly familySize: number;
  readonly countedSamples: number;
  readonly patients: number;
}
