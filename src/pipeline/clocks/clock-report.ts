/** Everything that is known of the clocks of a bench, for commands, check-ups and the support bundle. */
import { type ClockReading, COMPUTER, readClocks } from "../../clock/computer-clock.ts";
import { type TimeSync, timeSync } from "../../clock/time-sync.ts";
import type { ClockObservationRow } from "../../store/clocks.ts";
import type { NoticeRow } from "../../store/notices.ts";
import type { Store } from "../../store/open-store.ts";
import { latestStoredUtc } from "./observe-clock.ts";
import { type ReaderClockState, readerClockState } from "./reader-clocks.ts";

const SHOWN_OBSERVATIONS = 20;

export interface ClockReport {
  readonly now: ClockReading;
  readonly sync: TimeSync;
  /** The latest time that is stored; null in an empty database. */
  readonly latestStoredUtc: string | null;
  /** What stands against the clock: signing is refused while the daemon doubts it. */
  readonly standing: readonly NoticeRow[];
  /** What the clock did, newest first. */
  readonly observations: readonly ClockObservationRow[];
  /** Readers and folders whose readings carry a time. */
  readonly readers: readonly ReaderClockState[];
}

/** Asks the system for its synchronisation, which takes a few seconds at most; writes nothing. */
export async function clockReport(
  store: Store,
  askSync: () => Promise<TimeSync> = timeSync,
): Promise<ClockReport> {
  return {
    now: readClocks(COMPUTER),
    sync: await askSync(),
    latestStoredUtc: latestStoredUtc(store),
    standing: store.notices.standingOf("clock-doubtful"),
    observations: store.clocks.newest(SHOWN_OBSERVATIONS),
    readers: store.clocks.readers().flatMap((readerId) => readerClockState(store, readerId) ?? []),
  };
}

/** What the system says of its synchronisation, in a sentence. */
export function syncSentence({ isSynchronised, offsetMs, toldBy }: TimeSync): string {
  if (isSynchronised === null) {
    return "The system does not say whether its clock is synchronised (neither chronyc nor timedatectl answers).";
  }
  const off = offsetMs === null ? "" : `, ${offsetMs.toFixed(3)} ms off by its own account`;
  return isSynchronised
    ? `The clock is synchronised, says ${toldBy}${off}.`
    : `The clock is not synchronised, says ${toldBy}: let the system keep it by NTP.`;
}
