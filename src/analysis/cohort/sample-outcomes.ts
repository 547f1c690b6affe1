/** What became of one sample, as a group or a number that can be compared with its annotations. */
import type { ComparisonClass, Lc50, PrednisoloneClass } from "../sample-analysis.ts";
import type { CohortSample, LeftOut } from "./cohort.ts";

export type Outcome<T> = { readonly is: T } | { readonly leftOut: LeftOut };

export type ConclusiveClass = Exclude<ComparisonClass, "inconclusive">;

/** Complete and partial sensitisation are a yes; none and antagonism a no. */
export function isSensitised(verdict: ConclusiveClass): boolean {
  return verdict === "complete" || verdict === "partial";
}

/**
 * The class of an inhibitor over all plates of a sample that tested it. Inconclusive plates say nothing; conclusive
 * ones that differ leave the sample out.
 */
export function verdictOf(sample: CohortSample, arm: string): Outcome<ConclusiveClass> {
  const classes = sample.verdicts.filter((one) => one.arm === arm).map((one) => one.class);
  if (classes.length === 0) return { leftOut: "NOT_TESTED" };
  const conclusive = classes.filter((one) => one !== "inconclusive");
  const first = conclusive[0];
  if (first === undefined) return { leftOut: "INCONCLUSIVE" };
  return conclusive.every((one) => one === first) ? { is: first } : { leftOut: "PLATES_DISAGREE" };
}

type DefiniteClass = Exclude<PrednisoloneClass, "indeterminate">;

/** The LC50 class of the vehicle arm over all plates that count; as for verdicts, plates that differ leave it out. */
export function lc50ClassOf(sample: CohortSample): Outcome<DefiniteClass> {
  const usable = sample.lc50s.filter((one) => one.counts);
  if (usable.length === 0) return { leftOut: noLc50(sample) };
  const classes = usable.map((one) => one.class).filter((one) => one !== "indeterminate");
  const first = classes[0];
  if (first === undefined) return { leftOut: "LC50_INDETERMINATE" };
  return classes.every((one) => one === first) ? { is: first } : { leftOut: "PLATES_DISAGREE" };
}

function noLc50(sample: CohortSample): LeftOut {
  return sample.lc50s.length === 0 ? "NOT_TESTED" : "INCONCLUSIVE";
}

export type SampleLc50 = Pick<Lc50, "relation" | "value">;

/**
 * The LC50 of the vehicle arm in µg/mL: the geometric mean over the plates that count. Bounds of one kind leave the
 * bound that says most; bounds beside other LC50s leave the sample out.
 */
export function lc50Of(sample: CohortSample): Outcome<SampleLc50> {
  const usable = sample.lc50s.filter((one) => one.counts);
  if (usable.length === 0) return { leftOut: noLc50(sample) };
  const known = usable.flatMap((one) => (one.lc50 === null ? [] : [one.lc50]));
  const relation = known[0]?.relation;
  if (relation === undefined) return { leftOut: "LC50_INDETERMINATE" };
  if (known.some((one) => one.relation !== relation)) return { leftOut: "PLATES_DISAGREE" };
  const values = known.map((one) => one.value);
  return { is: { relation, value: joined(relation, values) } };
}

function joined(relation: Lc50["relation"], values: readonly number[]): number {
  if (relation === ">") return Math.max(...values);
  if (relation === "<") return Math.min(...values);
  const [only, ...more] = values;
  if (only !== undefined && more.length === 0) return only;
  return 10 ** (values.reduce((sum, value) => sum + Math.log10(value), 0) / values.length);
}
