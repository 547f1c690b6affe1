/** Plates that a plan expects by a time and that have not come. */
import { type Observable, Subscription } from "rxjs";
import type { NoticeRow } from "../store/notices.ts";
import type { Store } from "../store/open-store.ts";
import type { PlannedPlateRow } from "../store/samples.ts";

/** Timers take no longer wait than this; the next look is due then in any case. */
const LONGEST_WAIT_MS = 6 * 60 * 60 * 1000;
const AFTER_FAILURE_MS = 60_000;

function sentence(store: Store, plate: PlannedPlateRow): string {
  const sample = store.samples.byId(plate.sample_id)?.name ?? "?";
  return `Plate ${plate.barcode} of sample ${sample} was due at ${plate.due_at_utc} and has not been read. Look whether it stands in the incubator or waits among the unassigned plates.`;
}

function audit(store: Store, action: string, subject: string, detail: object): void {
  const atUtc = store.nowUtc();
  store.journal.change("notice", subject, atUtc);
  store.journal.audit({ atUtc, actor: "daemon", action, subject, detail: { ...detail } });
}

/**
 * Raises a notice for every planned plate that is due and has not come, and ends those of plates that have. Returns
 * what was raised.
 */
export function renewOverdueNotices(store: Store): readonly PlannedPlateRow[] {
  return store.inTransaction(() => {
    const now = store.nowUtc();
    for (const notice of outdated(store)) {
      store.notices.end(notice.id, now);
      audit(store, "notice.ended", notice.subject, { notice: notice.id, kind: notice.kind });
    }
    const overdue = untold(store);
    for (const plate of overdue) raise(store, plate);
    return overdue;
  });
}

function raise(store: Store, plate: PlannedPlateRow): void {
  const row = {
    id: store.newId(),
    kind: "overdue" as const,
    subject: plate.barcode,
    sentence: sentence(store, plate),
    raised_at_utc: store.nowUtc(),
    ended_at_utc: null,
  };
  store.notices.insert(row);
  const detail = { notice: row.id, kind: row.kind, dueAtUtc: plate.due_at_utc };
  audit(store, "notice.raised", plate.barcode, detail);
}

/** Notices of plates that have come, or that nobody waits for any more. */
function outdated(store: Store): readonly NoticeRow[] {
  return store.notices.standing().filter((notice) => !store.samples.isExpected(notice.subject));
}

/** Overdue plates that no notice tells of. */
function untold(store: Store): readonly PlannedPlateRow[] {
  const told = new Set(store.notices.standing().map((notice) => notice.subject));
  return store.samples.dueBefore(store.nowUtc()).filter((plate) => !told.has(plate.barcode));
}

function untilNextDueMs(store: Store): number {
  const next = store.samples.nextDueUtc(store.nowUtc());
  return next === null
    ? LONGEST_WAIT_MS
    : Math.min(LONGEST_WAIT_MS, Date.parse(next) - Date.now() + 1000);
}

/** Renews the notices when a plate becomes due and whenever something has changed, until it is unsubscribed. */
export function watchOverdue(
  store: Store,
  parts: {
    readonly changes$: Observable<void>;
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
      const isDue = outdated(store).length + untold(store).length > 0;
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
