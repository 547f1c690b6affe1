import type { PlateView } from "../../api/views.ts";
import { formatPercent } from "../format.ts";
import { Icon } from "../parts/icon.tsx";
import { wordOfLamp } from "../words.ts";

/** Which plate this is, what to think of it, and what its verdicts must be read beside. */
export function PlateHead(props: { plate: PlateView }) {
  const { plate } = props;
  const { summary } = plate;
  const wording = wordOfLamp(summary.lamp);
  return (
    <header class="panel plate-head">
      <div class={`plate-lamp tone-${wording.tone}`}>
        <span class="plate-sign">
          <Icon name={wording.icon} />
        </span>
        <div>
          <h1 class="plate-name">
            {summary.barcode} <span class="plate-word">{wording.word}</span>
          </h1>
          {summary.sentences.map((sentence) => (
            <p key={sentence} class="plate-sentence">
              {sentence}
            </p>
          ))}
        </div>
      </div>
      <dl class="facts plate-facts">
        <Fact label="Sample" value={summary.sample} />
        <Fact label="RAS status" value={plate.rasStatus} />
        <Fact
          label="Blasts, day 4"
          value={
            plate.blastsDay4Percent === null
              ? "not entered"
              : formatPercent(plate.blastsDay4Percent)
          }
        />
        <Fact label="Layout" value={summary.layoutId} />
        <Fact label="Reader" value={summary.readerId} />
        <Fact label="Captured" value={plate.provenance.times.arrived} />
        <Fact label="Reader’s clock" value={plate.readerClock ?? "none printed"} />
        <Fact label="Wavelengths" value={wavelengths(plate)} />
        <Fact label="Versions" value={String(summary.versions)} />
      </dl>
    </header>
  );
}

function Fact(props: { label: string; value: string }) {
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}

function wavelengths(plate: PlateView): string {
  const measurement = plate.measurementNm === null ? "unknown" : `${plate.measurementNm} nm`;
  if (plate.referenceSubtracted) return `${measurement}, reference taken off by the reader`;
  return plate.referenceNm === null
    ? `${measurement}, no reference`
    : `${measurement} and ${plate.referenceNm} nm`;
}
