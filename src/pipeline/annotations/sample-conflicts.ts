import {
  type AnnotationValue,
  annotationKey,
  annotationText,
  BLASTS_ANNOTATION,
  RAS_PATHWAY_GENES,
} from "../../domain/annotation.ts";
import type { SampleRow } from "../../store/samples.ts";

interface Stated {
  readonly name: string;
  readonly value: AnnotationValue;
}

function isRasGene(gene: string): boolean {
  return RAS_PATHWAY_GENES.some((one) => one === gene.toUpperCase());
}

/** Words for the RAS status as a table may write it; null for words that say something else. */
function rasStatusOf(text: string): "mutant" | "wild type" | null {
  const key = annotationKey(text);
  if (["mutant", "mutated", "mut"].includes(key)) return "mutant";
  return ["wild_type", "wildtype", "wt"].includes(key) ? "wild type" : null;
}

/**
 * Where annotations and the sample's own record contradict each other, a sentence each. The record wins: its RAS
 * status stands beside flags, its blasts decide verdicts; annotations are shown beside it.
 */
export function sampleConflicts(
  sample: Pick<SampleRow, "name" | "ras_status" | "mutated_genes" | "blasts_day4_percent">,
  annotations: readonly Stated[],
): readonly string[] {
  return [
    ...rasStatusConflicts(sample, annotations),
    ...geneConflicts(sample, annotations),
    ...blastsConflicts(sample, annotations),
  ];
}

function rasStatusConflicts(
  { name, ras_status: planned }: Pick<SampleRow, "name" | "ras_status">,
  annotations: readonly Stated[],
): string[] {
  return annotations.flatMap((one) => {
    if (annotationKey(one.name) !== "ras_status" || one.value.type !== "category") return [];
    const imported = rasStatusOf(one.value.text);
    if (imported === null || planned === "unknown" || imported === planned) return [];
    return [
      `sample ${name} is RAS ${planned} in the plan, ${imported} in the annotation ${one.name}`,
    ];
  });
}

function geneConflicts(
  sample: Pick<SampleRow, "name" | "ras_status" | "mutated_genes">,
  annotations: readonly Stated[],
): string[] {
  const planned = JSON.parse(sample.mutated_genes) as readonly string[];
  const states = annotations.flatMap(({ value }) =>
    value.type === "mutation" && isRasGene(value.gene)
      ? [{ gene: value.gene.toUpperCase(), state: value.state }]
      : [],
  );
  const genesIn = (state: string) =>
    states.filter((one) => one.state === state).map(({ gene }) => gene);
  const absent = genesIn("absent");
  const present = genesIn("present");
  const denied = absent.filter((gene) => planned.includes(gene));
  const conflicts = denied.map(
    (gene) =>
      `the plan gives sample ${sample.name} a mutation of ${gene}, the annotation says absent`,
  );
  if (sample.ras_status === "wild type" && present.length > 0)
    conflicts.push(
      `sample ${sample.name} is RAS wild type in the plan, and annotated with ${present.join(", ")} mutated`,
    );
  const allAbsent = RAS_PATHWAY_GENES.every((gene) => absent.includes(gene));
  if (sample.ras_status === "mutant" && allAbsent && denied.length === 0)
    conflicts.push(
      `sample ${sample.name} is RAS mutant in the plan, and annotated as without mutation in any of ${RAS_PATHWAY_GENES.join(", ")}`,
    );
  return conflicts;
}

function blastsConflicts(
  { name, blasts_day4_percent: entered }: Pick<SampleRow, "name" | "blasts_day4_percent">,
  annotations: readonly Stated[],
): string[] {
  return annotations.flatMap((one) => {
    const { value } = one;
    if (one.name !== BLASTS_ANNOTATION || value.type !== "number" || value.number === entered)
      return [];
    const counts = entered === null ? "none are entered" : `${entered} % are entered`;
    return [
      `sample ${name} is annotated with ${annotationText(value)} blasts on day 4, ${counts}; what is entered counts`,
    ];
  });
}
