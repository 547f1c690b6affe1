import type { SampleRowView } from "../../api/views.ts";
import { formatPercent } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { plateAddress } from "../route.ts";
import { wordOfClass } from "../words.ts";

/** Samples down, inhibitors across, RAS status beside. An inhibitor that no read plate tested says so. */
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
          <Verdict cell={row.cells.find((cell) => cell.arm === arm)} />
        </td>
      ))}
    </tr>
  );
}

function Verdict(props: { cell: SampleRowView["cells"][number] | undefined }) {
  const { cell } = props;
  if (cell === undefined || cell.class === null) return <span class="soft">not read</span>;
  const badge = (
    <>
      <Badge wording={wordOfClass(cell.class)} />
      {cell.grade === null ? null : <span class="grade"> {cell.grade}</span>}
    </>
  );
  const reasons = cell.reasons.join(" ");
  if (cell.plateId === null) return <span title={reasons}>{badge}</span>;
  return (
    <a class="verdict-link" href={plateAddress(cell.plateId)} title={reasons}>
      {badge}
    </a>
  );
}
