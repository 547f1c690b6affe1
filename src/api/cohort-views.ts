/**
 * What the API answers of a cohort, and the command prints. Times are ISO 8601 UTC, LC50s in µg/mL prednisolone. A
 * missing number is null, with its reason beside it.
 */
import type { Association, CohortLc50, CohortVerdict } from "../analysis/cohort/cohort.ts";
import type { AnnotationOrigin } from "../analysis/cohort/cohort-annotations.ts";
import type { AnnotationType, AnnotationValue } from "../domain/annotation.ts";

export interface CohortQuery {
  /** Only this annotation, however it is spelt; null = every one. */
  readonly against: string | null;
  /** Names; null = all. */
  readonly samples: readonly string[] | null;
  /** Count every sample, also several of one patient. */
  readonly allSamples: boolean;
}

export interface CohortAnnotationView {
  readonly name: string;
  readonly type: AnnotationType;
  readonly unit: string | null;
  readonly origin: AnnotationOrigin;
  /** Samples shown that have it. */
  readonly samples: number;
}

export interface SampleAnnotationView {
  readonly name: string;
  readonly value: AnnotationValue;
  /** As people read it. */
  readonly text: string;
  readonly origin: AnnotationOrigin;
  /** Of an imported one: by which import, who and when; null for others. */
  readonly importId: string | null;
  readonly by: string | null;
  readonly atUtc: string | null;
}

export interface CohortVerdictView extends CohortVerdict {
  /** `interactionP` adjusted over every comparison shown; null where that is null. Reported only: no verdict rests on it. */
  readonly studyQ: number | null;
}

export interface CohortSampleView {
  readonly sample: string;
  readonly patient: string;
  readonly rasStatus: string;
  readonly provisional: boolean;
  /** False where another sample of the same patient counts in its place. */
  readonly counted: boolean;
  /** Of every plate that tested an inhibitor. */
  readonly verdicts: readonly CohortVerdictView[];
  readonly lc50s: readonly CohortLc50[];
  readonly annotations: readonly SampleAnnotationView[];
  /** Where annotations contradict the sample's own record. */
  readonly conflicts: readonly string[];
}

export interface AssociationView extends Association {
  /** Why there is no P, and what to mind where there is one. */
  readonly sentences: readonly string[];
}

export interface CohortView {
  readonly samples: readonly CohortSampleView[];
  readonly arms: readonly string[];
  readonly annotations: readonly CohortAnnotationView[];
  readonly associations: readonly AssociationView[];
  /** How many P values q is adjusted over. */
  readonly familySize: number;
  /** How many comparisons the `studyQ` of verdicts is over. */
  readonly studyFamilySize: number;
  readonly countedSamples: number;
  readonly patients: number;
  /** To be read with every number here. */
  readonly caveats: readonly string[];
}

/** Answers questions on the cohort. Rejects with ANNOTATION_UNKNOWN or SAMPLE_UNKNOWN. */
export interface CohortSource {
  cohort(query: CohortQuery): Promise<CohortView>;
}
