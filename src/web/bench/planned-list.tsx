import type { PlannedPlateView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { Icon } from "../parts/icon.tsx";

/** Plates that the plan still expects, the most urgent first. */
export function PlannedList(props: { planned: readonly PlannedPlateView[] }) {
  if (props.planned.length === 0) return <p class="empty">The plan expects no further plate.</p>;
  const planned = [...props.planned].sort((a, b) =>
    (a.dueAtUtc ?? "9").localeCompare(b.dueAtUtc ?? "9"),
  );
  return (
    <ul class="rows">
      {planned.map((plate) => (
        <li key={plate.barcode}>
          <span class="row-main">
            <strong>{plate.barcode}</strong> sample {plate.sample}
          </span>
          <span class={plate.overdue ? "badge tone-look" : "soft"}>
            {plate.overdue ? <Icon name="clock" /> : null}
            {plate.dueAtUtc === null
              ? "no due time"
              : `${plate.overdue ? "overdue since" : "due"} ${formatMoment(plate.dueAtUtc)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}
