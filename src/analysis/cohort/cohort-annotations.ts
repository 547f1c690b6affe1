import {
  type AnnotationValue,
  annotationKey,
  BLASTS_ANNOTATION,
  RAS_PATHWAY_GENES,
} from "../../domain/annotation.ts";
import type { CohortAnnotation } from "./cohort.ts";

/** What the sample's own record says. */
export interface SampleRecord {
  readonly rasStatus: string;
  readonly blastsDay4Percent: number | null;
}

/** Where an annotation is from: the sample's own record, an imported table, or made of other annotations. */
export type AnnotationOrigin = "record" | "imported" | "derived";

export interface TracedAnnotation extends CohortAnnotation {
  readonly origin: AnnotationOrigin;
  /** The name it was imported under; null for others. */
  readonly importedAs: string | null;
}

/** RAS status of the plan, as an annotation. */
const RAS_STATUS = "ras_status";
/** Any gene of the RAS pathway mutated: made of the annotations on the genes. */
const RAS_PATHWAY = "ras_pathway_mutated";

/** The same name as that of the sample's own record: shown beside it, under this one. */
function besideRecord(name: string): string {
  return annotationKey(name) === RAS_STATUS ? `${RAS_STATUS} (imported)` : name;
}

/**
 * Yes where a gene of the RAS pathway is mutated, no where all of them were looked at and none is; null otherwise, or
 * where an annotation of this name was imported.
 */
function rasPathway(annotations: readonly CohortAnnotation[]): AnnotationValue | null {
  if (annotations.some(({ name }) => annotationKey(name) === RAS_PATHWAY)) return null;
  const states = new Map(
    annotations.flatMap(({ value }) =>
      value.type === "mutation" ? [[value.gene.toUpperCase(), value.state] as const] : [],
    ),
  );
  const known = RAS_PATHWAY_GENES.map((gene) => states.get(gene));
  if (known.includes("present")) return { type: "boolean", holds: true };
  const allAbsent = known.every((state) => state === "absent");
  return allAbsent ? { type: "boolean", holds: false } : null;
}

function fromRecord({ rasStatus, blastsDay4Percent: number }: SampleRecord): CohortAnnotation[] {
  const ras = { name: RAS_STATUS, value: { type: "category", text: rasStatus } } as const;
  return [
    ...(rasStatus === "unknown" ? [] : [ras]),
    ...(number === null
      ? []
      : [{ name: BLASTS_ANNOTATION, value: { type: "number", number, unit: "%" } as const }]),
  ];
}

/**
 * Everything a cohort knows of a sample: RAS status and blasts of its own record, which win over imported ones, then
 * what was imported, then what follows from it. An unknown status is no annotation.
 */
export function cohortAnnotations(
  record: SampleRecord,
  imported: readonly CohortAnnotation[],
): TracedAnnotation[] {
  const others = imported.filter(({ name }) => name !== BLASTS_ANNOTATION);
  const pathway = rasPathway(others);
  const own = fromRecord(record).map(
    (one) => ({ ...one, origin: "record", importedAs: null }) as const,
  );
  const derived = { name: RAS_PATHWAY, origin: "derived", importedAs: null } as const;
  return [
    ...own,
    ...others.map(
      ({ name, value }) =>
        ({ name: besideRecord(name), value, origin: "imported", importedAs: name }) as const,
    ),
    ...(pathway === null ? [] : [{ ...derived, value: pathway }]),
  ];
}
