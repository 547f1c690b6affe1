import type { ConditionView, PlateView } from "../../api/views.ts";
import { absorbanceScale } from "../charts/colour-scale.ts";
import { Sparkline } from "../charts/sparkline.tsx";
import { formatAbsorbance } from "../format.ts";
import { Panel } from "../parts/panel.tsx";

/** What cannot be judged on this plate and why; then the plain means by content, and nothing computed beyond them. */
export function UnjudgedPanel(props: { plate: PlateView }) {
  const { cannotJudge, conditions } = props.plate;
  const groups = Map.groupBy(conditions, (condition) => condition.arm ?? "without inhibitor");
  const means = conditions.map((one) => one.meanAbsorbance).filter((value) => value !== null);
  const top = absorbanceScale(means).domain[1];
  return (
    <Panel title="What cannot be judged here" class="wide">
      <ul class="cannot-judge">
        {cannotJudge.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      <p class="soft">
        Below are the means of wells with the same content, in AU after taking off the reference. No
        survival is computed from them.
      </p>
      <div class="condition-groups">
        {[...groups].map(([arm, members]) => (
          <ConditionTable key={arm} arm={arm} members={members} top={top} />
        ))}
      </div>
    </Panel>
  );
}

function ConditionTable(props: { arm: string; members: readonly ConditionView[]; top: number }) {
  const { arm, members } = props;
  return (
    <table class="condition-table">
      <caption>
        {arm}
        <Sparkline
          top={props.top}
          description={`Mean absorbance of ${arm} over its concentrations`}
          series={[{ class: "spark-arm", values: members.map((one) => one.meanAbsorbance) }]}
        />
      </caption>
      <thead>
        <tr>
          <th scope="col">content</th>
          <th scope="col" class="number">
            mean, AU
          </th>
          <th scope="col" class="number">
            SD, AU
          </th>
          <th scope="col" class="number">
            wells
          </th>
        </tr>
      </thead>
      <tbody>
        {members.map((one) => (
          <tr key={one.label} title={one.wells.join(", ")}>
            <th scope="row">{one.label}</th>
            <td class="number">{formatAbsorbance(one.meanAbsorbance)}</td>
            <td class="number">{formatAbsorbance(one.sdAbsorbance)}</td>
            <td class="number">{one.n}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
