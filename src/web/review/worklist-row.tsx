import type { WorklistRowView } from "../../api/review-views.ts";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Icon } from "../parts/icon.tsx";
import { wordOfClass, wordOfLamp } from "../words.ts";
import { wordOfState } from "./review-words.ts";

/** Verdicts that have room in a row. */
const VERDICTS = 2;

/**
 * One plate of the worklist. Its link spans the whole row and can be reached by Tab; the other rows' links from there
 * by the keys of the list.
 */
export function WorklistRow(props: {
  row: WorklistRowView;
  address: string;
  /** From 0. */
  place: number;
  current: boolean;
  displaced: boolean;
  onCursor: (id: string) => void;
}) {
  const { row, current } = props;
  return (
    <tr
      aria-rowindex={props.place + 2}
      class={`worklist-row ${current ? "worklist-row-current" : ""}`}
      title={row.riskReasons.join("\n")}
    >
      <th scope="row">
        <a
          href={props.address}
          data-plate={row.plateId}
          tabIndex={current ? 0 : -1}
          onFocus={() => props.onCursor(row.plateId)}
        >
          {row.barcode}
        </a>
        <span class="worklist-small">
          {row.sample} · {row.patient} · RAS {row.rasStatus}
        </span>
      </th>
      <td>
        <Reasons reasons={row.riskReasons} />
      </td>
      <td>
        <span class="worklist-line">
          <Badge wording={wordOfLamp(row.lamp)} />
          {row.suspicious ? (
            <span class="badge tone-bad">
              <Icon name="warning" /> suspicious
            </span>
          ) : null}
          {row.provisional ? <span class="provisional">provisional</span> : null}
        </span>
        <Verdicts row={row} />
      </td>
      <td>
        <span class="worklist-line">
          <Badge wording={wordOfState(row.state)} />
          {props.displaced ? <span class="worklist-moved">has changed</span> : null}
        </span>
        <span class="worklist-small">{marksOf(row)}</span>
      </td>
      <td>
        <span class="worklist-line">{formatMoment(row.capturedAtUtc)}</span>
        <span class="worklist-small">
          {row.readerId}, {row.readBy}
        </span>
      </td>
    </tr>
  );
}

/** The two heaviest; all of them stand in the row's title. */
function Reasons(props: { reasons: readonly string[] }) {
  const [first, second, ...rest] = props.reasons;
  if (first === undefined) return <span class="worklist-line soft">nothing stands out</span>;
  return (
    <>
      <span class="worklist-line">{first}</span>
      <span class="worklist-small">
        {second}
        {rest.length === 0 ? "" : `, and ${rest.length} more`}
      </span>
    </>
  );
}

function Verdicts(props: { row: WorklistRowView }) {
  const { verdicts } = props.row;
  if (verdicts.length === 0) return <span class="worklist-small">no inhibitor flagged</span>;
  const more = verdicts.length - VERDICTS;
  return (
    <span class="worklist-verdicts">
      {verdicts.slice(0, VERDICTS).map((verdict) => {
        const wording = wordOfClass(verdict.class);
        return (
          <span key={verdict.arm}>
            <Icon name={wording.icon} /> {verdict.arm} {wording.word}
            {verdict.grade === null ? "" : ` ${verdict.grade}`}
          </span>
        );
      })}
      {more > 0 ? <span>+{more}</span> : null}
    </span>
  );
}

/** Who has signed, and how much people have done to the plate. */
function marksOf(row: WorklistRowView): string {
  const counted = (count: number, one: string, many: string): string[] =>
    count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
  return [
    ...row.signedBy,
    ...counted(row.masks, "well left out", "wells left out"),
    ...counted(row.comments, "comment", "comments"),
    ...(row.readings > 1 ? [`${row.readings} readings`] : []),
  ].join(" · ");
}
