import type { PlateView } from "../../api/views.ts";
import { formatFigure } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Panel } from "../parts/panel.tsx";
import type { Wording } from "../words.ts";
import type { OnTrace } from "./trace.ts";
import { TracedNumber } from "./traced-number.tsx";

type Figure = PlateView["statistics"][number];

const verdicts: Record<Exclude<Figure["verdict"], "info">, Wording> = {
  good: { word: "good", icon: "tick", tone: "good" },
  warn: { word: "look", icon: "warning", tone: "look" },
  fail: { word: "failed", icon: "cross", tone: "bad" },
};

/** The figures a plate is judged by, each with its limit, the verdict in a word, and the way to its wells. */
export function QualityPanel(props: { plate: PlateView; onTrace?: OnTrace }) {
  const { statistics, transferWarnings } = props.plate;
  return (
    <Panel title="Quality of the plate">
      {transferWarnings.map((warning) => (
        <p key={warning} class="tone-look transfer-warning">
          {warning}
        </p>
      ))}
      {statistics.length === 0 ? <p class="empty">No figure could be computed.</p> : null}
      <table class="quality-table">
        <tbody>
          {statistics.map((figure) => (
            <tr key={figure.key}>
              <th scope="row">
                {figure.label}
                {figure.limit === null ? null : <span class="soft">{figure.limit}</span>}
              </th>
              <td class="number">
                <TracedNumber
                  trace={{ label: figure.label, wells: figure.wells }}
                  onTrace={props.onTrace}
                >
                  {formatFigure(figure.value, figure.unit)}
                </TracedNumber>
              </td>
              <td>
                <Verdict figure={figure} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

function Verdict(props: { figure: Figure }) {
  const { verdict, value } = props.figure;
  if (verdict !== "info") return <Badge wording={verdicts[verdict]} />;
  return <span class="soft">{value === null ? "not computed" : "for information"}</span>;
}
