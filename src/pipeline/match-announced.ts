/** Which plate a reading is that nobody announced: its own barcode may say so. */
import { type PlateReading, planeOf } from "../domain/reading.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow } from "../store/plates.ts";
import type { ReadingRow } from "../store/readings.ts";
import { barsOf, bindReading } from "./bind-reading.ts";

export type AnnouncedMatch =
  | {
      readonly kind: "plate";
      readonly barcode: string;
      readonly sampleId: string;
      readonly layoutSha256: string;
      readonly because: string;
      /** Null for the first reading of the plate. */
      readonly rereadReason: string | null;
    }
  | { readonly kind: "waits"; readonly reason: string };

const ORIGIN_WORDS: Readonly<Record<ReadingRow["origin"], string>> = {
  command: "Read by command, but it could not be given to the plate of its run.",
  unasked: "Read at the reader's own panel; nobody announced it.",
  recovered: "Found in the reader's memory; no run is proven to have read it.",
  file: "Came as a file; nobody announced it.",
};

/** What the audit trail calls bytes that came back from beside a backup: its subject is their transcript or arrival. */
export const BROUGHT_BACK = "evidence.unproven";

const FROM_BACKUP =
  "It came back from beside a backup, where others may have written: say what it is, and compare it with the paper.";

/** Who may write there may write a known barcode as well. */
function isBroughtBack(store: Store, row: ReadingRow): boolean {
  return store.journal.isAudited(BROUGHT_BACK, row.transcript_id ?? row.arrival_id);
}

function waits(reason: string): AnnouncedMatch {
  return { kind: "waits", reason };
}

interface Named {
  /** Barcodes of planned or read plates that this may be. */
  readonly known: readonly string[];
  /** What the reading itself gives. */
  readonly given: readonly string[];
}

/** Which plates a reading names: by itself or, where it gives nothing, by the name of its file (empty for none). */
export function knownBarcodes(store: Store, reading: PlateReading, name: string): Named {
  const isKnown = (barcode: string): boolean =>
    store.samples.plannedByBarcode(barcode) !== null || store.plates.byBarcode(barcode) !== null;
  const own = reading.plateBarcode?.trim() ?? "";
  // What the reader or the file calls the plate outweighs the file's name: if nobody knows it, that is not believed.
  if (own !== "") return { known: isKnown(own) ? [own] : [], given: [own] };
  const given = (reading.barcodeCandidates ?? []).map((text) => text.trim());
  const named = given.filter((text) => text !== "");
  if (named.length > 0) return { known: [...new Set(named.filter(isKnown))], given: named };
  return { known: knownInName(store, name), given: [] };
}

/**
 * The name of a reading's file as far as it may name the plate. Empty for a reading of a conversation, and for a file of
 * several plates: it is named after none of them.
 */
export function nameOfPlate(store: Store, row: ReadingRow): string {
  if (row.arrival_id === null || row.origin !== "file") return "";
  const plates = store.documents.newestInterpretation(row.document_sha256)?.plates ?? 0;
  return plates === 1 ? (store.documents.arrivalById(row.arrival_id)?.name ?? "") : "";
}

/**
 * Known barcodes that stand in the name by themselves. What occurs in a barcode of this bench is no border, so `ALL-1`
 * does not stand in `ALL-12`, nor in `ALL-1-single` where barcodes have hyphens.
 */
export function knownInName(store: Store, name: string): readonly string[] {
  if (name === "") return [];
  const barcodes = store.samples.allBarcodes();
  const inBarcodes = new Set(barcodes.join(""));
  const isBorder = (character: string | undefined): boolean =>
    character === undefined || !(/[\p{L}\p{N}]/u.test(character) || inBarcodes.has(character));
  // The ending is parted by a point, whatever barcodes are made of.
  const stem = name.slice(name.lastIndexOf("/") + 1).replace(/\.[A-Za-z0-9]{1,5}$/, "");
  return barcodes.filter((barcode) => {
    for (let at = stem.indexOf(barcode); at >= 0; at = stem.indexOf(barcode, at + 1)) {
      if (isBorder(stem[at - 1]) && isBorder(stem[at + barcode.length])) return true;
    }
    return false;
  });
}

/** The plate that a reading from the inbox is, or why it waits for a person. Changes nothing. */
export function matchAnnounced(store: Store, row: ReadingRow): AnnouncedMatch {
  const reading = JSON.parse(row.body ?? "null") as PlateReading | null;
  if (row.outcome !== "plate" || reading === null) return waits("It is not a whole plate.");
  const origin = ORIGIN_WORDS[row.origin];
  // What a command or a recovery could not prove must not slip in by its barcode's resemblance alone.
  if (row.origin === "command") return waits(origin);
  if (row.sentence !== null) return waits(row.sentence);
  if (isBroughtBack(store, row)) return waits(FROM_BACKUP);
  if (planeOf(reading, "measurement") === null) return waits("It holds no measurement.");
  const bars = barsOf(row);
  if (bars.length > 0) return waits(bars.map((bar) => bar.sentence).join(" "));
  const { known, given } = knownBarcodes(store, reading, nameOfPlate(store, row));
  const [barcode, ...others] = known;
  if (barcode === undefined) {
    const named = given.length === 0 ? "" : ` It gives ${given.join(", ")}, which no plan knows.`;
    return waits(`${origin}${named}`);
  }
  if (others.length > 0) return waits(`It may be any of the plates ${known.join(", ")}.`);
  const reason = whyNot(store, row, reading, barcode);
  return reason === null ? plateNamed(store, barcode, origin) : waits(reason);
}

/** What speaks against giving a reading to the plate of its barcode without asking anybody; null when nothing does. */
function whyNot(
  store: Store,
  row: ReadingRow,
  reading: PlateReading,
  barcode: string,
): string | null {
  const plate = store.plates.byBarcode(barcode);
  const who = plate ?? store.samples.plannedByBarcode(barcode);
  const sample = who === null ? null : store.samples.byId(who.sample_id);
  if (sample !== null && sample.closed_at_utc !== null) {
    return `Its barcode is ${barcode}, of sample ${sample.name}, which has been closed.`;
  }
  const runs = store.runs.ofBarcode(barcode);
  if (runs.some((run) => run.state === "starting" || run.state === "reading")) {
    return `Its barcode is ${barcode}, and a run for that plate is under way.`;
  }
  // The barcode may be what we ourselves told the reader at the start of that run.
  if (plate === null && runs.some((run) => run.reader_id === row.reader_id)) {
    return `Its barcode is ${barcode}, and a run for that plate ended on this reader without it.`;
  }
  return plate === null ? null : whyNotAgain(store, row, reading, plate);
}

/** Why a reading may not take the place of the one its plate has. */
function whyNotAgain(
  store: Store,
  row: ReadingRow,
  reading: PlateReading,
  plate: PlateRow,
): string | null {
  const counts = store.plates.versions(plate.id).at(-1);
  const before = counts === undefined ? null : store.readings.byId(counts.reading_id);
  if (before === null || before.body === null) return null;
  const named = `Its barcode is ${plate.barcode}, and that plate`;
  if (!isLater(store, row, before)) return `${named} has been read since.`;
  if (unreadWells(reading) > unreadWells(JSON.parse(before.body) as PlateReading)) {
    return `${named} has been read before, with more of its wells.`;
  }
  return null;
}

/**
 * By when the files were saved, where that is told of one of them; else by the order in which both were stored, which
 * no clock changes.
 */
function isLater(store: Store, row: ReadingRow, before: ReadingRow): boolean {
  const [own, other] = [savedAt(store, row), savedAt(store, before)];
  if (own === null && other === null) return store.readings.isLater(row.id, before.id);
  return (own ?? row.captured_at_utc) > (other ?? before.captured_at_utc);
}

/** When its file was saved; null where nobody told. */
function savedAt(store: Store, row: ReadingRow): string | null {
  const arrival = row.arrival_id === null ? null : store.documents.arrivalById(row.arrival_id);
  return arrival?.made_at_utc ?? null;
}

function unreadWells(reading: PlateReading): number {
  const values = planeOf(reading, "measurement")?.values ?? [];
  return values.filter((value) => value.absorbance === null && value.direction === "not-read")
    .length;
}

function plateNamed(store: Store, barcode: string, origin: string): AnnouncedMatch {
  const plate = store.plates.byBarcode(barcode);
  const who = plate ?? store.samples.plannedByBarcode(barcode);
  if (who === null) return waits(origin);
  return {
    kind: "plate",
    barcode,
    sampleId: who.sample_id,
    layoutSha256: who.layout_sha256,
    because: `${origin} Its barcode is ${barcode}.`,
    rereadReason: plate === null ? null : `Read again and announced by nobody. ${origin}`,
  };
}

/** Binds a reading to the plate its own barcode names, as a further version where it has been read before. Call inside
 * a transaction. Null where a person must say what it is. */
export function bindAnnounced(store: Store, readingId: string): string | null {
  const row = store.readings.byId(readingId);
  const match = row === null ? null : matchAnnounced(store, row);
  if (match === null || match.kind === "waits") return null;
  return bindReading(store, {
    readingId,
    barcode: match.barcode,
    sampleId: match.sampleId,
    layoutSha256: match.layoutSha256,
    runId: null,
    by: "daemon",
    because: match.because,
    rereadReason: match.rereadReason,
    barReason: null,
  });
}

/** Looks again at everything that waits, e.g. after a plan was imported. Returns the plates that were bound. */
export function bindWaiting(store: Store): readonly string[] {
  return store.inTransaction(() =>
    store.readings.unassigned().flatMap((row) => {
      const plateId = bindAnnounced(store, row.id);
      return plateId === null ? [] : [plateId];
    }),
  );
}
