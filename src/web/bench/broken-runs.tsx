import type { RunView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { wordOfRun } from "../words.ts";

const SHOWN = 5;

/** Runs that gave no plate, newest first, with what to do about each. */
export function BrokenRuns(props: { runs: readonly RunView[] }) {
  const broken = brokenRuns(props.runs);
  if (broken.length === 0) return <p class="empty">Every run has given its plate.</p>;
  return (
    <ul class="rows">
      {broken.slice(0, SHOWN).map((run) => (
        <li key={run.id} class="broken-run">
          <span class="row-main">
            <Badge wording={wordOfRun(run.state)} /> <strong>{run.barcode}</strong> on{" "}
            {run.readerId}, {formatMoment(run.endedAtUtc ?? run.requestedAtUtc)}
          </span>
          <span>{run.sentence}</span>
        </li>
      ))}
    </ul>
  );
}

/** A run whose barcode was captured later needs nobody any more. */
export function brokenRuns(runs: readonly RunView[]): RunView[] {
  const captured = runs.filter((run) => run.state === "captured");
  const repaired = (run: RunView): boolean =>
    captured.some(
      (later) => later.barcode === run.barcode && later.requestedAtUtc > run.requestedAtUtc,
    );
  return runs
    .filter((run) => ["failed", "interrupted", "cancelled"].includes(run.state) && !repaired(run))
    .sort((a, b) => b.requestedAtUtc.localeCompare(a.requestedAtUtc));
}
