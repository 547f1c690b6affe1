import { NOTICE_KINDS, type NoticeKind } from "../domain/notice.ts";
import type { NoticeRow } from "../store/notices.ts";
import type { Store } from "../store/open-store.ts";

export interface NewNotice {
  readonly kind: NoticeKind;
  /** The barcode, or what else people call it. */
  readonly subject: string;
  /** What happened and what to do. */
  readonly sentence: string;
  readonly plateId?: string;
  /** Told once, however often this is called with it. */
  readonly once?: string;
  /** For the audit trail. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/**
 * Raises a notice, with its entry in the audit trail, inside the transaction it tells of or in one of its own. Returns
 * null where it has been told before. A kind that nobody has to see to is ended at once.
 */
export function raiseNotice(store: Store, notice: NewNotice): NoticeRow | null {
  return store.inTransaction(() => {
    const once = notice.once ?? null;
    if (once !== null && store.notices.isTold(once)) return null;
    const row: NoticeRow = {
      id: store.newId(),
      kind: notice.kind,
      subject: notice.subject,
      sentence: notice.sentence,
      raised_at_utc: store.nowUtc(),
      ended_at_utc: null,
      plate_id: notice.plateId ?? null,
      once,
    };
    store.notices.insert(row);
    audit(store, "notice.raised", "daemon", row, notice.detail ?? {});
    if (!NOTICE_KINDS[row.kind].standing) endNotice(store, row, "daemon");
    return row;
  });
}

/** Ends a notice: it does not hold any more, or somebody has seen to it. */
export function endNotice(store: Store, row: NoticeRow, by: string): void {
  store.inTransaction(() => {
    store.notices.end(row.id, store.nowUtc());
    audit(store, "notice.ended", by, row, {});
  });
}

function audit(store: Store, action: string, actor: string, row: NoticeRow, detail: object): void {
  const atUtc = store.nowUtc();
  store.journal.change("notice", row.subject, atUtc);
  store.journal.audit({
    atUtc,
    actor,
    action,
    subject: row.subject,
    detail: { notice: row.id, kind: row.kind, ...detail },
  });
}
