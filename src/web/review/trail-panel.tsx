import { useEffect, useState } from "preact/hooks";
import type { ReviewView } from "../../api/review-views.ts";
import type { TrailEntryView } from "../../api/trail-views.ts";
import { openTrail } from "../clients/review-client.ts";
import { formatMoment } from "../format.ts";
import { Icon } from "../parts/icon.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";
import { Panel } from "../parts/panel.tsx";

/** The plate's audit trail: loaded when somebody opens it, and known to have been opened from then on. */
export function TrailPanel(props: { review: ReviewView; onOpened: () => Promise<unknown> }) {
  const { review } = props;
  const { entries, seenByYou } = review.trail;
  const [open, setOpen] = useState(false);
  const [trail, setTrail] = useState<readonly TrailEntryView[] | null>(null);
  const [message, setMessage] = useState<Message | null>(null);

  const load = (): void => {
    openTrail(review.plateId).then(
      (loaded) => {
        setTrail(loaded);
        setMessage(null);
        if (!seenByYou) props.onOpened().catch((error: unknown) => setMessage(refusal(error)));
      },
      (error: unknown) => setMessage(refusal(error)),
    );
  };
  // What has come while it is open is seen too.
  useEffect(() => {
    if (open) load();
  }, [open, entries]);

  const signedAtUtc = review.signatures[0]?.signedAtUtc;
  return (
    <Panel title="Audit trail" note={entries === 1 ? "1 entry" : `${entries} entries`}>
      <p class={`trail-seen ${seenByYou ? "" : "tone-look"}`} aria-live="polite">
        <Icon name={seenByYou ? "tick" : "warning"} />{" "}
        {seenByYou
          ? "You have opened it up to its newest entry."
          : "You have not opened it up to its newest entry, which signing needs."}
      </p>
      <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? "Close the trail" : "Open the trail"}
      </button>
      {message === null ? null : <Notice message={message} />}
      {!open || trail === null ? null : (
        <>
          <p class="soft">{sinceSigned(trail, signedAtUtc)}</p>
          <ol class="review-trail">
            {trail.map((entry) => (
              <li
                key={entry.seq}
                class={signedAtUtc !== undefined && entry.atUtc > signedAtUtc ? "trail-new" : ""}
              >
                <p>{entry.sentence}</p>
                {entry.reason === null ? null : <p class="trail-reason">“{entry.reason}”</p>}
                <p class="soft">
                  {formatMoment(entry.atUtc)}, {entry.actor}, entry {entry.seq}
                </p>
              </li>
            ))}
          </ol>
        </>
      )}
    </Panel>
  );
}

function sinceSigned(trail: readonly TrailEntryView[], signedAtUtc: string | undefined): string {
  const all = trail.length === 1 ? "1 entry" : `${trail.length} entries`;
  if (signedAtUtc === undefined) return `${all}, newest first.`;
  const since = trail.filter((entry) => entry.atUtc > signedAtUtc).length;
  return `${all}, ${since} since the last signature; newest first.`;
}
