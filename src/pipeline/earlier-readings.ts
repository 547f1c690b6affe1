/** Finds, among all readings, those that share wells with a plate. */
import type { EarlierReading } from "../analysis/analysis-input.ts";
import { keysToFind, keysToKeep } from "../analysis/suspicion/window-keys.ts";
import { type PlateReading, planeNumbers } from "../domain/reading.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingRow } from "../store/readings.ts";

/** Further ones would say nothing new: a number that many readings share is a habit of the reader. */
const MOST_COMPARED = 20;

/** Keeps by what later readings will find this one. */
export function keepFingerprint(store: Store, readingId: string, reading: PlateReading): void {
  const measurement = planeNumbers(reading, "measurement");
  store.fingerprints.insert(readingId, measurement === null ? [] : keysToKeep(measurement));
}

/** Gives so many of the readings that were stored before there were fingerprints theirs; returns how many it were. */
export function keepMissingFingerprints(store: Store, limit: number): number {
  return store.inTransaction(() => {
    const lacking = store.fingerprints.lacking(limit);
    for (const row of lacking) {
      keepFingerprint(store, row.id, JSON.parse(row.body ?? "null") as PlateReading);
    }
    return lacking.length;
  });
}

/**
 * Readings that came before this one and may share a block of wells with it, those with most in common first. A file of
 * the same plate is left out: it brings the same reading once more, which is no news.
 */
export function earlierReadings(
  store: Store,
  row: ReadingRow,
  reading: PlateReading,
  plateId: string,
): readonly EarlierReading[] {
  const measurement = planeNumbers(reading, "measurement");
  if (measurement === null) return [];
  const ids = store.fingerprints.earlierAlike(row.id, keysToFind(measurement), MOST_COMPARED);
  return ids.flatMap((id) => {
    const other = store.readings.byId(id);
    if (other === null) return [];
    const samePlate = store.plates.versionOfReading(id)?.plate_id === plateId;
    const isFile = row.origin === "file" || other.origin === "file";
    return (samePlate && isFile ? null : toEarlierReading(other, samePlate)) ?? [];
  });
}

function toEarlierReading(row: ReadingRow, samePlate: boolean): EarlierReading | null {
  const reading = JSON.parse(row.body ?? "null") as PlateReading;
  const measurement = planeNumbers(reading, "measurement");
  if (measurement === null) return null;
  return {
    readingId: row.id,
    readerId: row.reader_id,
    capturedAtUtc: row.captured_at_utc,
    samePlate,
    measurement,
    reference: planeNumbers(reading, "reference"),
  };
}
