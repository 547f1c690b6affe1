/** Writes down what the clock of this computer did, in the table of observations and in the audit trail. */

import type { ClockChange } from "../../clock/clock-watch.ts";
import { secondsText } from "../../clock/clock-words.ts";
import type { ClockReading } from "../../clock/computer-clock.ts";
import type { TimeSync } from "../../clock/time-sync.ts";
import type { ClockObservationKind, ClockObservationRow } from "../../store/clocks.ts";
import type { Store } from "../../store/open-store.ts";

/** Some slack, for a clock that is set back while it is synchronised. */
const BEHIND_MS = 120_000;
/** A smaller difference between two starts of the daemon comes of the clocks' own rounding. */
const TOLD_STEP_MS = 2_000;

export interface Moment {
  readonly clocks: ClockReading;
  /** Which start of the computer; null where the system does not tell. */
  readonly bootId: string | null;
  readonly sync: Pick<TimeSync, "isSynchronised">;
}

export interface Observed {
  readonly kind: ClockObservationKind;
  readonly movedMs: number | null;
  readonly sentence: string;
}

const utcOf = (ms: number): string => new Date(ms).toISOString();

/** The latest time that was stored since somebody said that the clock is right; null in an empty database. */
export function latestStoredUtc(store: Store): string | null {
  const [last] = store.clocks.newest(1);
  const since = store.clocks.latestUtcAfter(last?.audit_seq ?? 0);
  const before = last?.newest_utc ?? null;
  if (since === null || before === null) return since ?? before;
  return since > before ? since : before;
}

/** Stores an observation with its entry in the audit trail. Returns its row. */
export function storeObservation(
  store: Store,
  moment: Moment,
  { kind, movedMs, sentence }: Observed,
  by = "daemon",
): Omit<ClockObservationRow, "seq"> {
  return store.inTransaction(() => {
    const { clocks, bootId, sync } = moment;
    const atUtc = utcOf(clocks.wallMs);
    const latest = kind === "confirmed" ? null : latestStoredUtc(store);
    const auditSeq = store.journal.audit({
      atUtc,
      actor: by,
      action: `clock.${kind}`,
      subject: "clock",
      detail: { sentence, movedMs, zone: clocks.zone, utcOffsetMin: clocks.utcOffsetMin },
    });
    const row = {
      kind,
      at_utc: atUtc,
      boot_id: bootId,
      since_boot_ms: clocks.sinceBootMs === null ? null : Math.round(clocks.sinceBootMs),
      moved_ms: movedMs === null ? null : Math.round(movedMs),
      zone: clocks.zone,
      utc_offset_min: clocks.utcOffsetMin,
      synchronised: sync.isSynchronised === null ? null : sync.isSynchronised ? 1 : 0,
      sentence,
      by_name: by,
      audit_seq: auditSeq,
      newest_utc: latest === null || atUtc > latest ? atUtc : latest,
    } as const;
    store.clocks.insert(row);
    return row;
  });
}

/**
 * Writes down the start of a daemon, with what happened to the clock since the last one: set while the computer ran on,
 * another zone, or behind what is stored. Returns why the time cannot be believed; null while it can.
 */
export function observeStart(store: Store, moment: Moment): string | null {
  const { clocks } = moment;
  return store.inTransaction(() => {
    const [last] = store.clocks.newest(1);
    const behind = behindStored(store, clocks);
    if (last !== undefined) {
      for (const one of sinceLast(last, moment)) storeObservation(store, moment, one);
    }
    if (behind !== null) storeObservation(store, moment, behind);
    const sentence = `A daemon started in the zone ${clocks.zone}.`;
    storeObservation(store, moment, { kind: "start", movedMs: null, sentence });
    return behind?.sentence ?? null;
  });
}

function behindStored(store: Store, clocks: ClockReading): Observed | null {
  const latest = latestStoredUtc(store);
  if (latest === null) return null;
  const behindMs = Date.parse(latest) - clocks.wallMs;
  if (behindMs <= BEHIND_MS) return null;
  const sentence = `The clock of this computer says ${utcOf(clocks.wallMs)}, which is ${secondsText(behindMs)} before ${latest}, the latest time that is stored: one of the two is wrong.`;
  return { kind: "behind", movedMs: -behindMs, sentence };
}

function sinceLast(last: ClockObservationRow, { clocks, bootId }: Moment): Observed[] {
  const found: Observed[] = [];
  const isSameBoot = bootId !== null && last.boot_id === bootId;
  if (isSameBoot && last.since_boot_ms !== null && clocks.sinceBootMs !== null) {
    const passedMs = clocks.sinceBootMs - last.since_boot_ms;
    const movedMs = clocks.wallMs - Date.parse(last.at_utc) - passedMs;
    if (Math.abs(movedMs) >= TOLD_STEP_MS) {
      const way = movedMs > 0 ? "forward" : "back";
      const sentence = `The clock of this computer was put ${way} by ${secondsText(movedMs)} while no daemon ran.`;
      found.push({ kind: "step", movedMs, sentence });
    }
  }
  if (last.zone !== clocks.zone) {
    const sentence = `The time zone of this computer is ${clocks.zone}; it was ${last.zone} before.`;
    found.push({ kind: "zone", movedMs: null, sentence });
  }
  return found;
}

/** Writes down what a watch has seen. */
export function observeChanges(
  store: Store,
  moment: Moment,
  changes: readonly ClockChange[],
): void {
  for (const { kind, movedMs, sentence } of changes) {
    storeObservation(store, moment, { kind, movedMs, sentence });
  }
}

/** Writes down what the system says of its synchronisation, where that is something else than before. */
export function observeSync(store: Store, moment: Moment, sync: TimeSync): void {
  const [last] = store.clocks.newest(1);
  const { isSynchronised, toldBy } = sync;
  if (isSynchronised === null || last?.synchronised === (isSynchronised ? 1 : 0)) return;
  const sentence = isSynchronised
    ? `The system says that the clock is synchronised (${toldBy}).`
    : `The system says that the clock is not synchronised (${toldBy}).`;
  storeObservation(store, { ...moment, sync }, { kind: "sync", movedMs: null, sentence });
}

/** A person says that the clock is right now, whatever later times are stored. */
export function confirmClock(store: Store, moment: Moment, by: string, reason: string): void {
  const sentence = `${by} says that the clock is right: ${reason}`;
  storeObservation(store, moment, { kind: "confirmed", movedMs: null, sentence }, by);
}
