import { useEffect, useState } from "preact/hooks";
import { cancelRun } from "../clients/bench-client.ts";
import { type Message, Notice, refusal } from "../parts/notice.tsx";

const ASKING_MS = 5000;

/** Stops a run after two presses, so that a sleeve on the screen stops nothing. */
export function StopRun(props: { runId: string }) {
  const [asking, setAsking] = useState(false);
  const [message, setMessage] = useState<Message | null>(null);
  useEffect(() => {
    if (!asking) return;
    const timer = setTimeout(() => setAsking(false), ASKING_MS);
    return () => clearTimeout(timer);
  }, [asking]);
  const stop = (): void => {
    setAsking(!asking);
    if (!asking) return;
    cancelRun(props.runId).catch((error: unknown) => setMessage(refusal(error)));
  };
  return (
    <div class="stop-run">
      <button type="button" class="stop-button" onClick={stop}>
        {asking ? "Really stop?" : "Stop"}
      </button>
      {message === null ? null : <Notice message={message} />}
    </div>
  );
}
