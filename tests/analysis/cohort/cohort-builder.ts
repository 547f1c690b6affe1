/** Samples of a cohort as a test wants them. */
import type {
  Association,
  Cohort,
  CohortAnnotation,
  CohortSample,
} from "../../../src/analysis/cohort/cohort.ts";
import { classifyLc50 } from "../../../src/analysis/lc50.ts";
import type { ComparisonClass, Lc50 } from "../../../src/analysis/sample-analysis.ts";
import { DEFAULT_SETTINGS } from "../../../src/analysis/settings.ts";

export interface Wanted {
  readonly sample: string;
  readonly patient?: string;
  readonly provisional?: boolean;
  /** Arm to class, or to a class a plate. */
  readonly verdicts?: Readonly<Record<string, ComparisonClass | readonly ComparisonClass[]>>;
  /** An LC50 a plate: 12, ">250". */
  readonly lc50?: number | string | readonly (number | string)[];
  /** Numbers, yes and no, or categories. */
  readonly annotations?: Readonly<Record<string, number | boolean | string>>;
}

function readLc50(text: number | string): Lc50 {
  const match = /^([<>])?(.*)$/.exec(String(text));
  const relation = match?.[1] === "<" ? "<" : match?.[1] === ">" ? ">" : "=";
  return { relation, value: Number(match?.[2]), multipleCrossings: false };
}

function annotation(name: string, value: number | boolean | string): CohortAnnotation {
  if (typeof value === "number")
    return { name, value: { type: "number", number: value, unit: null } };
  if (typeof value === "boolean") return { name, value: { type: "boolean", holds: value } };
  return { name, value: { type: "category", text: value } };
}

const listOf = <T>(one: T | readonly T[]): readonly T[] =>
  Array.isArray(one) ? (one as readonly T[]) : [one as T];

export function cohortSample(wanted: Wanted): CohortSample {
  const { sample, patient = sample, provisional = false, verdicts = {}, lc50 = [] } = wanted;
  return {
    sample,
    patient,
    provisional,
    verdicts: Object.entries(verdicts).flatMap(([arm, classes]) =>
      listOf(classes).map((one, index) => ({
        plate: `${sample}-${index + 1}`,
        arm,
        class: one,
        grade: null,
        interactionP: null,
        interactionQ: null,
      })),
    ),
    lc50s: listOf(lc50).map((one, index) => {
      const value = readLc50(one);
      return {
        plate: `${sample}-${index + 1}`,
        lc50: value,
        class: classifyLc50(value, DEFAULT_SETTINGS),
        counts: true,
      };
    }),
    annotations: Object.entries(wanted.annotations ?? {}).map(([name, value]) =>
      annotation(name, value),
    ),
  };
}

/** The one association with these properties; fails when there is none or several. */
export function only(cohort: Cohort, wanted: Partial<Association>): Association {
  const found = cohort.associations.filter((one) =>
    Object.entries(wanted).every(([key, value]) => one[key as keyof Association] === value),
  );
  const [first, ...more] = found;
  if (first === undefined || more.length > 0)
    throw new Error(`${found.length} associations with ${JSON.stringify(wanted)}`);
  return first;
}
