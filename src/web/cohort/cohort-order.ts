/** The order of the cohort's rows, and the groups that they stand in. */
import type { CohortSampleView } from "../../api/cohort-views.ts";
import { annotationSort, armSort, type CohortChoices, LC50_SORT } from "./cohort-choices.ts";

export interface SampleGroup {
  /** Value of the annotation that groups; null for samples without one, and where nothing groups. */
  readonly value: string | null;
  readonly samples: readonly CohortSampleView[];
}

/** A number or a text; null = missing, which always stands last. */
type Key = number | string | null;

/** Strongest first; what is not named here stands after. */
const CLASSES = ["complete", "partial", "antagonistic", "inconclusive", "none"];

const collator = new Intl.Collator("en-GB", { numeric: true });

/** All samples in groups; groups by their value, the one without a value last. Without grouping it is one group. */
export function groupSamples(
  samples: readonly CohortSampleView[],
  choices: Pick<CohortChoices, "group" | "sort" | "falling">,
): readonly SampleGroup[] {
  const sorted = sortSamples(samples, choices);
  if (choices.group === "") return [{ value: null, samples: sorted }];
  const groups = Map.groupBy(sorted, (sample) => annotationText(sample, choices.group));
  return [...groups]
    .map(([value, members]): SampleGroup => ({ value, samples: members }))
    .sort((one, other) => compareKeys(one.value, other.value, 1));
}

function sortSamples(
  samples: readonly CohortSampleView[],
  { sort, falling }: Pick<CohortChoices, "sort" | "falling">,
): readonly CohortSampleView[] {
  const sign = falling ? -1 : 1;
  const keyed = samples.map((sample) => ({ sample, key: keyOf(sample, sort) }));
  keyed.sort(
    (one, other) =>
      compareKeys(one.key, other.key, sign) ||
      collator.compare(one.sample.patient, other.sample.patient) ||
      collator.compare(one.sample.sample, other.sample.sample),
  );
  return keyed.map(({ sample }) => sample);
}

function compareKeys(one: Key, other: Key, sign: 1 | -1): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === "number" && typeof other === "number") return sign * (one - other);
  return sign * collator.compare(String(one), String(other));
}

function keyOf(sample: CohortSampleView, sort: string): Key {
  if (sort === LC50_SORT) return leastOf(sample.lc50s.map((one) => one.lc50?.value ?? null));
  const arms = sample.verdicts.filter((one) => armSort(one.arm) === sort);
  if (arms.length > 0) return leastOf(arms.map((one) => rankOf(one.class)));
  const annotation = sample.annotations.find((one) => annotationSort(one.name) === sort);
  if (annotation !== undefined) {
    return annotation.value.type === "number" ? annotation.value.number : annotation.text;
  }
  return sort.includes(" ") ? null : sample.patient;
}

function rankOf(name: string): number {
  const rank = CLASSES.indexOf(name);
  return rank === -1 ? CLASSES.length : rank;
}

function leastOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** An annotation as people read it; null where the sample has none of this name. */
export function annotationText(sample: CohortSampleView, name: string): string | null {
  return sample.annotations.find((one) => one.name === name)?.text ?? null;
}
