import type { ConditionView, PlateView } from "../../api/views.ts";
import { wellAt, wellPosition } from "../../domain/well.ts";
import { absorbanceScale } from "../charts/colour-scale.ts";
import { Sparkline } from "../charts/sparkline.tsx";
import { formatAbsorbance } from "../format.ts";
import { Panel } from "../parts/panel.tsx";

/** A plate that cannot be judged: the plain means by content, and nothing computed beyond them. */
export function UnjudgedPanel(props: { plate: PlateView }) {
  const { conditions } = props.plate;
  const groups = Map.groupBy(conditions, (condition) => condition.arm ?? "without inhibitor");
  const means = conditions.map((one) => one.meanAbsorbance).filter((value) => value !== null);
  const top = absorbanceScale(means).domain[1];
  return (
    <Panel title="What was read, by content" class="wide">
      <p class="soft">
        Means of wells with the same content, in AU after taking off the reference. For want of what
        is named above, no survival is computed from them.
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
        {arm} <span class="soft">{placeOf(members)}</span>
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

/** Where on the plate these wells are: `A1 to D6` when they fill that block, else nothing. */
function placeOf(members: readonly ConditionView[]): string {
  const wells = members.flatMap((one) => one.wells);
  const rows = wells.map((well) => wellPosition(well).row);
  const columns = wells.map((well) => wellPosition(well).column);
  const [top, bottom] = [Math.min(...rows), Math.max(...rows)];
  const [left, right] = [Math.min(...columns), Math.max(...columns)];
  const block = (bottom - top + 1) * (right - left + 1);
  return block === wells.length ? `${wellAt(top, left)} to ${wellAt(bottom, right)}` : "";
}
