import type { CohortSampleView } from "../../api/cohort-views.ts";
import type { WorklistRowView } from "../../api/review-views.ts";
import { formatLc50Value } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Icon } from "../parts/icon.tsx";
import { wordOfState } from "../review/review-words.ts";
import { pageAddress } from "../route.ts";
import { wordOfClass } from "../words.ts";
import { annotationText } from "./cohort-order.ts";
import { wordOfPrednisolone } from "./cohort-words.ts";

type Plates = ReadonlyMap<string, WorklistRowView>;
type Verdict = CohortSampleView["verdicts"][number];

/** One sample: its verdict with each inhibitor, its response to prednisolone alone, and what else is known of it. */
export function CohortRow(props: {
  sample: CohortSampleView;
  arms: readonly string[];
  columns: readonly string[];
  plates: Plates;
}) {
  const { sample, plates } = props;
  const several = new Set(sample.verdicts.map((one) => one.plate)).size > 1;
  return (
    <tr>
      <th scope="row" class="cohort-sample">
        {sample.patient}
        <span class="cohort-small">
          sample {sample.sample}
          {sample.counted ? "" : ", not counted"}
        </span>
        {sample.provisional ? <span class="provisional">provisional</span> : null}
        {sample.conflicts.map((sentence) => (
          <span key={sentence} class="cohort-conflict">
            <Icon name="warning" /> {sentence}
          </span>
        ))}
      </th>
      {props.arms.map((arm) => {
        const verdicts = sample.verdicts.filter((one) => one.arm === arm);
        return (
          <td key={arm} class={verdicts.length === 0 ? "cohort-missing" : ""}>
            {verdicts.length === 0 ? <span>not tested</span> : null}
            {verdicts.map((verdict) => (
              <VerdictLink
                key={verdict.plate}
                verdict={verdict}
                plate={plates.get(verdict.plate)}
                named={several}
              />
            ))}
          </td>
        );
      })}
      <td class={sample.lc50s.length === 0 ? "cohort-missing" : ""}>
        {sample.lc50s.length === 0 ? <span>not tested</span> : null}
        {sample.lc50s.map((lc50) => (
          <Lc50 key={lc50.plate} lc50={lc50} named={several} />
        ))}
      </td>
      {props.columns.map((name) => {
        const text = annotationText(sample, name);
        return (
          <td key={name} class={text === null ? "cohort-missing" : ""}>
            {text ?? <span>not known</span>}
          </td>
        );
      })}
    </tr>
  );
}

/** The verdict as a way to its evidence, with the marks of what to mind. */
function VerdictLink(props: {
  verdict: Verdict;
  plate: WorklistRowView | undefined;
  /** True where the sample has several plates. */
  named: boolean;
}) {
  const { verdict, plate, named } = props;
  const content = (
    <>
      <Badge wording={wordOfClass(verdict.class)} />
      {verdict.grade === null ? null : <span class="cohort-grade"> {verdict.grade}</span>}
      {named ? <span class="cohort-small">{verdict.plate}</span> : null}
    </>
  );
  return (
    <span class="cohort-verdict">
      {plate === undefined ? (
        content
      ) : (
        <a href={pageAddress("review", plate.plateId)} tabIndex={-1}>
          {content}
          <span class="unseen">
            , {verdict.arm}, plate {verdict.plate}, {wordOfState(plate.state).word.toLowerCase()}
          </span>
        </a>
      )}
      {plate === undefined ? null : <Marks plate={plate} />}
    </span>
  );
}

function Marks(props: { plate: WorklistRowView }) {
  const { state, suspicious } = props.plate;
  const wording = wordOfState(state);
  return (
    <span class="cohort-marks">
      {suspicious ? (
        <span class="cohort-suspicious">
          <Icon name="warning" /> suspicious
        </span>
      ) : null}
      {state === "open" ? null : (
        <span>
          <Icon name={wording.icon} /> {wording.word.toLowerCase()}
        </span>
      )}
    </span>
  );
}

function Lc50(props: { lc50: CohortSampleView["lc50s"][number]; named: boolean }) {
  const { lc50, class: name, counts, plate } = props.lc50;
  const value = lc50 === null ? null : { relation: lc50.relation, valueUgPerMl: lc50.value };
  const wording = wordOfPrednisolone(name);
  return (
    <span class="cohort-lc50">
      <strong>{formatLc50Value(value)}</strong>
      <span class="cohort-small">
        <Icon name={wording.icon} /> {wording.word}
        {props.named ? `, ${plate}` : ""}
        {counts ? "" : ", not counted"}
      </span>
    </span>
  );
}
