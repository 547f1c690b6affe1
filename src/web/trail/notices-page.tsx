import { useEffect, useState } from "preact/hooks";
import type { NoticesView } from "../../api/trail-views.ts";
import { fetchNotices } from "../clients/trail-client.ts";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";
import type { PageProps } from "../shell/lazy-page.tsx";
import "../style/trail.css";
import { IncidentsPanel } from "./incidents-panel.tsx";
import { NoticeRow } from "./notice-row.tsx";

/** What people should know, what stands until somebody has seen to it, and whether it reached those who are away. */
export default function NoticesPage({ state }: PageProps) {
  const [view, setView] = useState<NoticesView | null>(null);
  const [message, setMessage] = useState<Message | null>(null);
  const revision = state.bench?.lastEventId ?? -1;
  useEffect(() => {
    if (revision < 0) return;
    let wanted = true;
    fetchNotices().then(
      (loaded) => wanted && setView(loaded),
      (error) => wanted && setMessage(refusal(error)),
    );
    return () => {
      wanted = false;
    };
  }, [revision]);

  const act = async (ask: () => Promise<NoticesView>): Promise<void> => {
    try {
      setView(await ask());
      setMessage(null);
    } catch (error) {
      setMessage(refusal(error));
    }
  };

  if (view === null) return <main class="loading">{message?.text ?? "Asking …"}</main>;
  const standing = view.notices.filter((one) => one.endedAtUtc === null);
  const ended = view.notices.filter((one) => one.endedAtUtc !== null);
  return (
    <main class="notices">
      {message === null ? null : <Notice message={message} />}
      <Panel title="To see to" note={view.standing === 0 ? "nothing" : String(view.standing)}>
        {standing.length === 0 ? null : (
          <ul class="notice-list">
            {standing.map((one) => (
              <NoticeRow key={one.id} notice={one} act={act} />
            ))}
          </ul>
        )}
      </Panel>
      <WaysPanel view={view} />
      <Panel title="Earlier" note={ended.length === 0 ? "nothing" : "newest first"}>
        {ended.length === 0 ? null : (
          <ul class="notice-list">
            {ended.map((one) => (
              <NoticeRow key={one.id} notice={one} act={act} />
            ))}
          </ul>
        )}
      </Panel>
      <IncidentsPanel revision={revision} />
    </main>
  );
}

/** Where notices go beside this page. */
function WaysPanel({ view }: { view: NoticesView }) {
  const note =
    view.ways.length === 0
      ? "shown on this page only; the configuration can name mail and webhooks"
      : [
          view.waiting === 0 ? "nothing waits" : `${view.waiting} waiting`,
          ...(view.givenUp === 0 ? [] : [`${view.givenUp} given up`]),
        ].join(", ");
  return (
    <Panel title="Sent to" note={note}>
      {view.ways.length === 0 ? null : (
        <ul class="notice-ways">
          {view.ways.map(({ way, to }) => (
            <li key={`${way} ${to}`}>
              <strong>{way === "mail" ? "E-mail" : "Webhook"}</strong> {to}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
