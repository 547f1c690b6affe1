import type { ReaderKind } from "../instrument/contract.ts";
import type { ArrivedRows, ReaderStatus } from "../instrument/reader-status.ts";
import type { Store } from "../store/open-store.ts";
import type { ReaderView } from "./views.ts";

function rowsView(rows: ArrivedRows): readonly (readonly (number | null)[] | null)[] {
  return rows.map((row) => row?.map((value) => value.absorbance) ?? null);
}

/** A reader as the page shows it. `link` is the port as the configuration names it. */
export function readerView(
  store: Store,
  driver: ReaderKind,
  link: string,
  status: ReaderStatus,
): ReaderView {
  const { progress } = status;
  const run = progress?.runId == null ? null : store.runs.byId(progress.runId);
  return {
    id: status.readerId,
    driverId: driver.id,
    driverVersion: driver.version,
    verification: driver.verification,
    link,
    state: status.state,
    sentence: status.sentence,
    model: status.identity?.model ?? null,
    filtersNm: status.identity?.filtersNm ?? null,
    sinceUtc: status.sinceUtc,
    progress:
      progress === null
        ? null
        : {
            runId: progress.runId,
            barcode: run?.barcode ?? null,
            phase: progress.phase,
            startedAtUtc: progress.startedAtUtc,
            phaseStartedAtUtc: progress.phaseStartedAtUtc,
            expectedMs: progress.expectedMs,
            rows: {
              measurement: rowsView(progress.measurement),
              reference: rowsView(progress.reference),
            },
          },
  };
}
