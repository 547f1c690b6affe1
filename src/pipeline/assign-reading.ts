import { PlatewardenError } from "../domain/errors.ts";
import type { Store } from "../store/open-store.ts";
import { bindReading } from "./bind-reading.ts";
import { identifyPlate, type LayoutCatalogue, type PlateStatement } from "./identify-plate.ts";

/** Says what a reading from the inbox is. One transaction; returns the plate's id. Throws what does not fit. */
export function assignReading(
  store: Store,
  layouts: LayoutCatalogue,
  readingId: string,
  statement: PlateStatement,
): string {
  return store.inTransaction(() => {
    const reading = store.readings.byId(readingId);
    if (reading === null || reading.outcome !== "plate") {
      throw new PlatewardenError("READING_UNKNOWN", `There is no whole reading ${readingId}.`, {
        detail: { readingId },
      });
    }
    const plate = identifyPlate(store, layouts, statement);
    return bindReading(store, {
      readingId,
      barcode: plate.barcode,
      sampleId: plate.sampleId,
      layoutSha256: plate.layoutSha256,
      runId: null,
      by: plate.operator,
      because: `Assigned by ${plate.operator}.`,
      rereadReason: plate.rereadReason,
      barReason: statement.barReason?.trim() || null,
      ...(statement.through === undefined ? {} : { through: statement.through }),
    });
  });
}
