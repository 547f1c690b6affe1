import type { PlanView } from "../../api/plan-views.ts";
import { planFileAddress } from "../clients/plan-client.ts";
import { formatMoment } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Panel } from "../parts/panel.tsx";
import { pageAddress, plateAddress } from "../route.ts";
import { type Wording, wordOfLamp } from "../words.ts";
import { PlanProgress } from "./plan-progress.tsx";

type PlannedPlate = PlanView["plates"][number];

const WAITS: Wording = { word: "Waits", icon: "empty", tone: "calm" };
const OVERDUE: Wording = { word: "Overdue", icon: "clock", tone: "bad" };

/** One plan: its plates in order, and what has become of each. */
export function PlanPanel(props: { plan: PlanView }) {
  const { plan } = props;
  return (
    <Panel title={plan.title} note={`planned by ${plan.importedBy}`} class="wide">
      <div class="plan-facts">
        <PlanProgress read={plan.read} planned={plan.planned} />
        <a class="open-plate" href={planFileAddress(plan.planId)} download>
          Download as a file
        </a>
        <a class="open-plate" href={pageAddress("plan")}>
          All plans
        </a>
      </div>
      <div class="table-frame">
        <table>
          <thead>
            <tr>
              <th scope="col">Plate</th>
              <th scope="col">Sample</th>
              <th scope="col">Layout</th>
              <th scope="col">Due</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {plan.plates.map((plate) => (
              <tr key={plate.barcode}>
                <th scope="row">
                  {plate.plateId === null ? (
                    plate.barcode
                  ) : (
                    <a href={plateAddress(plate.plateId)}>{plate.barcode}</a>
                  )}
                </th>
                <td>{plate.sample}</td>
                <td>{plate.layoutId}</td>
                <td>{plate.dueAtUtc === null ? "any time" : formatMoment(plate.dueAtUtc)}</td>
                <td>
                  <Badge wording={wordOfPlate(plate)} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

function wordOfPlate({ state, lamp }: PlannedPlate): Wording {
  if (state === "read") return wordOfLamp(lamp ?? "none");
  return state === "overdue" ? OVERDUE : WAITS;
}
