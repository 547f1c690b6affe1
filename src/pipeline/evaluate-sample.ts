import type { AnalysisSettings } from "../analysis/settings.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { SampleRow } from "../store/samples.ts";
import { computeToStore } from "./compute-sample.ts";
import { completeFingerprints } from "./earlier-readings.ts";
import { isStoreTrouble } from "./persist.ts";
import { readEvidence, sampleMaterial, storedLayout, storedSample } from "./sample-evidence.ts";
import { basisOf, isUpToDate, storeAnalysis } from "./store-analysis.ts";

/**
 * Brings the analysis of a sample up to date: when its plates, masks, blasts, settings or the program have changed, a
 * new analysis with its flags supersedes the old one, in one transaction. Returns it; null when nothing had changed.
 */
export function evaluateSample(
  store: Store,
  sampleId: string,
  settings: AnalysisSettings,
): AnalysisRow | null {
  completeFingerprints(store);
  return store.inTransaction(() => {
    const sample = store.samples.byId(sampleId);
    if (sample === null) throw new Error(`no sample ${sampleId}`);
    const stored = storedSample(store, sample);
    if (stored.plates.length === 0) return null;
    const basis = basisOf(stored, settings);
    if (isUpToDate(store.analyses.currentBasis(sampleId), basis)) return null;
    const material = sampleMaterial(store, stored);
    const evidence = readEvidence(material, (sha256) => storedLayout(store, sha256));
    return storeAnalysis(store, basis, settings, computeToStore(evidence, settings));
  });
}

/**
 * Brings some samples up to date, one after the other. Returns how many changed. A sample that cannot be analysed is
 * told to `onFailure` and keeps no other from it.
 */
export function evaluateSamples(
  store: Store,
  samples: readonly SampleRow[],
  settings: AnalysisSettings,
  onFailure: (sample: string, error: unknown) => void,
): number {
  let changed = 0;
  for (const sample of samples) {
    try {
      if (evaluateSample(store, sample.id, settings) !== null) changed += 1;
    } catch (error) {
      if (isStoreTrouble(error)) throw error;
      onFailure(sample.name, error);
    }
  }
  return changed;
}

/** Every sample: what a crash or an upgrade left behind. Without `onFailure` the first failure is thrown. */
export function evaluateAllSamples(
  store: Store,
  settings: AnalysisSettings,
  onFailure: (sample: string, error: unknown) => void = (_, error) => {
    throw error;
  },
): number {
  return evaluateSamples(store, store.samples.all(), settings, onFailure);
}
