import type { BenchState } from "../live/bench-store.ts";
import { FlagList } from "../parts/flag-list.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { BrokenRuns, brokenRuns } from "./broken-runs.tsx";
import { Inbox } from "./inbox.tsx";
import { LatestResult } from "./latest-result.tsx";
import { PlannedList } from "./planned-list.tsx";
import { PlateList } from "./plate-list.tsx";
import { ReaderCard } from "./reader-card.tsx";
import { SampleTable } from "./sample-table.tsx";
import { ScanPanel } from "./scan-panel.tsx";

/** What a technician sees from the bench: start, readers, result; below it everything that waits for somebody. */
export function BenchPage(props: { state: BenchState }) {
  const { bench, connection, clockOffsetMs } = props.state;
  if (bench === null) return <p class="loading">Asking the bench computer …</p>;
  const overdue = bench.planned.filter((plate) => plate.overdue).length;
  return (
    <main class={`bench ${connection.kind === "lost" ? "old" : ""}`}>
      {bench.problems.map((problem) => (
        <p key={problem} class="bench-problem tone-bad">
          <Icon name="warning" /> {problem}
        </p>
      ))}
      <div class="bench-start">
        <ScanPanel bench={bench} connected={connection.kind === "live"} />
        <LatestResult bench={bench} />
        <Panel title="Flags" note={count(bench.flags.length)}>
          <FlagList flags={bench.flags} />
        </Panel>
      </div>
      <div class="bench-watch">
        <Panel title="Readers" class="readers">
          {bench.readers.map((reader) => (
            <ReaderCard key={reader.id} reader={reader} clockOffsetMs={clockOffsetMs} />
          ))}
          {bench.readers.length === 0 ? <p class="empty">No reader is configured.</p> : null}
        </Panel>
        <Panel title="Waiting to be assigned" note={count(bench.unassigned.length)}>
          <Inbox bench={bench} />
        </Panel>
        <Panel
          title="Planned"
          note={overdue === 0 ? count(bench.planned.length) : `${overdue} overdue`}
        >
          <PlannedList planned={bench.planned} />
        </Panel>
        <Panel title="Runs without a plate" note={count(brokenRuns(bench.runs).length)}>
          <BrokenRuns runs={bench.runs} />
        </Panel>
      </div>
      <Panel title="Samples and inhibitors" note="assay results for review" class="wide">
        <SampleTable samples={bench.samples} />
      </Panel>
      <Panel title="Plates read" note={count(bench.plates.length)} class="wide">
        <PlateList plates={bench.plates} />
      </Panel>
    </main>
  );
}

function count(number: number): string {
  return number === 0 ? "none" : String(number);
}
