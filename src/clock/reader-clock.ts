/** A reader's own clock beside this computer's: what it wrote into a reading, and how far it is off. */
import { utcOffsetText } from "./clock-words.ts";
import { zoneOffsetMin } from "./zone-offset.ts";

/** From so far off on somebody is told: below it a reader that is set by hand is as it should be. */
export const READER_OFF_MS = 5 * 60_000;

export interface ReaderClockClaim {
  /** As the reader wrote it. */
  readonly said: string;
  /** When the reading arrived, by this computer's clock. */
  readonly capturedAtUtc: string;
  /** The zone of this computer then: a reader that names none is taken to keep the same. */
  readonly zone: string;
  /** True for a reading that came as it was made; a file or a result of a server may come any time later. */
  readonly isLive: boolean;
}

export interface ReaderClockTime {
  /** What it wrote as a local time, e.g. `2026-03-06 15:10:00`. */
  readonly local: string;
  /** `UTC+1`: the zone that goes with it. */
  readonly zone: string;
  /** False: the reader names no zone and this computer's is taken. */
  readonly isZoneStated: boolean;
  readonly utc: string;
  /**
   * How far the reader's clock is ahead of this computer's, behind is negative, to within the time a reading takes.
   * Null where a reading came later than it was made and says nothing that cannot be.
   */
  readonly aheadMs: number | null;
}

const ISO =
  /^(?<year>\d{4})[-/](?<month>\d\d?)[-/](?<day>\d\d?)[T ]+(?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d)(?:[.,]\d+)?)?\s*(?<zone>Z|UTC|[+-]\d\d:?\d\d)?$/i;
const TURNED =
  /^(?<a>\d\d?)(?<parting>[./-])(?<b>\d\d?)[./-](?<year>\d{4}),? +(?<hour>\d\d?):(?<minute>\d\d)(?::(?<second>\d\d))? *(?<half>[AP]M)?$/i;

interface Civil {
  /** The local time, as if it were UTC. */
  readonly civilMs: number;
  /** What it is ahead of UTC in minutes, where the reader says so. */
  readonly offsetMin: number | null;
}

/**
 * How a reader's clock compares with this computer's; null where what it wrote is no time of the day. Where day and
 * month can be read either way, the way that is nearer to this computer's time counts.
 */
export function compareReaderClock(claim: ReaderClockClaim): ReaderClockTime | null {
  const capturedMs = Date.parse(claim.capturedAtUtc);
  const times = readingsOf(claim.said.trim()).map((civil) => {
    const offsetMin = civil.offsetMin ?? offsetOfLocal(civil.civilMs, claim.zone);
    return { civil, offsetMin, ms: civil.civilMs - offsetMin * 60_000 };
  });
  const [nearest] = times.toSorted(
    (a, b) => Math.abs(a.ms - capturedMs) - Math.abs(b.ms - capturedMs),
  );
  if (nearest === undefined) return null;
  const aheadMs = nearest.ms - capturedMs;
  return {
    local: new Date(nearest.civil.civilMs).toISOString().slice(0, 19).replace("T", " "),
    zone: utcOffsetText(nearest.offsetMin),
    isZoneStated: nearest.civil.offsetMin !== null,
    utc: new Date(nearest.ms).toISOString(),
    aheadMs: claim.isLive || aheadMs > 0 ? aheadMs : null,
  };
}

/** What a local time is ahead of UTC; in the hour that comes twice in autumn either may be meant. */
function offsetOfLocal(civilMs: number, zone: string): number {
  const first = zoneOffsetMin(zone, civilMs) ?? 0;
  return zoneOffsetMin(zone, civilMs - first * 60_000) ?? first;
}

/** Every way in which the text can be read as a time. */
function readingsOf(said: string): readonly Civil[] {
  const iso = ISO.exec(said)?.groups;
  if (iso !== undefined) {
    const civilMs = civil(iso, iso.month, iso.day);
    return civilMs === null ? [] : [{ civilMs, offsetMin: statedOffset(iso.zone) }];
  }
  const turned = TURNED.exec(said)?.groups;
  if (turned === undefined) return [];
  const dayFirst = civil(turned, turned.b, turned.a);
  const monthFirst = turned.parting === "." ? null : civil(turned, turned.a, turned.b);
  return [dayFirst, monthFirst].flatMap((civilMs) =>
    civilMs === null ? [] : [{ civilMs, offsetMin: null }],
  );
}

function statedOffset(zone: string | undefined): number | null {
  if (zone === undefined) return null;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(zone) ?? [];
  if (hours === undefined) return 0;
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Null for a day that no calendar has. */
function civil(
  parts: Readonly<Record<string, string | undefined>>,
  month: string | undefined,
  day: string | undefined,
): number | null {
  const hour = hourOf(Number(parts.hour), parts.half);
  const [minute, second] = [Number(parts.minute), Number(parts.second ?? 0)];
  const ms = Date.UTC(Number(parts.year), Number(month) - 1, Number(day), hour, minute, second);
  const made = new Date(ms);
  const isReal =
    made.getUTCMonth() === Number(month) - 1 &&
    made.getUTCDate() === Number(day) &&
    made.getUTCHours() === hour &&
    made.getUTCMinutes() === minute;
  return isReal ? ms : null;
}

function hourOf(hour: number, half: string | undefined): number {
  if (half === undefined) return hour;
  return (hour % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
}
