import type { PlateView } from "../../api/views.ts";
import { ReferenceBars } from "../charts/reference-bars.tsx";
import { formatDose } from "../format.ts";
import { Panel } from "../parts/panel.tsx";
import type { OnTrace } from "./trace.ts";

/** Survival at the reference dose, all arms side by side. */
export function BarsPanel(props: { plate: PlateView; onTrace: OnTrace }) {
  const { plate, onTrace } = props;
  const dose =
    plate.comparisons.find((one) => one.referenceDoseUgPerMl !== null)?.referenceDoseUgPerMl ??
    null;
  if (dose === null) return null;
  return (
    <Panel title={`Survival at ${formatDose(dose)} prednisolone`}>
      <ReferenceBars plate={plate} onTrace={onTrace} />
    </Panel>
  );
}
