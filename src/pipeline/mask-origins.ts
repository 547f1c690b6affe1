/** For which reading of a plate its masks were put on: the one that counted then. */
import { parseWellName, type WellName } from "../domain/well.ts";
import type { AuditRow } from "../store/journal.ts";
import type { Store } from "../store/open-store.ts";

/** What an entry of the trail tells of readings and masks. */
interface Told {
  readonly readingId?: string;
  readonly version?: number;
  readonly well?: string;
}

/**
 * Ids of readings by well, for the masks that stand; a well that was masked again for another reading has both. From
 * the audit trail, because it alone has bindings, choices and masks in one order.
 */
export function maskOrigins(
  store: Store,
  plateId: string,
): ReadonlyMap<WellName, ReadonlySet<string>> {
  const readings = new Map(
    store.plates.versions(plateId).map((one) => [one.version, one.reading_id]),
  );
  const origins = new Map<WellName, ReadonlySet<string>>();
  let counting = "";
  for (const entry of store.journal.entriesOf([plateId]).toReversed()) {
    const told = JSON.parse(entry.detail) as Told;
    counting = countingAfter(entry, told, readings) ?? counting;
    const well = parseWellName(told.well ?? "");
    if (well === null) continue;
    if (entry.action === "well.unmask") origins.delete(well);
    if (entry.action === "well.mask") {
      origins.set(well, new Set([...(origins.get(well) ?? []), counting]));
    }
  }
  return origins;
}

/** The reading that counts from this entry on; null where the entry changes nothing of it. */
function countingAfter(
  { action }: AuditRow,
  { readingId, version }: Told,
  readings: ReadonlyMap<number, string>,
): string | null {
  if (action === "plate.bind") return readingId ?? null;
  if (action === "plate.choose") return readings.get(version ?? 0) ?? null;
  return null;
}
