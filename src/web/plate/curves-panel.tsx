import type { PlateView } from "../../api/views.ts";
import { CurveChart } from "../charts/curve-chart.tsx";
import { Panel } from "../parts/panel.tsx";
import { ComparisonCard } from "./comparison-card.tsx";
import type { OnTrace } from "./trace.ts";

/** Each inhibitor against the vehicle of the plate; arms that the rule does not judge have a curve alone. */
export function CurvesPanel(props: { plate: PlateView; onTrace: OnTrace }) {
  const { plate, onTrace } = props;
  const vehicle = plate.arms.find((arm) => arm.vehicle) ?? null;
  const judged = new Set(plate.comparisons.map((comparison) => comparison.arm));
  const others = plate.arms.filter((arm) => !arm.vehicle && !judged.has(arm.arm));
  if (plate.comparisons.length + others.length === 0) return null;
  return (
    <Panel title="Inhibitors against the vehicle" note="assay results for review" class="wide">
      <CurveKey />
      <div class="comparisons">
        {plate.comparisons.map((comparison) => (
          <ComparisonCard
            key={comparison.arm}
            plate={plate}
            comparison={comparison}
            arm={plate.arms.find((arm) => arm.arm === comparison.arm) ?? null}
            vehicle={vehicle}
            onTrace={onTrace}
          />
        ))}
        {others.map((arm) => (
          <article key={arm.arm} class="comparison">
            <h3 class="comparison-title">{arm.arm}</h3>
            <CurveChart vehicle={vehicle} arm={arm} size="large" />
            <p class="soft">The rule does not judge this arm; its curve is for information.</p>
          </article>
        ))}
      </div>
    </Panel>
  );
}

function CurveKey() {
  return (
    <p class="curve-key">
      <span class="key-arm">inhibitor</span>
      <span class="key-vehicle">vehicle</span>
      Filled: mean ± SEM; open: replicates; line: fitted curve with its 95 % band, broken where
      there is no fit; bar at 50 %: LC50 of the fit with its 95 % profile interval, an arrow where
      it is only a bound.
    </p>
  );
}
