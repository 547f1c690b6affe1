/** Plates that a plan expects by a time and that have not come. */
import { type Observable, Subscription } from "rxjs";
import type { Store } from "../store/open-store.ts";
import type { PlannedPlateRow } from "../store/samples.ts";

/** Timers take no longer wait than this; the next look is due then in any case. */
const LONGEST_WAIT_MS = 6 * 60 * 60 * 1000;

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
    const outstanding = store.samples.outstanding();
    const waiting = new Set(outstanding.map((plate) => plate.barcode));
    const standing = store.notices.standing();
    for (const notice of standing) {
      if (waiting.has(notice.subject)) continue;
      store.notices.end(notice.id, store.nowUtc());
      audit(store, "notice.ended", notice.subject, { kind: notice.kind });
    }
    const told = new Set(standing.map((notice) => notice.subject));
    const now = store.nowUtc();
    const overdue = outstanding.filter(
      (plate) => plate.due_at_utc !== null && plate.due_at_utc < now && !told.has(plate.barcode),
    );
    for (const plate of overdue) {
      const row = {
        id: store.newId(),
        kind: "overdue" as const,
        subject: plate.barcode,
        sentence: sentence(store, plate),
        raised_at_utc: now,
        ended_at_utc: null,
      };
      store.notices.insert(row);
      audit(store, "notice.raised", plate.barcode, { kind: row.kind, dueAtUtc: plate.due_at_utc });
    }
    return overdue;
  });
}

/** True where a notice would be raised or ended now: looking must not write. */
function isRenewalDue(store: Store): boolean {
  const outstanding = store.samples.outstanding();
  const waiting = new Set(outstanding.map((plate) => plate.barcode));
  const told = new Set(store.notices.standing().map((notice) => notice.subject));
  const now = store.nowUtc();
  const raise = outstanding.some(
    ({ barcode, due_at_utc }) => due_at_utc !== null && due_at_utc < now && !told.has(barcode),
  );
  return raise || [...told].some((barcode) => !waiting.has(barcode));
}

function untilNextDueMs(store: Store): number {
  const now = Date.now();
  const next = store.samples
    .outstanding()
    .map((plate) => (plate.due_at_utc === null ? Number.NaN : Date.parse(plate.due_at_utc)))
    .filter((due) => due >= now);
  return Math.min(LONGEST_WAIT_MS, Math.min(...next, Number.POSITIVE_INFINITY) - now + 1000);
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
    try {
      if (isRenewalDue(store))
        for (const plate of renewOverdueNotices(store)) parts.onOverdue(plate);
    } catch (error) {
      parts.onFailure(error);
    }
    wake = setTimeout(renew, Math.min(untilNextDueMs(store), LONGEST_WAIT_MS));
    wake.unref();
  }
  const watching = new Subscription(() => clearTimeout(wake));
  watching.add(parts.changes$.subscribe(renew));
  renew();
  return watching;
}
