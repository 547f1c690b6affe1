import { catchError, concatMap, EMPTY, filter, from, map, type Observable, of } from "rxjs";
import type { AnalysisSettings } from "../analysis/settings.ts";
import type { AnalysisRow } from "../store/analyses.ts";
import type { Store } from "../store/open-store.ts";
import type { Captured } from "./capture-readings.ts";
import { evaluateSample } from "./evaluate-sample.ts";
import type { Persist } from "./persist.ts";

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
  },
): Observable<AnalysisRow> {
  const { store, settings, persist, onFailure } = parts;
  return captured$.pipe(
    map(({ plateId }) => (plateId === null ? null : store.plates.byId(plateId))),
    filter((plate) => plate !== null),
    // concatMap: one sample after the other, in the order the plates came; none may be skipped.
    concatMap((plate) =>
      from(persist(() => evaluateSample(store, plate.sample_id, settings()))).pipe(
        concatMap((row) => (row === null ? EMPTY : of(row))),
        catchError((error: unknown) => {
          onFailure(plate.id, error);
          return EMPTY;
        }),
      ),
    ),
  );
}
