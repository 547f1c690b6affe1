import { catchError, concatMap, EMPTY, filter, from, map, type Observable, of } from "rxjs";
import type { AnalysisSettings } from "../analysis/settings.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow } from "../store/plates.ts";
import type { Captured } from "./capture-readings.ts";
import { evaluateSample } from "./evaluate-sample.ts";
import type { Persist } from "./persist.ts";

export interface Analysed {
  /** The plate that came. */
  readonly plate: PlateRow;
  readonly analysis: AnalysisRow;
  readonly tookMs: number;
}

/**
 * From captured readings to stored analyses with their flags. Readings that wait in the inbox pass by: they flow on
 * when somebody has said what they are. A sample that cannot be analysed is reported and never stops the others.
 */
export function evaluateCaptured(
  captured$: Observable<Captured>,
  parts: {
    readonly store: Store;
    /** Asked anew for each analysis: others may have been put to use meanwhile. */
    readonly settings: () => AnalysisSettings;
    readonly persist: Persist;
    readonly onFailure: (plateId: string, error: unknown) => void;
    /** Called with every analysis that was stored, and how long it took. */
    readonly onAnalysed?: (analysed: Analysed) => void;
  },
): Observable<AnalysisRow> {
  const { store, settings, persist, onFailure, onAnalysed } = parts;
  function evaluate(plate: PlateRow): AnalysisRow | null {
    const startedMs = performance.now();
    const analysis = evaluateSample(store, plate.sample_id, settings());
    if (analysis !== null) onAnalysed?.({ plate, analysis, tookMs: performance.now() - startedMs });
    return analysis;
  }
  return captured$.pipe(
    map(({ plateId }) => (plateId === null ? null : store.plates.byId(plateId))),
    filter((plate) => plate !== null),
    // concatMap: one sample after the other, in the order the plates came; none may be skipped.
    concatMap((plate) =>
      from(persist(() => evaluate(plate))).pipe(
        concatMap((row) => (row === null ? EMPTY : of(row))),
        catchError((error: unknown) => {
          onFailure(plate.id, error);
          return EMPTY;
        }),
      ),
    ),
  );
}
