/** What an annotation says of each sample, as groups or as numbers. */
import type { AnnotationValue } from "../../domain/annotation.ts";
import type { CohortSample, LeftOut } from "./cohort.ts";

export type FactorLevel =
  | { readonly group: string }
  | { readonly number: number }
  | { readonly leftOut: LeftOut };

function levelOf(value: AnnotationValue): FactorLevel {
  switch (value.type) {
    case "category":
      return { group: value.text };
    case "boolean":
      return { group: value.holds ? "yes" : "no" };
    case "number":
      return { number: value.number };
    case "mutation":
      return value.state === "not tested"
        ? { leftOut: "MUTATION_NOT_TESTED" }
        : { group: value.state };
  }
}

/** The level of one annotation in one sample; a mutation counts as present or absent, whatever its clones. */
export function factorOf(sample: CohortSample, annotation: string): FactorLevel {
  const found = sample.annotations.find(({ name }) => name === annotation);
  return found === undefined ? { leftOut: "NO_ANNOTATION" } : levelOf(found.value);
}

/** Groups that belong together in this order; others by name. */
const ORDERED = ["yes", "no", "present", "absent", "mutant", "wild type"];

export function orderGroups(groups: readonly string[]): string[] {
  const rank = (group: string) => {
    const index = ORDERED.indexOf(group);
    return index < 0 ? ORDERED.length : index;
  };
  return [...new Set(groups)].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
}
