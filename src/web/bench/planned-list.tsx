import { useId, useState } from "preact/hooks";
import type { PlannedPlateView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { Icon } from "../parts/icon.tsx";

const SHOWN = 3;

/** Plates that the plan still expects, the most urgent first; as many as fit under the scan field, the rest on demand. */
export function PlannedList(props: { planned: readonly PlannedPlateView[] }) {
  const [all, setAll] = useState(false);
  const id = useId();
  const planned = [...props.planned].sort((a, b) =>
    (a.dueAtUtc ?? "9").localeCompare(b.dueAtUtc ?? "9"),
  );
  const hidden = all ? 0 : Math.max(0, planned.length - SHOWN);
  if (planned.length === 0) return <p class="empty">The plan expects no further plate.</p>;
  return (
    <section class="planned" aria-labelledby={id}>
      <h3 id={id} class="planned-title">
        Next in the plan
        {hidden === 0 ? null : (
          <button type="button" class="link" onClick={() => setAll(true)}>
            {hidden} more
          </button>
        )}
      </h3>
      <ul class="planned-list">
        {/* By place, not by plate: the rows stay where they are when the first plate goes into a reader. */}
        {planned.slice(0, planned.length - hidden).map((plate, place) => (
          <li key={place}>
            <span>
              <strong>{plate.barcode}</strong> sample {plate.sample}
            </span>
            <Due plate={plate} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Due(props: { plate: PlannedPlateView }) {
  const { dueAtUtc, overdue } = props.plate;
  if (dueAtUtc === null) return <span class="soft">any time</span>;
  if (!overdue) return <span class="soft">due {formatMoment(dueAtUtc)}</span>;
  return (
    <span class="badge tone-look">
      <Icon name="clock" /> overdue since {formatMoment(dueAtUtc)}
    </span>
  );
}
