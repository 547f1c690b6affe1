/** Finds, among the readings of plates, those that share wells with another one. */
import type { EarlierReading } from "../analysis/analysis-input.ts";
import { windowKeys } from "../analysis/suspicion/window-keys.ts";
import { type PlateReading, planeNumbers } from "../domain/reading.ts";
import type { AlikeVersion } from "../store/fingerprints.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingRow } from "../store/readings.ts";

/** Further ones would say nothing new: a number that many readings share is a habit of the reader. */
const MOST_COMPARED = 20;

/** In one transaction: with few, each would write most pages of the table anew. */
const MADE_AT_ONCE = 1000;

/** Keeps by what later readings will find this one. */
export function keepFingerprint(store: Store, readingId: string, reading: PlateReading): void {
  store.fingerprints.insert([{ readingId, keys: keysOf(reading) }]);
}

/** By what other readings find this one; none where it has no numbers. */
export function keysOf(reading: PlateReading): readonly number[] {
  const measurement = planeNumbers(reading, "measurement");
  return measurement === null ? [] : windowKeys(measurement);
}

/**
 * Gives the plates that were read before there were fingerprints theirs; returns how many it were. So cheap where none
 * is lacking that whoever looks for earlier readings can call it first.
 */
export function completeFingerprints(store: Store): number {
  let made = 0;
  while (store.fingerprints.lacking(1).length > 0) {
    made += store.inTransaction(() => {
      const lacking = store.fingerprints.lacking(MADE_AT_ONCE);
      const keysOfBody = (body: string) => keysOf(JSON.parse(body) as PlateReading);
      store.fingerprints.insert(
        lacking.map(({ id, body }) => ({ readingId: id, keys: keysOfBody(body) })),
      );
      return lacking.length;
    });
  }
  return made;
}

/**
 * Readings that were bound to a plate before this one was, and may share a block of wells with it; those with most in
 * common first. A reading that belongs to no plate accuses none: most often it is a file of the same plate that waits
 * until somebody says so. A file of the same plate is left out: it brings the same reading once more, which is no news.
 * What was bound before stays so, whatever is bound later.
 */
export function earlierReadings(
  store: Store,
  row: ReadingRow,
  reading: PlateReading,
  plateId: string,
): readonly EarlierReading[] {
  const measurement = planeNumbers(reading, "measurement");
  if (measurement === null) return [];
  const found = store.fingerprints.earlierAlike(row.id, windowKeys(measurement), MOST_COMPARED);
  return found.flatMap((version) => {
    const other = store.readings.byId(version.reading_id);
    if (other === null) return [];
    const samePlate = version.plate_id === plateId;
    const isFile = row.origin === "file" || other.origin === "file";
    return (samePlate && isFile ? null : toEarlierReading(other, version, samePlate)) ?? [];
  });
}

function toEarlierReading(
  row: ReadingRow,
  { barcode, sample }: AlikeVersion,
  samePlate: boolean,
): EarlierReading | null {
  const reading = JSON.parse(row.body ?? "null") as PlateReading;
  const measurement = planeNumbers(reading, "measurement");
  if (measurement === null) return null;
  return {
    readingId: row.id,
    readerId: row.reader_id,
    capturedAtUtc: row.captured_at_utc,
    barcode,
    sample,
    samePlate,
    measurement,
    reference: planeNumbers(reading, "reference"),
  };
}
