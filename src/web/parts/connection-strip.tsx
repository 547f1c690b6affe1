import { formatClock, formatDuration } from "../format.ts";
import type { BenchState } from "../live/bench-store.ts";
import { useNow } from "../live/use-now.ts";
import { Icon } from "./icon.tsx";

/** Whether what is on the screen is live. Always there and always the same height, so nothing jumps. */
export function ConnectionStrip(props: { state: BenchState }) {
  const { connection, caughtUp } = props.state;
  const nowMs = useNow(connection.kind === "lost");
  if (connection.kind === "lost") {
    return (
      <p class="connection connection-lost" role="alert">
        <Icon name="warning" />
        <span>
          <strong>Connection lost since {formatClock(connection.sinceMs)}.</strong> What you see is{" "}
          {formatDuration(nowMs - connection.sinceMs)} old. Readers go on working; this page keeps
          trying.
        </span>
      </p>
    );
  }
  if (caughtUp !== null) {
    return (
      <output class="connection connection-back">
        <Icon name="tick" />
        <span>
          <strong>Connected again at {formatClock(caughtUp.atMs)}.</strong>{" "}
          {whatWasMissed(caughtUp.changes)}
        </span>
      </output>
    );
  }
  return (
    <output class="connection">
      <span class={connection.kind === "live" ? "live-dot" : "live-dot live-dot-off"} />
      {connection.kind === "live" ? "Live" : "Connecting …"}
    </output>
  );
}

function whatWasMissed(changes: number | null): string {
  if (changes === null) return "The bench has started afresh meanwhile.";
  if (changes === 0) return "Nothing had changed.";
  return changes === 1 ? "1 change caught up." : `${changes} changes caught up.`;
}
