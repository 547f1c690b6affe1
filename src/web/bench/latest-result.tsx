import type { BenchView, PlateSummaryView, PlateView, RunView } from "../../api/views.ts";
import { CurveChart } from "../charts/curve-chart.tsx";
import { formatLc50, formatMoment } from "../format.ts";
import { usePlate } from "../live/use-plate.ts";
import { Badge } from "../parts/badge.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { plateAddress } from "../route.ts";
import { type Wording, wordOfClass, wordOfQuality, wordOfRun } from "../words.ts";

type Latest =
  | { readonly kind: "plate"; readonly plate: PlateSummaryView }
  | { readonly kind: "run"; readonly run: RunView };

/** The lamp: what became of the plate that ended last. */
export function LatestResult(props: { bench: BenchView }) {
  const latest = latestOf(props.bench);
  const plateId = latest?.kind === "plate" ? latest.plate.id : null;
  const { plate, problem } = usePlate(plateId, props.bench.lastEventId);
  return (
    <Panel title="Last plate" class="latest">
      {latest === null ? <p class="empty">No plate has been read yet.</p> : null}
      {latest?.kind === "run" ? (
        <Lamp
          wording={wordOfRun(latest.run.state)}
          barcode={latest.run.barcode}
          sample={latest.run.sample}
          sentences={[latest.run.sentence ?? "No reason is known."]}
          when={formatMoment(latest.run.endedAtUtc ?? latest.run.requestedAtUtc)}
        />
      ) : null}
      {latest?.kind === "plate" ? (
        <>
          <Lamp
            wording={wordOfQuality(latest.plate.quality)}
            barcode={latest.plate.barcode}
            sample={latest.plate.sample}
            sentences={latest.plate.sentences}
            when={formatMoment(latest.plate.capturedAtUtc)}
          />
          {plate === null ? (
            <p class="empty">{problem ?? "Loading the curves …"}</p>
          ) : (
            <Verdicts plate={plate} />
          )}
          <a class="open-plate" href={plateAddress(latest.plate.id)}>
            Open plate {latest.plate.barcode}
          </a>
        </>
      ) : null}
    </Panel>
  );
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

function Lamp(props: {
  wording: Wording;
  barcode: string;
  sample: string;
  sentences: readonly string[];
  when: string;
}) {
  const { wording } = props;
  return (
    <div class={`lamp tone-${wording.tone}`} role="status">
      <span class="lamp-light">
        <Icon name={wording.icon} />
      </span>
      <div>
        <p class="lamp-word">{wording.word}</p>
        <p class="lamp-plate">
          {props.barcode}{" "}
          <span class="soft">
            sample {props.sample}, {props.when}
          </span>
        </p>
        {props.sentences.map((sentence) => (
          <p key={sentence} class="lamp-sentence">
            {sentence}
          </p>
        ))}
      </div>
    </div>
  );
}

function Verdicts(props: { plate: PlateView }) {
  const { arms, comparisons } = props.plate;
  const vehicle = arms.find((arm) => arm.vehicle) ?? null;
  return (
    <div class="verdicts">
      {comparisons.map((comparison) => {
        const arm = arms.find((one) => one.arm === comparison.arm);
        return (
          <figure key={comparison.arm} class="verdict">
            <figcaption>
              <strong>{comparison.arm}</strong>
              <Badge wording={wordOfClass(comparison.class)} />
            </figcaption>
            {arm === undefined ? null : <CurveChart vehicle={vehicle} arm={arm} size="small" />}
            <p class="verdict-lc50">{formatLc50(arm?.lc50 ?? null)}</p>
          </figure>
        );
      })}
      {comparisons.length === 0 ? null : (
        <p class="curve-key">
          <span class="key-arm">with inhibitor</span> <span class="key-vehicle">vehicle</span>{" "}
          survival in % over prednisolone in µg/mL
        </p>
      )}
    </div>
  );
}
