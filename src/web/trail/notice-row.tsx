import type { DeliveryView, NoticeEntryView, NoticesView } from "../../api/trail-views.ts";
import { noticeDone, sendNoticeAgain } from "../clients/trail-client.ts";
import { formatMoment } from "../format.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { plateAddress } from "../route.ts";
import { mayI, useSession } from "../shell/use-session.ts";

type Act = (ask: () => Promise<NoticesView>) => Promise<void>;

const ICONS: Record<NoticeEntryView["tone"], IconName> = {
  bad: "cross",
  look: "warning",
  good: "tick",
  calm: "dots",
};

/** One notice: what it is, since when, where to look, and how it went out. */
export function NoticeRow({ notice, act }: { notice: NoticeEntryView; act: Act }) {
  const session = useSession();
  const stands = notice.endedAtUtc === null;
  return (
    <li class={`notice-row tone-edge-${notice.tone} ${stands ? "" : "notice-ended"}`}>
      <span class={`notice-sign tone-${notice.tone}`}>
        <Icon name={ICONS[notice.tone]} />
      </span>
      <div class="notice-words">
        <p class="notice-title">
          {notice.title}: {notice.subject}
        </p>
        <p>{notice.sentence}</p>
        <p class="soft">
          <time dateTime={notice.raisedAtUtc}>{formatMoment(notice.raisedAtUtc)}</time>
          {notice.endedAtUtc === null ? null : ` – ended ${formatMoment(notice.endedAtUtc)}`}
        </p>
        <Deliveries deliveries={notice.deliveries} act={act} />
      </div>
      <div class="notice-actions">
        {notice.plateId === null ? null : (
          <a class="button" href={plateAddress(notice.plateId)}>
            Show plate<span class="unseen"> {notice.subject}</span>
          </a>
        )}
        {stands && mayI(session, "look") ? (
          <button type="button" onClick={() => void act(() => noticeDone(notice.id))}>
            Seen to
            <span class="unseen">
              : {notice.title}, {notice.subject}
            </span>
          </button>
        ) : null}
      </div>
    </li>
  );
}

function Deliveries({ deliveries, act }: { deliveries: readonly DeliveryView[]; act: Act }) {
  const session = useSession();
  if (deliveries.length === 0) return null;
  return (
    <ul class="notice-deliveries">
      {deliveries.map((one) => (
        <li key={one.id}>
          <Icon name={one.state === "sent" ? "tick" : one.state === "waiting" ? "dots" : "cross"} />
          <span>
            {one.way === "mail" ? "E-mail to" : "Webhook"} {one.to}: {deliveryWords(one)}
          </span>
          {one.state !== "sent" && one.attempts > 0 && mayI(session, "administer") ? (
            <button type="button" onClick={() => void act(() => sendNoticeAgain(one.id))}>
              Try again<span class="unseen"> to send to {one.to}</span>
            </button>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

function deliveryWords(delivery: DeliveryView): string {
  if (delivery.sentAtUtc !== null) return `sent ${formatMoment(delivery.sentAtUtc)}`;
  if (delivery.state === "given-up") {
    return `given up after ${delivery.attempts} attempts: ${delivery.lastError ?? ""}`;
  }
  if (delivery.attempts === 0 || delivery.nextAttemptAtUtc === null) return "about to be sent";
  return `not sent yet (${delivery.lastError ?? ""}); next attempt ${formatMoment(delivery.nextAttemptAtUtc)}`;
}
