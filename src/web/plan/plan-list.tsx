import type { PlanSummaryView } from "../../api/plan-views.ts";
import { formatMoment } from "../format.ts";
import { Icon } from "../parts/icon.tsx";
import { pageAddress } from "../route.ts";
import { PlanProgress } from "./plan-progress.tsx";

/** Every plan with how far it has come, newest first. */
export function PlanList(props: { plans: readonly PlanSummaryView[] }) {
  if (props.plans.length === 0) {
    return (
      <p class="empty">Nothing has been planned yet. Plates can be read without a plan, too.</p>
    );
  }
  return (
    <ul class="rows plan-list">
      {props.plans.map((plan) => (
        <li key={plan.planId}>
          <a class="row-main" href={pageAddress("plan", plan.planId)}>
            <strong>{plan.title}</strong>
          </a>
          <PlanProgress read={plan.read} planned={plan.planned} />
          <span class={plan.overdue === 0 ? "badge tone-calm" : "badge tone-bad"}>
            <Icon name="clock" /> {plan.overdue} overdue
          </span>
          <span class="soft plan-when">
            {plan.nextDueUtc === null ? "nothing waits" : `next ${formatMoment(plan.nextDueUtc)}`}
          </span>
          <span class="soft">
            {plan.importedBy}, {formatMoment(plan.importedAtUtc)}
          </span>
        </li>
      ))}
    </ul>
  );
}
