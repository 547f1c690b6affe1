import type { BenchView } from "../../api/views.ts";
import type { BenchState } from "../live/bench-store.ts";
import { FlagList } from "../parts/flag-list.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { BrokenRuns } from "./broken-runs.tsx";
import { FolderCard } from "./folder-card.tsx";
import { Inbox } from "./inbox.tsx";
import { LatestResult } from "./latest-result.tsx";
import { OlderOnes } from "./older-ones.tsx";
import { OverdueLine } from "./overdue-line.tsx";
import { PlateList } from "./plate-list.tsx";
import { PlatesUnderWay } from "./plates-under-way.tsx";
import { Quarantine } from "./quarantine.tsx";
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
      <OverdueLine bench={bench} />
      <div class="bench-start">
        <ScanPanel bench={bench} connected={connection.kind === "live"} />
        <LatestResult bench={bench} />
      </div>
      <div class="bench-watch">
        <ReadersPanel bench={bench} clockOffsetMs={clockOffsetMs} />
        <Inbox bench={bench} />
        <Quarantine bench={bench} />
        <BrokenRuns runs={bench.runs} />
        <FlagsPanel flags={bench.flags} older={bench.older.flags} />
      </div>
      <Panel title="Samples and inhibitors" note="assay results for review" class="wide">
        <SampleTable samples={bench.samples} />
        <OlderOnes number={bench.older.samples} what="sample" />
      </Panel>
      <PlatesPanel plates={bench.plates} />
    </main>
  );
}

/** Where plates come from: readers, with what they are reading, and the folders of vendors' programs. */
function ReadersPanel(props: { bench: BenchView; clockOffsetMs: number }) {
  const { readers, folders } = props.bench;
  const isEmpty = readers.length + folders.length === 0;
  return (
    <Panel title={folders.length === 0 ? "Readers" : "Readers and folders"} class="readers">
      {readers.length === 0 ? null : (
        <PlatesUnderWay readers={readers} clockOffsetMs={props.clockOffsetMs} />
      )}
      <div class="reader-cards">
        {readers.map((reader) => (
          <ReaderCard key={reader.id} reader={reader} />
        ))}
        {folders.map((folder) => (
          <FolderCard key={folder.id} folder={folder} />
        ))}
      </div>
      {isEmpty ? <p class="empty">No reader and no folder is configured.</p> : null}
    </Panel>
  );
}

function FlagsPanel(props: { flags: BenchView["flags"]; older: number }) {
  const { flags, older } = props;
  if (flags.length + older === 0) return <Panel title="Flags" note="none" />;
  return (
    <Panel title="Flags" note={`${flags.length}, assay results for review`}>
      <FlagList flags={flags} />
      <OlderOnes number={older} what="flag" />
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
