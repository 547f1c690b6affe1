/** Plates that a plan expects by a time and that have not come. */
import { type Observable, Subscription } from "rxjs";
import type { NoticeRow } from "../store/notices.ts";
import type { Store } from "../store/open-store.ts";
import type { PlannedPlateRow } from "../store/samples.ts";
import { endNotice, raiseNotice } from "./raise-notice.ts";

/** The next look is due then in any case: the clock may have been set meanwhile. */
const LONGEST_WAIT_MS = 5 * 60 * 1000;
const AFTER_FAILURE_MS = 60_000;

function sentence(store: Store, plate: PlannedPlateRow): string {
  const sample = store.samples.byId(plate.sample_id)?.name ?? "?";
  return `Plate ${plate.barcode} of sample ${sample} was due at ${plate.due_at_utc} and has not been read. Look whether it stands in the incubator or waits among the unassigned plates.`;
}

/**
 * Raises a notice for every planned plate that is due and has not come, and ends those of plates that have. Returns
 * what was raised.
 */
export function renewOverdueNotices(store: Store): readonly PlannedPlateRow[] {
  return store.inTransaction(() => {
    for (const notice of outdated(store)) endNotice(store, notice, "daemon");
    const overdue = untold(store);
    for (const plate of overdue) raise(store, plate);
    return overdue;
  });
}

function raise(store: Store, plate: PlannedPlateRow): void {
  raiseNotice(store, {
    kind: "overdue",
    subject: plate.barcode,
    sentence: sentence(store, plate),
    detail: { dueAtUtc: plate.due_at_utc },
  });
}

/** Notices of plates that have come, or that nobody waits for any more. */
function outdated(store: Store): readonly NoticeRow[] {
  return store.notices
    .standingOf("overdue")
    .filter((notice) => !store.samples.isExpected(notice.subject));
}

/** Overdue plates that no notice tells of. */
function untold(store: Store): readonly PlannedPlateRow[] {
  const told = new Set(store.notices.standingOf("overdue").map((notice) => notice.subject));
  return store.samples.dueBefore(store.nowUtc()).filter((plate) => !told.has(plate.barcode));
}

function untilNextDueMs(store: Store): number {
  const next = store.samples.nextDueUtc(store.nowUtc());
  return next === null
    ? LONGEST_WAIT_MS
    : Math.min(LONGEST_WAIT_MS, Date.parse(next) - Date.now() + 1000);
}

/**
 * Renews the notices when a plate becomes due and whenever something has changed, until it is unsubscribed. While the
 * clock is not believed nothing becomes overdue: one that was put forward would call for every plate there is.
 */
export function watchOverdue(
  store: Store,
  parts: {
    readonly changes$: Observable<void>;
    /** Whether the clock of this computer is not believed just now. */
    readonly isClockDoubtful?: () => boolean;
    readonly onOverdue: (plate: PlannedPlateRow) => void;
    readonly onFailure: (error: unknown) => void;
  },
): Subscription {
  let wake: ReturnType<typeof setTimeout> | undefined;
  function renew(): void {
    clearTimeout(wake);
    let waitMs = AFTER_FAILURE_MS;
    try {
      // Looking must not write: a transaction would be a change, and call for the next look.
      const isDoubtful = parts.isClockDoubtful?.() ?? false;
      const isDue = !isDoubtful && outdated(store).length + untold(store).length > 0;
      if (isDue) renewOverdueNotices(store).forEach(parts.onOverdue);
      waitMs = untilNextDueMs(store);
    } catch (error) {
      parts.onFailure(error);
    }
    wake = setTimeout(renew, waitMs);
    wake.unref();
  }
  const watching = new Subscription(() => clearTimeout(wake));
  watching.add(parts.changes$.subscribe(renew));
  renew();
  return watching;
}
