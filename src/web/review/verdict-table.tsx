import type { ComparisonView, PlateView } from "../../api/views.ts";
import { formatDose, formatPercent } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { withoutArm } from "../parts/without-arm.ts";
import { wordOfClass } from "../words.ts";
import { qText, ratioText } from "./compare-plates.ts";

/** Every inhibitor of the plate with its verdict, the numbers that decided it, and the sentence that says it. */
export function VerdictTable(props: { plate: PlateView }) {
  const { comparisons } = props.plate;
  if (comparisons.length === 0) return <Panel title="Verdicts" note="no inhibitor is judged" />;
  const dose = comparisons.find((one) => one.referenceDoseUgPerMl !== null)?.referenceDoseUgPerMl;
  return (
    <Panel title="Verdicts" note="assay results for review">
      <div class="table-frame">
        <table class="verdict-table">
          <thead>
            <tr>
              <th scope="col">Inhibitor</th>
              <th scope="col">Verdict</th>
              <th scope="col" class="number">
                Alive at {formatDose(dose ?? null)}
                <span class="soft"> inhibitor / vehicle</span>
              </th>
              <th scope="col" class="number">
                LC50 ratio
              </th>
              <th scope="col" class="number">
                Q
              </th>
            </tr>
          </thead>
          {comparisons.map((comparison) => (
            <Verdict key={comparison.arm} comparison={comparison} />
          ))}
        </table>
      </div>
    </Panel>
  );
}

function Verdict(props: { comparison: ComparisonView }) {
  const { comparison } = props;
  const sentences = sentencesOf(comparison);
  return (
    <tbody class={comparison.flag ? "verdict-flagged" : ""}>
      <tr>
        <th scope="row">{comparison.arm}</th>
        <td>
          <Badge wording={wordOfClass(comparison.class)} />
          {comparison.grade === null ? null : <span> grade {comparison.grade}</span>}
          {comparison.provisional ? <span class="provisional">provisional</span> : null}
        </td>
        <td class="number">
          <strong>{formatPercent(comparison.survivalInhibitorAtReferencePercent)}</strong> /{" "}
          {formatPercent(comparison.survivalVehicleAtReferencePercent)}
        </td>
        <td class="number">{ratioText(comparison)}</td>
        <td class="number">{qText(comparison.interactionQ)}</td>
      </tr>
      {comparison.suspicions.map((sentence) => (
        <tr key={sentence} class="verdict-sentence">
          <td colSpan={5}>
            <span class="verdict-suspicion">
              <Icon name="warning" /> {sentence}
            </span>
          </td>
        </tr>
      ))}
      {sentences.length === 0 ? null : (
        <tr class="verdict-sentence">
          <td colSpan={5}>
            {comparison.flag || comparison.class === "inconclusive" ? (
              sentences.join(" ")
            ) : (
              <details>
                <summary>Why</summary>
                {sentences.join(" ")}
              </details>
            )}
          </td>
        </tr>
      )}
    </tbody>
  );
}

function sentencesOf(comparison: ComparisonView): readonly string[] {
  const all = [...comparison.explanation, ...comparison.reasons, ...comparison.qualifiers];
  return [...new Set(all)].map((sentence) => withoutArm(sentence, comparison.arm));
}
