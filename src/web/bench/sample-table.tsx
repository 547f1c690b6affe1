import type { SampleRowView } from "../../api/views.ts";
import { formatPercent } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Icon } from "../parts/icon.tsx";
import { plateAddress } from "../route.ts";
import { wordOfClass } from "../words.ts";
import { type ArmVerdicts, armVerdicts } from "./arm-verdicts.ts";

/** Samples down, inhibitors across, RAS status beside. Every plate that tested an inhibitor has its verdict. */
export function SampleTable(props: { samples: readonly SampleRowView[] }) {
  const arms = [...new Set(props.samples.flatMap((row) => row.cells.map((cell) => cell.arm)))];
  if (props.samples.length === 0) return <p class="empty">No sample is known yet.</p>;
  return (
    <div class="table-frame">
      <table class="sample-table">
        <thead>
          <tr>
            <th scope="col">Sample</th>
            <th scope="col">RAS</th>
            <th scope="col">Blasts day 4</th>
            <th scope="col">Plates</th>
            {arms.map((arm) => (
              <th key={arm} scope="col">
                {arm}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.samples.map((row) => (
            <SampleRow key={row.sample} row={row} arms={arms} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SampleRow(props: { row: SampleRowView; arms: readonly string[] }) {
  const { row } = props;
  const expected = row.platesExpected === null ? "" : ` of ${row.platesExpected}`;
  return (
    <tr>
      <th scope="row">{row.sample}</th>
      <td>{row.rasStatus}</td>
      <td class="number">
        {row.blastsDay4Percent === null ? "not entered" : formatPercent(row.blastsDay4Percent)}
      </td>
      <td>
        {row.platesRead}
        {expected}
        {row.provisional ? <span class="provisional"> provisional</span> : null}
      </td>
      {props.arms.map((arm) => (
        <td key={arm}>
          <PlateVerdicts {...armVerdicts(row.cells, arm)} />
        </td>
      ))}
    </tr>
  );
}

function PlateVerdicts(props: ArmVerdicts) {
  const { verdicts, disagree } = props;
  if (verdicts.length === 0) return <span class="soft">not read</span>;
  return (
    <>
      {disagree ? (
        <span class="plates-disagree tone-look badge">
          <Icon name="warning" /> plates disagree
        </span>
      ) : null}
      {verdicts.map((verdict) => (
        <Verdict key={verdict.barcode} verdict={verdict} named={verdicts.length > 1} />
      ))}
    </>
  );
}

function Verdict(props: { verdict: ArmVerdicts["verdicts"][number]; named: boolean }) {
  const { verdict } = props;
  const content = (
    <>
      <Badge wording={wordOfClass(verdict.class)} />
      {verdict.grade === null ? null : <span class="grade"> {verdict.grade}</span>}
      {verdict.suspicions.length === 0 ? null : (
        <span class="tone-bad badge">
          <Icon name="warning" /> suspicion
        </span>
      )}
      {props.named ? <span class="verdict-plate">{verdict.barcode}</span> : null}
    </>
  );
  const reasons = [...verdict.suspicions, ...verdict.reasons].join(" ");
  if (verdict.plateId === null) {
    return (
      <span class="verdict-link" title={reasons}>
        {content}
      </span>
    );
  }
  return (
    <a class="verdict-link" href={plateAddress(verdict.plateId)} title={reasons}>
      {content}
    </a>
  );
}
