/** Annotations: what a laboratory knows of a sample beside its plates, such as mutations or a genetic subtype. */

export const ANNOTATION_TYPES = ["category", "number", "boolean", "mutation"] as const;
export type AnnotationType = (typeof ANNOTATION_TYPES)[number];

/** A clone that carries the mutation; null = not told. */
export interface MutatedClone {
  /** Variant allele fraction in percent. */
  readonly vafPercent: number | null;
  readonly clone: string | null;
}

export const MUTATION_STATES = ["present", "absent", "not tested"] as const;
export type MutationState = (typeof MUTATION_STATES)[number];

/** One value. What is not known has none: it is never zero, and never "absent". */
export type AnnotationValue =
  | { readonly type: "category"; readonly text: string }
  | { readonly type: "number"; readonly number: number; readonly unit: string | null }
  | { readonly type: "boolean"; readonly holds: boolean }
  | {
      readonly type: "mutation";
      readonly gene: string;
      readonly state: MutationState;
      /** Empty unless present; one entry without numbers where only the presence is known. */
      readonly clones: readonly MutatedClone[];
    };

/** One statement about one sample. */
export interface SampleAnnotation {
  readonly sample: string;
  readonly name: string;
  readonly value: AnnotationValue;
}

/** Their activating mutations make the RAS pathway active. Source: the founding study's panel. */
export const RAS_PATHWAY_GENES = ["NRAS", "KRAS", "PTPN11", "FLT3"] as const;

/** The annotation that is entered in the sample itself, because verdicts hang on it. */
export const BLASTS_ANNOTATION = "blasts_day4_percent";

/** Written in the same way whatever the case, blanks and hyphens: `RAS status` is `ras_status`. */
export function annotationKey(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "_")
    .replace(/^_+|_+$/g, "");
}

function cloneText({ vafPercent, clone }: MutatedClone): string {
  const parts = [
    ...(vafPercent === null ? [] : [`${vafPercent} %`]),
    ...(clone === null ? [] : [`(${clone})`]),
  ];
  return parts.join(" ");
}

/** As people read it: "present, 35 % (G12D)", "92 %", "yes". */
export function annotationText(value: AnnotationValue): string {
  switch (value.type) {
    case "category":
      return value.text;
    case "number":
      return value.unit === null ? String(value.number) : `${value.number} ${value.unit}`;
    case "boolean":
      return value.holds ? "yes" : "no";
    case "mutation": {
      const clones = value.clones.map(cloneText).filter((text) => text !== "");
      return [value.state, ...clones].join(", ");
    }
  }
}
