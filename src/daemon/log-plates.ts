import type { Logger } from "pino";
import type { Observable, Subscription } from "rxjs";
import type { Captured } from "../pipeline/capture-readings.ts";
import type { Store } from "../store/open-store.ts";

/** Writes every reading that is stored into the log once, with the ids under which its other lines are found. */
export function logPlates(
  store: Store,
  captured$: Observable<Captured>,
  log: Logger,
): Subscription {
  return captured$.subscribe(({ readingId, plateId }) => {
    const reading = store.readings.byId(readingId);
    if (reading === null) return;
    const runId = reading.run_id;
    const plate = plateId === null ? null : store.plates.byId(plateId);
    const run = runId === null ? null : store.runs.byId(runId);
    const about = {
      reader: reading.reader_id,
      reading: readingId,
      run: runId ?? undefined,
      plate: plate?.id,
      barcode: plate?.barcode ?? run?.barcode,
    };
    if (reading.outcome === "given-up") log.warn(about, "a reading was given up");
    else if (plate === null) log.info(about, "a reading waits to be assigned");
    else log.info(about, "a plate was captured");
  });
}
