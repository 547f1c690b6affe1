/** What is stated of samples: every statement with its origin, and of those on the same thing the newest. */
import { type AnnotationValue, annotationKey } from "../../domain/annotation.ts";
import type { AnnotationRow } from "../../store/annotations.ts";
import type { Store } from "../../store/open-store.ts";

export interface StatedAnnotation {
  readonly sample: string;
  readonly name: string;
  /** Null: what was stated before was withdrawn. */
  readonly value: AnnotationValue | null;
  /** Why it was withdrawn; null for a value. */
  readonly reason: string | null;
  /** Null for a withdrawal. */
  readonly importId: string | null;
  /** Of the imported file. */
  readonly line: number | null;
  readonly by: string;
  readonly atUtc: string;
}

export interface StandingAnnotation extends StatedAnnotation {
  readonly value: AnnotationValue;
}

function statementOf(row: AnnotationRow): StatedAnnotation {
  const content: unknown = JSON.parse(row.value);
  return {
    sample: row.sample_name,
    name: row.name,
    value: row.type === "withdrawn" ? null : (content as AnnotationValue),
    reason: row.type === "withdrawn" ? String(content) : null,
    importId: row.import_id,
    line: row.line,
    by: row.by_name,
    atUtc: row.at_utc,
  };
}

/** Sample and annotation, however the latter is spelt. */
export function statementKey(sample: string, name: string): string {
  return JSON.stringify([sample, annotationKey(name)]);
}

function newestOf(statements: readonly StatedAnnotation[]): StandingAnnotation[] {
  const newest = new Map<string, StatedAnnotation>();
  for (const one of statements) newest.set(statementKey(one.sample, one.name), one);
  return [...newest.values()].flatMap((one) =>
    one.value === null ? [] : [{ ...one, value: one.value }],
  );
}

/** What stands now of every sample, also of samples that the bench does not know yet; in the order first stated. */
export function standingAnnotations(store: Store): readonly StandingAnnotation[] {
  return newestOf(store.annotations.all().map(statementOf));
}

/** What stands now of one sample. */
export function annotationsOfSample(store: Store, sample: string): readonly StandingAnnotation[] {
  return newestOf(annotationHistory(store, sample));
}

/** Every statement on one sample, oldest first, also what others have superseded. */
export function annotationHistory(store: Store, sample: string): readonly StatedAnnotation[] {
  return store.annotations.ofSample(sample).map(statementOf);
}
