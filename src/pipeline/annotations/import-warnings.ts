/** What a person should know of an import that is sound. */
import {
  type AnnotationValue,
  annotationKey,
  annotationText,
  BLASTS_ANNOTATION,
} from "../../domain/annotation.ts";
import { isPersonalHeading, personalLook } from "../../domain/personal-look.ts";
import type { Store } from "../../store/open-store.ts";
import type { AnnotationProblem } from "./annotation-problem.ts";
import type { FileAnnotation } from "./check-annotations.ts";
import { sampleConflicts } from "./sample-conflicts.ts";
import { type StandingAnnotation, statementKey } from "./standing-annotations.ts";

/** Columns and samples by which a patient may be known; what is imported stays, so it is said before. */
export function privacyWarnings(annotations: readonly FileAnnotation[]): AnnotationProblem[] {
  const headings = new Set(annotations.map(({ name }) => name).filter(isPersonalHeading));
  const samples = new Set(annotations.map(({ sample }) => sample));
  const warn = (message: string, column: string | null): AnnotationProblem => ({
    severity: "warning",
    line: null,
    column,
    message,
    remedy:
      "Patients are known here by pseudonyms alone, and what is imported is never deleted. Take it out of the table and import that; if it tells of no patient, nothing is to do.",
  });
  return [
    ...[...headings].map((name) => warn("this column may tell who a patient is", name)),
    ...[...samples].flatMap((sample) => {
      const look = personalLook(sample);
      return look === null ? [] : [warn(`the sample “${sample}” looks like ${look}`, null)];
    }),
  ];
}

/** Where the file, with what stands beside it, contradicts the samples' own records. */
export function conflictWarnings(
  store: Store,
  annotations: readonly FileAnnotation[],
  standing: readonly StandingAnnotation[],
): AnnotationProblem[] {
  return [...new Set(annotations.map(({ sample }) => sample))].flatMap((name) => {
    const sample = store.samples.byName(name);
    const own = annotations.filter((one) => one.sample === name);
    if (sample === null) return unknownBlasts(own);
    const told = new Set(own.map((one) => annotationKey(one.name)));
    const others = standing.filter(
      (one) => one.sample === name && !told.has(annotationKey(one.name)),
    );
    // The blasts of the file are entered in the sample, so they cannot contradict it.
    const beside = [...others, ...own].filter((one) => one.name !== BLASTS_ANNOTATION);
    return sampleConflicts(sample, beside).map((message) => ({
      severity: "warning" as const,
      line: own[0]?.line ?? null,
      column: null,
      message,
      remedy: "Both are kept; the plan's stands beside flags. Find out which is right.",
    }));
  });
}

function unknownBlasts(own: readonly FileAnnotation[]): AnnotationProblem[] {
  return own
    .filter(({ name }) => name === BLASTS_ANNOTATION)
    .map(({ sample, line, name }) => ({
      severity: "warning" as const,
      line,
      column: name,
      message: `the blasts of sample ${sample} are kept as an annotation only, and decide no verdict`,
      remedy: `When the sample is there, import the file again, or: platewarden sample blasts ${sample} PERCENT`,
    }));
}

function toldFraction(value: AnnotationValue | undefined): boolean {
  return value?.type === "mutation" && value.clones.some(({ vafPercent }) => vafPercent !== null);
}

/** A mutation that is only "present" takes the place of one with its fraction. */
export function lostFractions(
  changed: readonly FileAnnotation[],
  before: ReadonlyMap<string, AnnotationValue>,
): AnnotationProblem[] {
  return changed.flatMap(({ sample, name, value, line }) => {
    const old = before.get(statementKey(sample, name));
    const isLost = value.type === "mutation" && value.state === "present" && !toldFraction(value);
    if (old === undefined || !isLost || !toldFraction(old)) return [];
    return [
      {
        severity: "warning" as const,
        line,
        column: name,
        message: `sample ${sample}: “${annotationText(old)}” is superseded by “${annotationText(value)}”: its allele fraction no longer stands`,
        remedy: "Give the fraction too where it still holds.",
      },
    ];
  });
}
