/** How far each reader's own clock is off, as its readings tell it. */
import { secondsText } from "../../clock/clock-words.ts";
import {
  compareReaderClock,
  READER_OFF_MS,
  type ReaderClockTime,
} from "../../clock/reader-clock.ts";
import { zoneOffsetMin } from "../../clock/zone-offset.ts";
import type { ReaderClockRow } from "../../store/clocks.ts";
import type { Store } from "../../store/open-store.ts";
import type { ReadingRow } from "../../store/readings.ts";
import { endNotice, raiseNotice } from "../raise-notice.ts";

/** So many readings of a reader are looked at: enough to see a drift, few enough to ask at any time. */
const LOOKED_AT = 200;
/** A drift over less time is rounding. */
const SHORTEST_DRIFT_MS = 86_400_000;

export interface ReaderClockAt {
  readonly readingId: string;
  readonly capturedAtUtc: string;
  /** As the reader wrote it. */
  readonly said: string;
  /** Null where what it wrote is no time of the day. */
  readonly time: ReaderClockTime | null;
}

export interface ReaderClockState {
  readonly readerId: string;
  /** The newest reading that carries a time. */
  readonly newest: ReaderClockAt;
  /** Of the newest reading that can tell; null where none can. */
  readonly aheadMs: number | null;
  /** How much further it runs ahead in a day, behind is negative; null where that cannot be told. */
  readonly driftMsPerDay: number | null;
  /** How many readings were looked at. */
  readonly readings: number;
}

/** The zone this computer kept when a reading was stored; the present one where nothing was written down then. */
export function zoneAt(store: Store, readingId: string): string {
  const [latest] = store.clocks.newest(1);
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return store.clocks.before(readingId)?.zone ?? latest?.zone ?? own;
}

/** What a reading arrived at, as the local time of this computer then: the zone's name and what it was ahead of UTC. */
export function localZoneOf(
  store: Store,
  row: Pick<ReadingRow, "id" | "captured_at_utc">,
): { readonly zone: string; readonly offsetMin: number } {
  const zone = zoneAt(store, row.id);
  return { zone, offsetMin: zoneOffsetMin(zone, Date.parse(row.captured_at_utc)) ?? 0 };
}

function isLive({ origin, is_document: isDocument }: ReaderClockRow): boolean {
  return isDocument === 0 && (origin === "command" || origin === "unasked");
}

function at(store: Store, row: ReaderClockRow): ReaderClockAt {
  const time = compareReaderClock({
    said: row.said,
    capturedAtUtc: row.captured_at_utc,
    zone: zoneAt(store, row.reading_id),
    isLive: isLive(row),
  });
  const { reading_id: readingId, captured_at_utc: capturedAtUtc, said } = row;
  return { readingId, capturedAtUtc, said, time };
}

/** What the reader's own clock said in one reading; null where it said nothing. */
export function readerClockOf(store: Store, row: ReadingRow): ReaderClockAt | null {
  const body = JSON.parse(row.body ?? "null") as { readonly readerClock?: string | null } | null;
  const said = body?.readerClock ?? null;
  if (said === null) return null;
  const { id: reading_id, origin, captured_at_utc } = row;
  const isDocument = row.document_sha256 === null ? 0 : 1;
  return at(store, { reading_id, origin, captured_at_utc, said, is_document: isDocument });
}

/** The clock of one reader by its last readings; null where none of them carries a time. */
export function readerClockState(
  store: Store,
  readerId: string,
  lookedAt = LOOKED_AT,
): ReaderClockState | null {
  const found = store.clocks.ofReader(readerId, lookedAt).map((row) => at(store, row));
  const [newest] = found;
  if (newest === undefined) return null;
  const telling = found.flatMap(({ capturedAtUtc, time }) =>
    time === null || time.aheadMs === null
      ? []
      : [{ atMs: Date.parse(capturedAtUtc), aheadMs: time.aheadMs }],
  );
  return {
    readerId,
    newest,
    aheadMs: telling[0]?.aheadMs ?? null,
    driftMsPerDay: driftOf(telling),
    readings: found.length,
  };
}

/** Between the oldest and the newest since the reader's clock was set last: a jump of it is no drift. */
function driftOf(newestFirst: readonly { readonly atMs: number; readonly aheadMs: number }[]) {
  const [newest] = newestFirst;
  if (newest === undefined) return null;
  let oldest = newest;
  for (const one of newestFirst) {
    if (Math.abs(one.aheadMs - oldest.aheadMs) > READER_OFF_MS) break;
    oldest = one;
  }
  const days = (newest.atMs - oldest.atMs) / 86_400_000;
  return newest.atMs - oldest.atMs < SHORTEST_DRIFT_MS
    ? null
    : (newest.aheadMs - oldest.aheadMs) / days;
}

/** One sentence for people, e.g. `4 min behind this computer (its zone is taken to be this computer's, UTC+1)`. */
export function readerClockSentence({ said, time }: ReaderClockAt): string {
  if (time === null) return `“${said}” is no time of the day: nothing can be told of this clock.`;
  const zone = time.isZoneStated
    ? `${time.zone} as the reader says`
    : `taken to be in this computer's zone, ${time.zone}`;
  const head = `The reader says ${time.local}, ${zone}`;
  if (time.aheadMs === null) {
    return `${head}; how far its clock is off cannot be told, because the reading came later than it was made.`;
  }
  return `${head}: ${offText(time.aheadMs)}.`;
}

/** `12 s behind this computer's clock when the reading arrived`. */
export function offText(aheadMs: number): string {
  return Math.abs(aheadMs) < 1000
    ? "as this computer's clock when the reading arrived"
    : `${secondsText(aheadMs)} ${aheadMs > 0 ? "ahead of" : "behind"} this computer's clock when the reading arrived`;
}

/**
 * Raises a notice for every reader whose clock is off by more than five minutes, once a month for the same difference,
 * and ends those of readers whose clock is right again.
 */
export function tellOfReaderClocks(store: Store, readerIds: readonly string[]): void {
  const standing = store.notices.standingOf("reader-clock");
  for (const readerId of readerIds) {
    const state = readerClockState(store, readerId, 1);
    if (state === null || state.aheadMs === null) continue;
    const { aheadMs, newest } = state;
    const told = standing.find(({ subject }) => subject === readerId);
    if (Math.abs(aheadMs) <= READER_OFF_MS) {
      if (told !== undefined) endNotice(store, told, "daemon");
      continue;
    }
    if (told === undefined) tell(store, readerId, aheadMs, newest);
  }
}

function tell(store: Store, readerId: string, aheadMs: number, newest: ReaderClockAt): void {
  raiseNotice(store, {
    kind: "reader-clock",
    subject: readerId,
    sentence: `The clock of ${readerId} is off. ${readerClockSentence(newest)} Set the reader's clock; plates are ordered and dated by this computer's clock, so no result changes.`,
    once: `reader-clock ${readerId} ${Math.round(aheadMs / 600_000)} ${newest.capturedAtUtc.slice(0, 7)}`,
    detail: { aheadMs, reading: newest.readingId, said: newest.said },
  });
}
