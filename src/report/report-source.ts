import { requirePlate } from "../api/plate-view.ts";
import type { ReportSource } from "../api/report-routes.ts";
import type { Store } from "../store/open-store.ts";
import { plateReport, sampleReport } from "./make-report.ts";

/** The reports of a store, for whoever asks over HTTP. */
export function reportSource(store: Store): ReportSource {
  return {
    plate: async (idOrBarcode) => plateReport(store, requirePlate(store, idOrBarcode)),
    sample: (name) => sampleReport(store, name),
  };
}
