import { analyseSample } from "./analyse-sample.ts";
import type { AnalysisSample } from "./analysis-input.ts";
import { analyseAssays } from "./assays/analyse-assays.ts";
import type { SampleAssays } from "./assays/sample-assays.ts";
import type { SampleAnalysis } from "./sample-analysis.ts";
import type { AnalysisSettings } from "./settings.ts";
import { type Suspicion, suspicionsOf } from "./suspicion/find-suspicions.ts";

/** All that is stored as the result of a sample, in one object. */
export interface SampleResult extends SampleAnalysis, SampleAssays {
  /** By plate; plates without any are left out. */
  readonly suspicions: Readonly<Record<string, readonly Suspicion[]>>;
}

/**
 * Everything that is computed of a sample: the decision path and what stands beside it. The same input gives the same
 * bits, in any thread.
 */
export function analyseEverything(
  sample: AnalysisSample,
  settings: AnalysisSettings,
): SampleResult {
  const analysis = analyseSample(sample, settings);
  return {
    ...analysis,
    ...analyseAssays(sample, settings, failedPlates(analysis)),
    suspicions: suspicionsOf(sample, analysis.plates, settings),
  };
}

function failedPlates({ plates }: SampleAnalysis): ReadonlySet<string> {
  return new Set(Object.keys(plates).filter((plate) => plates[plate]?.verdict === "fail"));
}
