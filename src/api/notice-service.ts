/** What people should know, with how it went out. */
import { PlatewardenError } from "../domain/errors.ts";
import { NOTICE_KINDS } from "../domain/notice.ts";
import { endNotice } from "../pipeline/raise-notice.ts";
import type { NoticeRow } from "../store/notices.ts";
import type { Store } from "../store/open-store.ts";
import type { NoticeEntryView, NoticesView } from "./trail-views.ts";

const SHOWN = 200;

export interface NoticeService {
  notices(): NoticesView;
  /** Somebody has seen to it. Throws NOTICE_UNKNOWN. */
  done(noticeId: string, by: string): NoticesView;
  /** Tries a delivery again at once. Throws DELIVERY_UNKNOWN. */
  sendAgain(deliveryId: string, by: string): NoticesView;
}

export interface NoticeParts {
  readonly store: Store;
  /** Where notices go, as configured. */
  readonly ways: NoticesView["ways"];
  readonly sendAgain: (deliveryId: string, by: string) => void;
}

export function createNoticeService({ store, ways, sendAgain }: NoticeParts): NoticeService {
  const notices = (): NoticesView => ({
    notices: store.notices.newest(SHOWN).map((row) => entryView(store, row)),
    standing: store.notices.countStanding(),
    ways,
    waiting: store.deliveries.count("waiting"),
    givenUp: store.deliveries.count("given-up"),
  });
  return {
    notices,
    done: (noticeId, by) => {
      const row = store.notices.byId(noticeId);
      if (row === null || row.ended_at_utc !== null) {
        throw new PlatewardenError("NOTICE_UNKNOWN", `No notice ${noticeId} stands.`);
      }
      endNotice(store, row, by);
      return notices();
    },
    sendAgain: (deliveryId, by) => {
      sendAgain(deliveryId, by);
      return notices();
    },
  };
}

function entryView(store: Store, row: NoticeRow): NoticeEntryView {
  return {
    id: row.id,
    kind: row.kind,
    tone: NOTICE_KINDS[row.kind].tone,
    title: NOTICE_KINDS[row.kind].title,
    sentence: row.sentence,
    subject: row.subject,
    plateId: row.plate_id,
    raisedAtUtc: row.raised_at_utc,
    endedAtUtc: row.ended_at_utc,
    deliveries: store.deliveries.ofNotice(row.id).map((delivery) => ({
      id: delivery.id,
      way: delivery.way,
      to: delivery.target,
      state: delivery.state,
      attempts: delivery.attempts,
      lastError: delivery.last_error,
      nextAttemptAtUtc: delivery.next_attempt_at_utc,
      sentAtUtc: delivery.sent_at_utc,
    })),
  };
}
