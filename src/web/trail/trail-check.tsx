import { useState } from "preact/hooks";
import type { TrailCheckView } from "../../api/trail-views.ts";
import { checkTrail, trailFile } from "../clients/trail-client.ts";
import { formatCount, formatMoment } from "../format.ts";
import { Icon } from "../parts/icon.tsx";
import { type Message, Notice, refusal } from "../parts/notice.tsx";

/** One button proves that nothing was changed, beside the whole trail as a file. */
export function TrailCheck() {
  const [busy, setBusy] = useState(false);
  const [check, setCheck] = useState<TrailCheckView | null>(null);
  const [message, setMessage] = useState<Message | null>(null);

  const run = async (): Promise<void> => {
    setBusy(true);
    setMessage(null);
    try {
      setCheck(await checkTrail());
    } catch (error) {
      setMessage(refusal(error));
    }
    setBusy(false);
  };

  return (
    <div class="trail-check">
      <div class="actions">
        <button type="button" class="primary" disabled={busy} onClick={() => void run()}>
          {busy ? "Checking …" : "Check that nothing was changed"}
        </button>
        <a class="button" href={trailFile("csv")} download>
          Whole trail as CSV
        </a>
        <a class="button" href={trailFile("jsonl")} download>
          as JSON lines, with hashes
        </a>
      </div>
      <output class="trail-verdict">
        {check === null ? <Notice message={message} /> : <Verdict check={check} />}
      </output>
    </div>
  );
}

function Verdict({ check }: { check: TrailCheckView }) {
  const when = formatMoment(check.checkedAtUtc);
  if (check.whole) {
    return (
      <p class="notice tone-good">
        <Icon name="tick" />
        <span>
          <strong>Whole.</strong> {formatCount(check.entries)} entries and everything they tell of
          were computed again at {when}; last entry <code>{check.lastSha256.slice(0, 16)}</code>.
        </span>
      </p>
    );
  }
  return (
    <div class="notice tone-bad">
      <Icon name="warning" />
      <div>
        <strong>Something was changed outside of Platewarden, or is damaged.</strong> Keep this
        computer as it is and tell whoever looks after it.
        <ul class="trail-problems">
          {check.problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
