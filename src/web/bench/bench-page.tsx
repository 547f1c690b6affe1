import { useMemo, useRef, useState } from "preact/hooks";
import type { BenchView } from "../../api/views.ts";
import type { BenchState } from "../live/bench-store.ts";
import { FlagList } from "../parts/flag-list.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { BrokenRuns } from "./broken-runs.tsx";
import { FolderCard } from "./folder-card.tsx";
import { Inbox } from "./inbox.tsx";
import { latestOf, rereadBarcodeOf } from "./latest.ts";
import { LatestDetails } from "./latest-details.tsx";
import { LatestResult } from "./latest-result.tsx";
import { OlderOnes } from "./older-ones.tsx";
import { OverduePanel } from "./overdue-panel.tsx";
import { PlateList } from "./plate-list.tsx";
import { PlatesUnderWay } from "./plates-under-way.tsx";
import { Quarantine } from "./quarantine.tsx";
import { ReaderCard } from "./reader-card.tsx";
import { SampleTable } from "./sample-table.tsx";
import { ScanPanel } from "./scan-panel.tsx";
import { TodayStrip } from "./today-strip.tsx";

/** What a technician sees from the bench: the day, start, lamp, readers, what waits for somebody; below it the tables. */
export function BenchPage(props: { state: BenchState }) {
  const { bench, connection, clockOffsetMs } = props.state;
  const [openReading, setOpenReading] = useState<string | null>(null);
  const readAgain = useRef<(() => void) | null>(null);
  if (bench === null) return <p class="loading">Asking the bench computer …</p>;
  const latest = latestOf(bench);
  return (
    <main class={`bench ${connection.kind === "lost" ? "old" : ""}`}>
      <h1 class="unseen">Bench</h1>
      {bench.problems.map((problem) => (
        <p key={problem} class="bench-problem tone-bad">
          <Icon name="warning" /> {problem}
        </p>
      ))}
      <TodayStrip today={bench.today} />
      <ScanPanel
        bench={bench}
        connected={connection.kind === "live"}
        rereadBarcode={rereadBarcodeOf(latest)}
        readAgain={readAgain}
        onWaitingReading={setOpenReading}
      />
      <LatestResult latest={latest} onReadAgain={() => readAgain.current?.()} />
      <div class="bench-start">
        <ReadersPanel bench={bench} clockOffsetMs={clockOffsetMs} />
      </div>
      <div class="bench-watch">
        <Inbox bench={bench} openId={openReading} onOpen={setOpenReading} />
        <OverduePanel bench={bench} />
        <Quarantine bench={bench} />
        <BrokenRuns runs={bench.runs} />
        <LatestDetails
          plate={latest?.kind === "plate" ? latest.plate : null}
          lastEventId={bench.lastEventId}
        />
        <FlagsPanel flags={bench.flags} older={bench.older.flags} />
      </div>
      <SamplesPanel samples={bench.samples} older={bench.older.samples} />
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
      <div class="reader-cards">
        {readers.map((reader) => (
          <ReaderCard key={reader.id} reader={reader} />
        ))}
        {folders.map((folder) => (
          <FolderCard key={folder.id} folder={folder} />
        ))}
      </div>
      {readers.length === 0 ? null : (
        <PlatesUnderWay readers={readers} clockOffsetMs={props.clockOffsetMs} />
      )}
      {isEmpty ? <p class="empty">No reader and no folder is configured.</p> : null}
    </Panel>
  );
}

/*
 * The long tables. A reader that tells how far it has come leaves them as they are: they are drawn anew for other rows
 * alone, or each line of a plate would draw hundreds of them.
 */

function FlagsPanel({ flags, older }: { flags: BenchView["flags"]; older: number }) {
  return useMemo(() => {
    if (flags.length + older === 0) return <Panel title="Flags" note="none" />;
    return (
      <Panel title="Flags" note={`${flags.length}, assay results for review`}>
        <FlagList flags={flags} />
        <OlderOnes number={older} what="flag" />
      </Panel>
    );
  }, [flags, older]);
}

function SamplesPanel({ samples, older }: { samples: BenchView["samples"]; older: number }) {
  return useMemo(
    () => (
      <Panel title="Samples and inhibitors" note="assay results for review" class="wide">
        <SampleTable samples={samples} />
        <OlderOnes number={older} what="sample" />
      </Panel>
    ),
    [samples, older],
  );
}

function PlatesPanel({ plates }: Parameters<typeof PlateList>[0]) {
  const title = "Plates read";
  return useMemo(() => {
    if (plates.length === 0) {
      return <Panel title={title} note="none" class="wide" id="plates-read" />;
    }
    return (
      <Panel title={title} note={String(plates.length)} class="wide" id="plates-read">
        <PlateList plates={plates} />
      </Panel>
    );
  }, [plates]);
}
