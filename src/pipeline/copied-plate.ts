/** Numbers that have come before, in a file that names another plate than the one they came for. */
import type { PlateReading, ReadingBar } from "../domain/reading.ts";
import { shownName } from "../domain/shown-name.ts";
import type { ArrivalRow } from "../store/documents.ts";
import type { Store } from "../store/open-store.ts";
import type { ReadingRow } from "../store/readings.ts";
import { knownBarcodes, knownInName, nameOfPlate } from "./match-announced.ts";

function boundBarcode(store: Store, row: ReadingRow): string | null {
  const version = store.plates.versionOfReading(row.id);
  return version === null ? null : (store.plates.byId(version.plate_id)?.barcode ?? null);
}

/** The plate a reading was given to, and every one it names itself: its own file once more is no news, whoever decided. */
function barcodesOf(store: Store, row: ReadingRow): readonly string[] {
  const bound = boundBarcode(store, row);
  const reading = JSON.parse(row.body ?? "null") as PlateReading | null;
  const named =
    reading === null ? [] : knownBarcodes(store, reading, nameOfPlate(store, row)).known;
  return bound === null ? named : [bound, ...named];
}

function whereItCame(store: Store, row: ReadingRow): string {
  const arrival = row.arrival_id === null ? null : store.documents.arrivalById(row.arrival_id);
  const bound = boundBarcode(store, row);
  const what = bound === null ? "waits in the inbox" : `is plate ${bound}`;
  return `as ${shownName(arrival?.name ?? "a file")} on ${row.captured_at_utc}, which ${what}`;
}

/**
 * What bars a plate whose numbers have come before as a file (`earlier`, oldest first), where it or its file's name (empty
 * for a file of several plates) names a known plate that none of the earlier ones is or names; null where it names none,
 * which makes it a mere copy. Where the earlier ones wait and name no plate, only one that nobody has read is news.
 */
export function copyBar(
  store: Store,
  earlier: readonly ReadingRow[],
  reading: PlateReading,
  name: string,
): ReadingBar | null {
  if (earlier.length === 0) return null;
  const theirs = earlier.flatMap((row) => barcodesOf(store, row));
  const news = knownBarcodes(store, reading, name).known.filter(
    (barcode) =>
      !theirs.includes(barcode) && (theirs.length > 0 || store.plates.byBarcode(barcode) === null),
  );
  if (news.length === 0) return null;
  const places = earlier.map((row) => whereItCame(store, row)).join("; ");
  return {
    code: "NUMBERS_OF_ANOTHER_PLATE",
    sentence: `It names ${news.join(", ")}, but the very same numbers came before: ${places}. One of the files may have been saved or copied under a wrong name; find out which plate was read.`,
  };
}

/**
 * Whether a file whose content has been read under another name must be read under this one too, because its name holds
 * a known barcode. What was read under this very name, and brought nothing, is looked at again only for plates that
 * nobody has read: they may have been planned since.
 */
export function mayBeAnotherPlate(store: Store, arrival: ArrivalRow): boolean {
  const made = store.documents.newestInterpretation(arrival.document_sha256);
  if (made?.outcome !== "plates" || made.plates !== 1) return false;
  const readings = store.readings.ofDocument(arrival.document_sha256);
  if (readings.some((row) => row.arrival_id === arrival.id)) return false;
  const named = knownInName(store, arrival.name);
  if (store.documents.isReadAs(arrival)) {
    return named.some((barcode) => store.plates.byBarcode(barcode) === null);
  }
  const told = new Set(
    store.documents
      .arrivalsOf(arrival.document_sha256)
      .filter((other) => store.documents.isReadAs(other))
      .flatMap((other) => knownInName(store, other.name)),
  );
  return named.some((barcode) => !told.has(barcode));
}

/**
 * Under which of its names a document that nobody has understood yet is read first: the oldest that holds a known barcode,
 * else the newest, so that it does not matter what causes it to be read. Null when it never came.
 */
export function arrivalToRead(store: Store, documentSha256: string): ArrivalRow | null {
  const arrivals = store.documents.arrivalsOf(documentSha256);
  if (arrivals.length < 2) return arrivals[0] ?? null;
  const named = arrivals.find((arrival) => knownInName(store, arrival.name).length > 0);
  return named ?? arrivals.at(-1) ?? null;
}
