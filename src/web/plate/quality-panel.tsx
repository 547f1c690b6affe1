import type { PlateView } from "../../api/views.ts";
import { formatFigure } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Panel } from "../parts/panel.tsx";
import type { Wording } from "../words.ts";

const verdicts: Record<PlateView["statistics"][number]["verdict"], Wording> = {
  good: { word: "good", icon: "tick", tone: "good" },
  warn: { word: "look", icon: "warning", tone: "look" },
  fail: { word: "failed", icon: "cross", tone: "bad" },
  info: { word: "for information", icon: "empty", tone: "calm" },
};

/** The figures a plate is judged by, each with its limit and the verdict in a word. */
export function QualityPanel(props: { plate: PlateView }) {
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
              <th scope="row">{figure.label}</th>
              <td class="number">
                {formatFigure(figure.value, figure.unit)}
                <span class="soft">{figure.limit ?? "no limit"}</span>
              </td>
              <td>
                <Badge wording={verdicts[figure.verdict]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
