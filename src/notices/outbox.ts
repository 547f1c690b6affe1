/** The outbox: what is to go out is in the database before it goes, and stays there until the other side has taken it. */

import { PlatewardenError } from "../domain/errors.ts";
import { NOTICE_KINDS } from "../domain/notice.ts";
import type { DeliveryRow } from "../store/deliveries.ts";
import type { NoticeRow } from "../store/notices.ts";
import type { Store } from "../store/open-store.ts";
import { type NoticeWay, type OutgoingNotice, wants } from "./notice-ways.ts";

/** The first wait after a failure; each further one is twice as long, an hour at most. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 60 * 60 * 1000;
/** A mail server that is down for a long weekend is waited for. */
const GIVE_UP_AFTER_MS = 4 * 24 * 60 * 60 * 1000;
/** Nothing is given up after fewer: that a clock was put forward by years makes no mail server unreachable. */
const FEWEST_ATTEMPTS = 12;
/** A clock that is kept by NTP is moved by less. */
const SLACK_MS = 60_000;
const AT_ONCE = 20;

/** Puts every notice that is on no way yet onto those that want it. */
export function fillOutbox(store: Store, ways: readonly NoticeWay[]): void {
  const notices = store.notices.notPosted();
  if (notices.length === 0) return;
  store.inTransaction(() => {
    for (const notice of notices) {
      for (const way of ways) if (wants(way, notice)) post(store, notice, way);
      store.notices.setPosted(notice.id);
    }
  });
}

function post(store: Store, notice: NoticeRow, { way, target }: NoticeWay): void {
  const now = store.nowUtc();
  store.deliveries.insert({
    id: store.newId(),
    notice_id: notice.id,
    way,
    target,
    state: "waiting",
    attempts: 0,
    last_error: null,
    next_attempt_at_utc: now,
    sent_at_utc: null,
    created_at_utc: now,
  });
}

/**
 * Sends what is due on one way, one after the other, and resolves with how long to wait before the next go. After a
 * failure the rest waits as long as what failed: most often the other side is down.
 */
export async function sendDue(store: Store, way: NoticeWay, pageUrl: string): Promise<number> {
  for (const delivery of store.deliveries.due(way, dueBy(store), AT_ONCE)) {
    const notice = store.notices.byId(delivery.notice_id);
    if (notice === null) throw new Error(`delivery ${delivery.id} hangs in the air`);
    const error = await failureOf(way.send(outgoing(delivery, notice, pageUrl)));
    const after = error === null ? sent(store, delivery) : failed(store, delivery, error);
    store.inTransaction(() => {
      store.deliveries.update(after);
      if (after.next_attempt_at_utc !== null) {
        store.deliveries.postpone(way, after.next_attempt_at_utc);
      }
      store.journal.change("notice", notice.subject, store.nowUtc());
    });
    if (error !== null) break;
  }
  const next = store.deliveries.nextAttemptUtc(way);
  if (next === null) return LONGEST_WAIT_MS;
  const untilMs = Date.parse(next) - Date.parse(store.nowUtc());
  return Math.min(LONGEST_WAIT_MS, Math.max(0, untilMs));
}

/** What is due by now, or later than anything waits: that was put off before the clock was set back. */
function dueBy(store: Store): { readonly nowUtc: string; readonly latestUtc: string } {
  const nowUtc = store.nowUtc();
  const latestMs = Date.parse(nowUtc) + LONGEST_WAIT_MS + SLACK_MS;
  return { nowUtc, latestUtc: new Date(latestMs).toISOString() };
}

function waitMs(attempts: number): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
}

async function failureOf(sending: Promise<void>): Promise<string | null> {
  try {
    await sending;
    return null;
  } catch (error) {
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : null;
    const message = error instanceof Error ? error.message : String(error);
    return cause === null ? message : `${message}: ${cause}`;
  }
}

function outgoing(delivery: DeliveryRow, notice: NoticeRow, pageUrl: string): OutgoingNotice {
  const page = notice.plate_id === null ? "#/notices" : `#/plates/${notice.plate_id}`;
  return {
    id: delivery.id,
    kind: notice.kind,
    title: NOTICE_KINDS[notice.kind].title,
    subject: notice.subject,
    raisedAtUtc: notice.raised_at_utc,
    address: `${pageUrl}/${page}`,
  };
}

function sent(store: Store, delivery: DeliveryRow): DeliveryRow {
  return {
    ...delivery,
    state: "sent",
    attempts: delivery.attempts + 1,
    next_attempt_at_utc: null,
    sent_at_utc: store.nowUtc(),
  };
}

function failed(store: Store, delivery: DeliveryRow, error: string): DeliveryRow {
  const now = Date.parse(store.nowUtc());
  const attempts = delivery.attempts + 1;
  const ageMs = Math.abs(now - Date.parse(delivery.created_at_utc));
  const givenUp = ageMs > GIVE_UP_AFTER_MS && attempts >= FEWEST_ATTEMPTS;
  return {
    ...delivery,
    attempts,
    last_error: error,
    state: givenUp ? "given-up" : "waiting",
    next_attempt_at_utc: givenUp ? null : new Date(now + waitMs(attempts)).toISOString(),
  };
}

/** Tries what waits, or was given up, again at once. Throws DELIVERY_UNKNOWN. */
export function sendAgain(store: Store, deliveryId: string, by: string): void {
  store.inTransaction(() => {
    const delivery = store.deliveries.byId(deliveryId);
    if (delivery === null || delivery.state === "sent") {
      throw new PlatewardenError(
        "DELIVERY_UNKNOWN",
        `Nothing under ${deliveryId} waits to be sent.`,
      );
    }
    const now = store.nowUtc();
    store.deliveries.update({ ...delivery, state: "waiting", next_attempt_at_utc: now });
    store.journal.change("notice", delivery.notice_id, now);
    store.journal.audit({
      atUtc: now,
      actor: by,
      action: "notice.send-again",
      subject: delivery.notice_id,
      detail: { delivery: delivery.id, way: delivery.way, target: delivery.target },
    });
  });
}
