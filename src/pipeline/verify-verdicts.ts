import { parseSettings } from "../analysis/settings.ts";
import type { Store } from "../store/open-store.ts";
import type { SampleRow } from "../store/samples.ts";
import { differingLeaves } from "./compare-json.ts";
import { computeToStore } from "./compute-sample.ts";
import { PROGRAM_VERSION } from "./program-version.ts";
import { readEvidence, sampleMaterial, storedLayout, storedSample } from "./sample-evidence.ts";
import { basisOf, isUpToDate } from "./store-analysis.ts";
import type { Expect } from "./verify-hashes.ts";

/** What comes out otherwise; null when it is not this program's to compute, or waits to be made anew. */
function differencesOf(store: Store, sample: SampleRow): readonly string[] | null {
  const made = store.analyses.currentBasis(sample.id);
  const body = made === null ? null : store.analyses.settings(made.settings_sha256);
  if (made === null || body === null || made.program_version !== PROGRAM_VERSION) return null;
  const settings = parseSettings(JSON.parse(body));
  const stored = storedSample(store, sample);
  if (!isUpToDate(made, basisOf(stored, settings))) return null;
  const material = sampleMaterial(store, stored);
  const evidence = readEvidence(material, (sha256) => storedLayout(store, sha256));
  const { result } = computeToStore(evidence, settings);
  return differingLeaves(store.analyses.byId(made.id)?.result ?? "null", result).different;
}

/**
 * Computes the analysis of every sample that counts again, from the wells, with the settings it was made with, and
 * expects every bit as it is stored; an analysis of another version of the program, or one whose evidence has changed
 * since, is passed over. Returns how many were computed.
 */
export function checkVerdicts(store: Store, expect: Expect): number {
  let computed = 0;
  for (const sample of store.samples.all()) {
    let differences: readonly string[] | null;
    try {
      differences = differencesOf(store, sample);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      differences = [`it cannot be computed: ${why}`];
    }
    if (differences === null) continue;
    computed += 1;
    expect(
      differences.length === 0,
      `sample ${sample.name}: computed again, its analysis comes out otherwise (${differences[0]})`,
    );
  }
  return computed;
}
