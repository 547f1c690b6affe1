import { useState } from "preact/hooks";
import type { ArmView, PlateView } from "../../api/views.ts";
import { CurveChart } from "../charts/curve-chart.tsx";
import { formatInhibitor, formatLc50 } from "../format.ts";
import { Panel } from "../parts/panel.tsx";

/** Curves that have room beside each other without being asked for. */
const ROOM = 2;

/** Curves of the inhibitors that are flagged or cannot be judged; of all of them where none is, or when asked. */
export function CurvesPanel(props: { plate: PlateView }) {
  const { plate } = props;
  const [all, setAll] = useState(false);
  const arms = plate.arms.filter((arm) => !arm.vehicle);
  const vehicle = plate.arms.find((arm) => arm.vehicle) ?? null;
  if (arms.length === 0) return null;
  const verdictOf = (arm: ArmView) => plate.comparisons.find((one) => one.arm === arm.arm);
  const rank = (arm: ArmView): number => {
    const verdict = verdictOf(arm);
    return verdict?.flag ? 0 : verdict?.class === "inconclusive" ? 1 : 2;
  };
  const sorted = arms.toSorted((one, other) => rank(one) - rank(other));
  const flagged = sorted.filter((arm) => rank(arm) < 2).length;
  const shown = all ? sorted : sorted.slice(0, Math.max(flagged, ROOM));
  return (
    <Panel title="Curves" note={flagged === 0 ? "no inhibitor is flagged" : `${flagged} flagged`}>
      <div class="review-curves">
        {shown.map((arm) => (
          <figure key={arm.arm}>
            <figcaption>
              <strong>{arm.arm}</strong> {formatInhibitor(arm.inhibitorUm)}
            </figcaption>
            <CurveChart vehicle={vehicle} arm={arm} size="large" />
            <p class="curve-key">
              <span class="key-arm">{arm.arm}</span> {formatLc50(arm.lc50)}
              <span class="key-vehicle">vehicle</span> {formatLc50(vehicle?.lc50 ?? null)}
            </p>
          </figure>
        ))}
      </div>
      {shown.length === sorted.length && !all ? null : (
        <button type="button" class="show-all" onClick={() => setAll(!all)}>
          {all ? "Show the flagged ones only" : `Show all ${sorted.length} inhibitors`}
        </button>
      )}
    </Panel>
  );
}
