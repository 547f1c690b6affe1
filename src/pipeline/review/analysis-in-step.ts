import type { Store } from "../../store/open-store.ts";
import type { PlateRow } from "../../store/plates.ts";
import { storedSample } from "../sample-evidence.ts";
import { inputsOf } from "../store-analysis.ts";

/** True when the analysis that counts was made of what stands now: readings, masks, layouts, blasts, other plates. */
export function isAnalysisInStep(store: Store, plate: PlateRow): boolean {
  const sample = store.samples.byId(plate.sample_id);
  const basis = store.analyses.currentBasis(plate.sample_id);
  if (sample === null || basis === null) return false;
  const stored = storedSample(store, sample);
  return basis.inputs === inputsOf(stored) && (basis.provisional === 1) === stored.provisional;
}
