import type { BenchState } from "../live/bench-store.ts";
import { FlagList } from "../parts/flag-list.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { BrokenRuns } from "./broken-runs.tsx";
import { Inbox } from "./inbox.tsx";
import { LatestResult } from "./latest-result.tsx";
import { PlateList } from "./plate-list.tsx";
import { PlatesUnderWay } from "./plates-under-way.tsx";
import { ReaderCard } from "./reader-card.tsx";
import { SampleTable } from "./sample-table.tsx";
import { ScanPanel } from "./scan-panel.tsx";

/** What a technician sees from the bench: start, readers, result, what waits for somebody, flags; below it the tables. */
export function BenchPage(props: { state: BenchState }) {
  const { bench, connection, clockOffsetMs } = props.state;
  if (bench === null) return <p class="loading">Asking the bench computer …</p>;
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
      </div>
      <div class="bench-watch">
        <Panel title="Readers" class="readers">
          <PlatesUnderWay readers={bench.readers} clockOffsetMs={clockOffsetMs} />
          <div class="reader-cards">
            {bench.readers.map((reader) => (
              <ReaderCard key={reader.id} reader={reader} />
            ))}
          </div>
          {bench.readers.length === 0 ? <p class="empty">No reader is configured.</p> : null}
        </Panel>
        <Inbox bench={bench} />
        <BrokenRuns runs={bench.runs} />
        <FlagsPanel flags={bench.flags} />
      </div>
      <Panel title="Samples and inhibitors" note="assay results for review" class="wide">
        <SampleTable samples={bench.samples} />
      </Panel>
      <PlatesPanel plates={bench.plates} />
    </main>
  );
}

function FlagsPanel(props: Parameters<typeof FlagList>[0]) {
  const { flags } = props;
  if (flags.length === 0) return <Panel title="Flags" note="none" />;
  return (
    <Panel title="Flags" note={`${flags.length}, assay results for review`}>
      <FlagList flags={flags} />
    </Panel>
  );
}

function PlatesPanel(props: Parameters<typeof PlateList>[0]) {
  const { plates } = props;
  if (plates.length === 0) return <Panel title="Plates read" note="none" class="wide" />;
  return (
    <Panel title="Plates read" note={String(plates.length)} class="wide">
      <PlateList plates={plates} />
    </Panel>
  );
}
