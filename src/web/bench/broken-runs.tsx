import type { RunView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Panel } from "../parts/panel.tsx";
import { wordOfRun } from "../words.ts";
import { brokenRuns } from "./broken-run.ts";

const SHOWN = 5;

/** Runs that gave no plate, newest first, with what to do about each. */
export function BrokenRuns(props: { runs: readonly RunView[] }) {
  const broken = brokenRuns(props.runs);
  const title = "Runs without a plate";
  if (broken.length === 0) return <Panel title={title} note="none" id="broken-runs" />;
  return (
    <Panel title={title} note={String(broken.length)} id="broken-runs" class="panel-waiting">
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
    </Panel>
  );
}
