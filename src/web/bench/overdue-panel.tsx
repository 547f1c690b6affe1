import type { BenchView } from "../../api/views.ts";
import { formatMoment } from "../format.ts";
import { FirstOf } from "../parts/first-of.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { expectedPlates } from "./overdue-plates.ts";

const SHOWN = 6;

/** Planned plates that have not come in time, the longest overdue first. */
export function OverduePanel(props: { bench: BenchView }) {
  const { overdue } = expectedPlates(props.bench);
  if (overdue.length === 0) return <Panel title="Overdue" note="none" id="overdue" />;
  return (
    <Panel title="Overdue" note={String(overdue.length)} id="overdue" class="panel-waiting">
      <FirstOf
        items={overdue}
        shown={SHOWN}
        class="rows"
        render={(plate) => (
          <li key={plate.barcode} class="overdue-plate">
            <strong>{plate.barcode}</strong>
            {plate.sample === null ? null : <span>sample {plate.sample}</span>}
            <span class="badge tone-bad">
              <Icon name="clock" /> since {formatMoment(plate.dueAtUtc)}
            </span>
          </li>
        )}
      />
      <p class="soft">Look in the incubator and among the plates to assign.</p>
    </Panel>
  );
}
