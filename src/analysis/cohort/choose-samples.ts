import type { CohortSample, CountedSample } from "./cohort.ts";

/**
 * Several samples of one patient (diagnosis, relapse) are not independent, so one of them counts: the first that has
 * a conclusive verdict, else the first. `samples` in the order in which they came to be known; with `all` each counts.
 */
export function chooseSamples(samples: readonly CohortSample[], all: boolean): CountedSample[] {
  const chosen = new Map<string, CohortSample>();
  for (const sample of samples) {
    const before = chosen.get(sample.patient);
    const isBetter = before !== undefined && !isConclusive(before) && isConclusive(sample);
    if (before === undefined || isBetter) chosen.set(sample.patient, sample);
  }
  return samples.map((sample) => ({
    ...sample,
    counted: all || chosen.get(sample.patient) === sample,
  }));
}

function isConclusive(sample: CohortSample): boolean {
  return sample.verdicts.some((verdict) => verdict.class !== "inconclusive");
}
