import type { BenchView } from "../../api/views.ts";
import { brokenRuns } from "../bench/broken-run.ts";

/** What waits for somebody, in the head of every page: seen however far a page is scrolled. */
export function WaitingCounts(props: { bench: BenchView }) {
  const { bench } = props;
  return (
    <nav class="waiting-counts" aria-label="Waiting for somebody">
      <Count number={bench.unassigned.length} words="to assign" place="inbox" />
      <Count number={bench.quarantine.length} words="in quarantine" place="quarantine" />
      <Count number={brokenRuns(bench.runs).length} words="without a plate" place="broken-runs" />
    </nav>
  );
}

/** Leads to the place on the bench page that has this id. */
function Count(props: { number: number; words: string; place: string }) {
  if (props.number === 0) return null;
  return (
    <a class="badge tone-look" href={`#${props.place}`}>
      {props.number} {props.words}
    </a>
  );
}
