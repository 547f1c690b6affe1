import { PlatewardenError } from "../domain/errors.ts";
import type { ReadRequest } from "../instrument/contract.ts";
import type { SupervisedReader } from "../instrument/supervised-reader.ts";
import type { Store } from "../store/open-store.ts";
import type { RunRow } from "../store/runs.ts";
import { setRunState } from "./capture-readings.ts";
import { identifyPlate, type LayoutCatalogue, type PlateStatement } from "./identify-plate.ts";

function requireFilters(reader: SupervisedReader, request: ReadRequest): void {
  const installed = reader.status$.value.identity?.filtersNm;
  if (installed === null || installed === undefined) return;
  for (const wavelengthNm of [request.measurementNm, request.referenceNm]) {
    if (wavelengthNm === null || installed.includes(wavelengthNm)) continue;
    const list = installed.filter((filter) => filter !== null).join(", ");
    throw new PlatewardenError(
      "WAVELENGTH_NOT_INSTALLED",
      `Reader ${reader.id} has no ${wavelengthNm} nm filter; it has ${list} nm.`,
      { detail: { readerId: reader.id, wavelengthNm, installed } },
    );
  }
}

function requireFree(store: Store, barcode: string): void {
  const running = store.runs.open().find((run) => run.barcode === barcode);
  if (running === undefined) return;
  throw new PlatewardenError(
    "READER_BUSY",
    `Plate ${barcode} is being read on ${running.reader_id}.`,
  );
}

/**
 * Starts a run: checks everything first, stores the run, then sends the reader to work. When it throws, nothing has
 * been stored and no reader has moved. `analyse` is called in the same transaction where blasts were said, which change
 * the verdicts of the sample's other plates.
 */
export function startRun(
  store: Store,
  layouts: LayoutCatalogue,
  reader: SupervisedReader,
  statement: PlateStatement,
  request: ReadRequest,
  analyse: (sampleId: string) => void = () => undefined,
): RunRow {
  reader.requireReady();
  requireFilters(reader, request);
  const run = store.inTransaction(() => {
    const plate = identifyPlate(store, layouts, statement);
    requireFree(store, plate.barcode);
    if (statement.blastsDay4Percent !== undefined) analyse(plate.sampleId);
    const row: RunRow = {
      id: store.newId(),
      reader_id: reader.id,
      barcode: plate.barcode,
      sample_id: plate.sampleId,
      layout_sha256: plate.layoutSha256,
      operator: plate.operator,
      reread_reason: plate.rereadReason,
      measurement_nm: request.measurementNm,
      reference_nm: request.referenceNm,
      state: "starting",
      sentence: null,
      baseline_sha256: null,
      recovery_pending: 0,
      requested_at_utc: store.nowUtc(),
      ended_at_utc: null,
    };
    store.runs.insert(row);
    store.journal.change("run", row.id, store.nowUtc());
    store.journal.audit({
      atUtc: store.nowUtc(),
      actor: plate.operator,
      action: "run.start",
      subject: row.id,
      detail: {
        ...row,
        ...(statement.through === undefined ? {} : { through: statement.through }),
      },
    });
    return row;
  });
  try {
    reader.startRun({
      runId: run.id,
      barcode: run.barcode,
      sample: store.samples.byId(run.sample_id)?.name ?? "",
      request,
    });
  } catch (error) {
    const sentence = error instanceof Error ? error.message : String(error);
    store.inTransaction(() => setRunState(store, run.id, "failed", sentence));
    throw error;
  }
  return run;
}
