import type { BenchView, PlateSummaryView, RunView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { type LoadedPlate, usePlate } from "../live/use-plate.ts";
import { Panel } from "../parts/panel.tsx";
import { plateAddress } from "../route.ts";
import { wordOfQuality, wordOfRun } from "../words.ts";
import { FlagLines } from "./flag-lines.tsx";
import { Lamp } from "./lamp.tsx";
import { PlatePicture } from "./plate-picture.tsx";
import { Verdicts } from "./verdicts.tsx";

type Latest =
  | { readonly kind: "plate"; readonly plate: PlateSummaryView }
  | { readonly kind: "run"; readonly run: RunView };

/** The lamp: what became of the plate that ended last. */
export function LatestResult(props: { bench: BenchView }) {
  const latest = latestOf(props.bench);
  const plateId = latest?.kind === "plate" ? latest.plate.id : null;
  const loaded = usePlate(plateId, props.bench.lastEventId);
  if (latest === null) return <Panel title="Last plate" note="none read yet" class="latest" />;
  return (
    <Panel title="Last plate" note="assay result for review" class="latest">
      {latest.kind === "run" ? (
        <RunLamp run={latest.run} />
      ) : (
        <PlateResult summary={latest.plate} loaded={loaded} />
      )}
    </Panel>
  );
}

function RunLamp(props: { run: RunView }) {
  const { run } = props;
  return (
    <Lamp
      wording={wordOfRun(run.state)}
      barcode={run.barcode}
      sample={run.sample}
      sentences={[run.sentence ?? "No reason is known."]}
      when={formatMoment(run.endedAtUtc ?? run.requestedAtUtc)}
    />
  );
}

function PlateResult(props: { summary: PlateSummaryView; loaded: LoadedPlate }) {
  const { summary } = props;
  const { plate, problem } = props.loaded;
  return (
    <>
      <Lamp
        wording={wordOfQuality(summary.quality)}
        barcode={summary.barcode}
        sample={summary.sample}
        sentences={sentencesOf(summary)}
        inShort={summary.quality === "warn" ? summary.inShort : []}
        when={formatMoment(summary.capturedAtUtc)}
        picture={plate === null ? null : <PlatePicture plate={plate} />}
      />
      {plate === null ? (
        <p class="empty latest-detail">{problem ?? "Loading the curves …"}</p>
      ) : (
        <div class="latest-detail">
          <FlagLines flags={plate.flags} />
          <Verdicts plate={plate} />
        </div>
      )}
      <a class="open-plate" href={plateAddress(summary.id)}>
        Open plate {summary.barcode}
      </a>
    </>
  );
}

/** A plate that passed has nothing said of it, and that is said. To look at it, a few words are enough. */
function sentencesOf(summary: PlateSummaryView): readonly string[] {
  if (summary.quality === "warn" && summary.inShort.length > 0) return [];
  if (summary.quality !== "pass" || summary.sentences.length > 0) return summary.sentences;
  return ["Every check of the plate’s quality is passed."];
}

/** The plate or the failed run that ended last; a run that became a plate counts as the plate. */
function latestOf(bench: BenchView): Latest | null {
  const plates = bench.plates.map((plate) => ({
    atUtc: plate.capturedAtUtc,
    latest: { kind: "plate", plate } satisfies Latest as Latest,
  }));
  const runs = bench.runs
    .filter((run) => run.endedAtUtc !== null && run.plateId === null && run.state !== "captured")
    .map((run) => ({
      atUtc: run.endedAtUtc ?? "",
      latest: { kind: "run", run } satisfies Latest as Latest,
    }));
  const ended = [...plates, ...runs].sort((a, b) => a.atUtc.localeCompare(b.atUtc));
  return ended.at(-1)?.latest ?? null;
}
