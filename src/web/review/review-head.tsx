import type { WorklistRowView } from "../../api/review-views.ts";
import { plateReportUrl } from "../clients/review-client.ts";
import { formatMoment, formatPercent } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Icon } from "../parts/icon.tsx";
import { wordOfLamp } from "../words.ts";
import type { Neighbours } from "./review-address.ts";
import { wordOfState } from "./review-words.ts";
import type { Shown } from "./use-review.ts";

/** Which plate this is, why it is here, and the way to the next one. */
export function ReviewHead(props: {
  shown: Shown;
  row: WorklistRowView | null;
  neighbours: Neighbours;
  listAddress: string;
  onOpen: (plateId: string) => void;
}) {
  const { row, neighbours } = props;
  const { review, plate } = props.shown;
  const { summary } = plate;
  return (
    <header class="panel review-head">
      <div class="review-name">
        <h1>{review.barcode}</h1>
        <Badge wording={wordOfLamp(summary.lamp)} />
        <Badge wording={wordOfState(review.state)} />
        {row?.provisional ? (
          <span class="provisional">provisional: plates still to come</span>
        ) : null}
      </div>
      <dl class="review-facts">
        <Fact label="Sample" value={summary.sample} />
        {row === null ? null : <Fact label="Patient" value={row.patient} />}
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
        <Fact label="Read" value={`${formatMoment(summary.capturedAtUtc)}, ${summary.readerId}`} />
      </dl>
      <nav class="review-steps" aria-label="Plates of the worklist">
        <a class="button" href={props.listAddress}>
          Worklist <kbd>u</kbd>
        </a>
        <StepButton words="Previous" keyName="p" to={neighbours.before} onOpen={props.onOpen} />
        <StepButton words="Next" keyName="n" to={neighbours.after} onOpen={props.onOpen} />
        <span class="soft review-place">
          {neighbours.place === null
            ? "not in the list"
            : `${neighbours.place} of ${neighbours.of ?? "many"}`}
        </span>
        <a class="button" href={plateReportUrl(review.plateId)}>
          Report, PDF
        </a>
      </nav>
      <div class="review-why">
        <h2>Why it is here</h2>
        <ul>
          {whyHere(props.shown, row).map((sentence) => (
            <li key={sentence}>
              <Icon name="flag" /> {sentence}
            </li>
          ))}
        </ul>
      </div>
    </header>
  );
}

function StepButton(props: {
  words: string;
  keyName: string;
  to: string | null;
  onOpen: (plateId: string) => void;
}) {
  const { to } = props;
  return (
    <button type="button" disabled={to === null} onClick={() => to !== null && props.onOpen(to)}>
      {props.words} <kbd>{props.keyName}</kbd>
    </button>
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

/** What makes it risky, then what its quality says; each once. */
function whyHere(shown: Shown, row: WorklistRowView | null): readonly string[] {
  const { summary, cannotJudge } = shown.plate;
  const sentences = [...(row?.riskReasons ?? []), ...summary.sentences, ...cannotJudge];
  return [...new Set(sentences)];
}
