import { analyseSample } from "./analyse-sample.ts";
import type { AnalysisSample } from "./analysis-input.ts";
import { analyseAssays } from "./assays/analyse-assays.ts";
import type { SampleAssays } from "./assays/sample-assays.ts";
import { orientationsOf } from "./orientation/check-orientation.ts";
import { isHeldFor, type Orientation } from "./orientation/orientation.ts";
import type { SampleAnalysis } from "./sample-analysis.ts";
import type { AnalysisSettings } from "./settings.ts";
import { type Suspicion, suspicionsOf } from "./suspicion/find-suspicions.ts";

/** All that is stored as the result of a sample, in one object. */
export interface SampleResult extends SampleAnalysis, SampleAssays {
  /** By plate; plates without any are left out. */
  readonly suspicions: Readonly<Record<string, readonly Suspicion[]>>;
  /** By plate; left out by versions of the program that did not look. */
  readonly orientation?: Readonly<Record<string, Orientation>>;
}

/**
 * Everything that is computed of a sample: the decision path and what stands beside it. The same input gives the same
 * bits, in any thread.
 */
export function analyseEverything(
  sample: AnalysisSample,
  settings: AnalysisSettings,
): SampleResult {
  const orientation = orientationsOf(sample, settings);
  const analysis = analyseSample(sample, settings, heldPlates(sample, orientation));
  return {
    ...analysis,
    ...analyseAssays(sample, settings, failedPlates(analysis)),
    suspicions: suspicionsOf(sample, analysis.plates, settings),
    orientation,
  };
}

/** Plates that fit another way clearly better than as read, or than a person says that they lay. */
function heldPlates(
  sample: AnalysisSample,
  orientation: Readonly<Record<string, Orientation>>,
): ReadonlySet<string> {
  const held = sample.plates.filter(({ plateId, turn }) => {
    const found = orientation[plateId];
    return found !== undefined && isHeldFor(found, turn);
  });
  return new Set(held.map((plate) => plate.plateId));
}

function failedPlates({ plates }: SampleAnalysis): ReadonlySet<string> {
  return new Set(Object.keys(plates).filter((plate) => plates[plate]?.verdict === "fail"));
}
