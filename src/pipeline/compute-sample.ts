import { analyseEverything, type SampleResult } from "../analysis/analyse-everything.ts";
import { judgeability } from "../analysis/judgeability.ts";
import type { AnalysisSettings } from "../analysis/settings.ts";
import type { NewFlag } from "./new-flag.ts";
import { raiseFlags } from "./raise-flags.ts";
import { type SampleEvidence, toAnalysisSample } from "./sample-evidence.ts";

/** Computes without storing: what the evidence says under these settings. Needs no store, so that any thread can. */
export function computeSample(
  evidence: SampleEvidence,
  settings: AnalysisSettings,
): { readonly analysis: SampleResult; readonly flags: readonly NewFlag[] } {
  const sample = toAnalysisSample(evidence);
  const analysis = analyseEverything(sample, settings);
  const notJudged = new Set(
    sample.plates.filter((plate) => !judgeability(plate).canJudge).map((plate) => plate.plateId),
  );
  return { analysis, flags: raiseFlags(analysis, settings, notJudged) };
}

/** A result as it is stored: the text whose hash stands beside it. */
export interface ComputedSample {
  readonly result: string;
  readonly flags: readonly NewFlag[];
}

export function computeToStore(
  evidence: SampleEvidence,
  settings: AnalysisSettings,
): ComputedSample {
  const { analysis, flags } = computeSample(evidence, settings);
  return { result: JSON.stringify(analysis), flags };
}
