import { PlatewardenError } from "../domain/errors.ts";
import { type PlateReading, planeOf, type ReadingBar } from "../domain/reading.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow } from "../store/plates.ts";
import type { ReadingRow } from "../store/readings.ts";
import { endChangedSignatures } from "./review/end-changed-signatures.ts";

/** What a reading is: which plate, of which sample, with which layout. */
export interface Binding {
  readonly readingId: string;
  readonly barcode: string;
  readonly sampleId: string;
  readonly layoutSha256: string;
  readonly runId: string | null;
  readonly by: string;
  /** Why we believe it, in a sentence: kept beside the binding. */
  readonly because: string;
  readonly rereadReason: string | null;
  /** Why a person lets in a reading that is barred; null where nobody has said. */
  readonly barReason: string | null;
  /** Who says it is what a command was told; kept in the audit trail. */
  readonly through?: "command";
}

/** What bars a reading from a sample's results until a person says why it may count. */
export function barsOf(row: ReadingRow): readonly ReadingBar[] {
  return (JSON.parse(row.body ?? "null") as PlateReading | null)?.bars ?? [];
}

/** Without one nothing can be computed, of this plate and of every other of its sample. */
function requireMeasurement(row: ReadingRow | null): void {
  const reading = JSON.parse(row?.body ?? "null") as PlateReading | null;
  if (reading === null || planeOf(reading, "measurement") !== null) return;
  throw new PlatewardenError(
    "READING_WITHOUT_MEASUREMENT",
    `Reading ${row?.id} holds no measurement, only ${reading.planes.map((plane) => plane.wavelengthNm ?? "an unknown wavelength").join(" and ")} nm.`,
    { detail: { readingId: row?.id } },
  );
}

function requireUnbarred(store: Store, binding: Binding): void {
  const row = store.readings.byId(binding.readingId);
  requireMeasurement(row);
  const bars = row === null ? [] : barsOf(row);
  if (bars.length === 0 || binding.barReason !== null) return;
  throw new PlatewardenError(
    "READING_BARRED",
    `This reading needs a person's reason before it may count: ${bars.map((bar) => bar.sentence).join(" ")}`,
    { detail: { readingId: binding.readingId, bars: bars.map((bar) => bar.code) } },
  );
}

function existingPlate(store: Store, binding: Binding): PlateRow | null {
  const plate = store.plates.byBarcode(binding.barcode);
  if (plate === null) return null;
  if (plate.sample_id !== binding.sampleId || plate.layout_sha256 !== binding.layoutSha256) {
    throw new PlatewardenError(
      "PLATE_MISMATCH",
      `Plate ${binding.barcode} is already known with another sample or layout.`,
      { detail: { barcode: binding.barcode, plateId: plate.id } },
    );
  }
  return plate;
}

function newPlate(store: Store, binding: Binding): PlateRow {
  const plate: PlateRow = {
    id: store.newId(),
    barcode: binding.barcode,
    sample_id: binding.sampleId,
    layout_sha256: binding.layoutSha256,
    created_at_utc: store.nowUtc(),
  };
  store.plates.insert(plate);
  return plate;
}

/**
 * Binds a whole reading to its plate, as the first version or as a further one (which needs a reason). Signatures on
 * what counted before end. Call inside a
 * transaction. Returns the plate's id. Throws PLATE_MISMATCH, BARCODE_ALREADY_READ,
 * READING_BARRED or READING_ALREADY_ASSIGNED.
 */
export function bindReading(store: Store, binding: Binding): string {
  const bound = store.plates.versionOfReading(binding.readingId);
  if (bound !== null) {
    throw new PlatewardenError(
      "READING_ALREADY_ASSIGNED",
      `Reading ${binding.readingId} already belongs to a plate.`,
      { detail: { readingId: binding.readingId, plateId: bound.plate_id } },
    );
  }
  requireUnbarred(store, binding);
  const plate = existingPlate(store, binding) ?? newPlate(store, binding);
  const versions = store.plates.versions(plate.id).length;
  if (versions > 0 && binding.rereadReason === null) throw alreadyRead(binding.barcode);
  store.plates.insertVersion({
    plate_id: plate.id,
    version: versions + 1,
    reading_id: binding.readingId,
    run_id: binding.runId,
    bound_by: binding.by,
    bound_because: binding.because,
    reread_reason: binding.rereadReason,
    bar_reason: binding.barReason,
    bound_at_utc: store.nowUtc(),
  });
  store.journal.change("plate", plate.id, store.nowUtc());
  store.journal.audit({
    atUtc: store.nowUtc(),
    actor: binding.by,
    action: "plate.bind",
    subject: plate.id,
    detail: { ...binding, version: versions + 1 },
  });
  endChangedSignatures(store, plate);
  return plate.id;
}

/** The error for a barcode that has been read; used before a run starts as well as when it ends. */
export function alreadyRead(barcode: string): PlatewardenError {
  return new PlatewardenError("BARCODE_ALREADY_READ", `Plate ${barcode} has already been read.`, {
    detail: { barcode },
  });
}
