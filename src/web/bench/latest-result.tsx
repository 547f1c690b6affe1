import type { PlateSummaryView, RunView } from "../../api/views.ts";
import { LAMPS, type LampCode } from "../../domain/lamp.ts";
import { formatMoment } from "../format.ts";
import { Panel } from "../parts/panel.tsx";
import { plateAddress } from "../route.ts";
import { wordOfLamp } from "../words.ts";
import { Lamp } from "./lamp.tsx";
import type { Latest } from "./latest.ts";
import { REREAD_KEY } from "./reread-key.ts";

/** The lamp: what became of the plate that ended last. Always of one height, so that a result moves nothing. */
export function LatestResult(props: { latest: Latest | null; onReadAgain: () => void }) {
  const { latest } = props;
  return (
    <Panel title="Last plate" note="assay result for review" class="latest">
      {latest === null ? (
        <p class="lamp lamp-empty">No plate has been read yet.</p>
      ) : latest.kind === "run" ? (
        <RunLamp run={latest.run} onReadAgain={props.onReadAgain} />
      ) : (
        <PlateLamp plate={latest.plate} onReadAgain={props.onReadAgain} />
      )}
    </Panel>
  );
}

const lampOfRun: Readonly<Record<RunView["state"], LampCode>> = {
  starting: "NOT_ANALYSED",
  reading: "NOT_ANALYSED",
  captured: "NOT_ANALYSED",
  failed: "RUN_FAILED",
  interrupted: "RUN_INTERRUPTED",
  cancelled: "RUN_CANCELLED",
};

function RunLamp(props: { run: RunView; onReadAgain: () => void }) {
  const { run } = props;
  const { lamp, sentence, remedy } = LAMPS[lampOfRun[run.state]];
  return (
    <Lamp
      wording={wordOfLamp(lamp)}
      barcode={run.barcode}
      sample={run.sample}
      when={formatMoment(run.endedAtUtc ?? run.requestedAtUtc)}
      sentence={sentence}
      remedy={run.sentence ?? remedy}
    >
      <ReadAgain onPress={props.onReadAgain} />
    </Lamp>
  );
}

function PlateLamp(props: { plate: PlateSummaryView; onReadAgain: () => void }) {
  const { plate } = props;
  const unjudged = plate.lamp === "none";
  return (
    <Lamp
      wording={wordOfLamp(plate.lamp)}
      barcode={plate.barcode}
      sample={plate.sample}
      when={formatMoment(plate.capturedAtUtc)}
      sentence={unjudged ? plate.sentences.join(" ") : plate.lampSentence}
      remedy={plate.lampRemedy}
      inShort={plate.inShort}
    >
      {plate.lamp === "re-read" ? <ReadAgain onPress={props.onReadAgain} /> : null}
      <a class="open-plate" href={plateAddress(plate.id)}>
        Open plate {plate.barcode}
      </a>
    </Lamp>
  );
}

function ReadAgain(props: { onPress: () => void }) {
  return (
    <button type="button" class="primary" onClick={props.onPress}>
      Read it again <kbd>{REREAD_KEY}</kbd>
    </button>
  );
}
