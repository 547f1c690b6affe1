import type { PrednisoloneClass } from "../sample-analysis.ts";
import { adjustP } from "../statistics/adjust-p.ts";
import {
  associateGroups,
  associateLc50,
  type GroupOutcome,
  type UnadjustedAssociation,
} from "./associate.ts";
import { chooseSamples } from "./choose-samples.ts";
import type { Cohort, CohortSample, CountedSample } from "./cohort.ts";
import {
  type ConclusiveClass,
  isSensitised,
  lc50ClassOf,
  lc50Of,
  verdictOf,
} from "./sample-outcomes.ts";

export interface CohortQuestion {
  /** Only this annotation; null = every one. */
  readonly against: string | null;
  /** Count every sample, also several of one patient. */
  readonly allSamples: boolean;
}

const CLASSES: readonly ConclusiveClass[] = ["complete", "partial", "none", "antagonistic"];
const LC50_CLASSES: readonly PrednisoloneClass[] = ["sensitive", "intermediate", "resistant"];

/** What is compared, before anything is. */
export interface PreparedCohort {
  readonly samples: readonly CountedSample[];
  /** In the order of their first appearance. */
  readonly arms: readonly string[];
  readonly annotations: readonly string[];
  readonly patients: number;
}

/** `samples` in the order in which they came to be known: of each patient one counts. */
export function prepareCohort(
  samples: readonly CohortSample[],
  question: CohortQuestion,
): PreparedCohort {
  const names = samples.flatMap(({ annotations }) => annotations.map(({ name }) => name));
  const asked = names.filter((name) => question.against === null || name === question.against);
  return {
    samples: chooseSamples(samples, question.allSamples),
    arms: [...new Set(samples.flatMap(({ verdicts }) => verdicts.map(({ arm }) => arm)))],
    annotations: [...new Set(asked)],
    patients: new Set(samples.map(({ patient }) => patient)).size,
  };
}

/**
 * The association of each verdict, of the LC50 class and of the LC50 with each annotation, one outcome at a time: an
 * exact test may take a few tenths of a second, and whoever has other things to do can do them in between.
 */
export function* associationsOf(prepared: PreparedCohort): Generator<UnadjustedAssociation[]> {
  const counted = prepared.samples.filter((sample) => sample.counted);
  const verdicts = prepared.arms.flatMap((arm) => verdictOutcomes(counted, arm));
  for (const annotation of prepared.annotations) {
    for (const outcome of [...verdicts, lc50ClassOutcome(counted)]) {
      yield associateGroups(counted, outcome, annotation);
    }
    yield associateLc50(counted, lc50Of, annotation);
  }
}

/** P values are adjusted (Benjamini-Hochberg) over all of the view. */
export function concludeCohort(
  prepared: PreparedCohort,
  unadjusted: readonly UnadjustedAssociation[],
): Cohort {
  const ps = unadjusted.map(({ p }) => p);
  const adjusted = adjustP(ps, "BH");
  return {
    ...prepared,
    associations: unadjusted.map((one, index) => ({ ...one, q: adjusted[index] ?? null })),
    familySize: ps.filter((p) => p !== null).length,
    countedSamples: prepared.samples.filter((sample) => sample.counted).length,
  };
}

/** The LC50 classes that occur. */
function lc50ClassOutcome(samples: readonly CohortSample[]): GroupOutcome {
  const seen = new Set(
    samples.flatMap((sample): PrednisoloneClass[] => {
      const found = lc50ClassOf(sample);
      return "is" in found ? [found.is] : [];
    }),
  );
  const groups = LC50_CLASSES.filter((one) => seen.has(one));
  return { kind: "lc50-class", arm: null, groups, of: lc50ClassOf };
}

/** Sensitised or not; and the classes by themselves where they part the samples in another way. */
function verdictOutcomes(samples: readonly CohortSample[], arm: string): GroupOutcome[] {
  const seen = new Set(
    samples.flatMap((sample) => {
      const verdict = verdictOf(sample, arm);
      return "is" in verdict ? [verdict.is] : [];
    }),
  );
  const present = CLASSES.filter((one) => seen.has(one));
  const sides = new Set(present.map(isSensitised));
  const yesOrNo: GroupOutcome = {
    kind: "sensitised",
    arm,
    groups: ["sensitised", "not sensitised"],
    of: (sample) => {
      const verdict = verdictOf(sample, arm);
      if ("leftOut" in verdict) return verdict;
      return { is: isSensitised(verdict.is) ? "sensitised" : "not sensitised" };
    },
  };
  if (present.length <= sides.size) return [yesOrNo];
  return [yesOrNo, { kind: "class", arm, groups: present, of: (sample) => verdictOf(sample, arm) }];
}
