import type { PlateView } from "../../api/views.ts";
import { CurveChart } from "../charts/curve-chart.tsx";
import { formatLc50 } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { wordOfClass } from "../words.ts";

/** Each inhibitor's class and curve beside the vehicle of its plate. */
export function Verdicts(props: { plate: PlateView }) {
  const { arms, comparisons } = props.plate;
  const vehicle = arms.find((arm) => arm.vehicle) ?? null;
  return (
    <div class="verdicts">
      {comparisons.map((comparison) => {
        const arm = arms.find((one) => one.arm === comparison.arm);
        return (
          <figure key={comparison.arm} class="verdict">
            <figcaption>
              <strong>{comparison.arm}</strong>
              <Badge wording={wordOfClass(comparison.class)} />
            </figcaption>
            {arm === undefined ? null : <CurveChart vehicle={vehicle} arm={arm} size="small" />}
            <p class="verdict-lc50">{formatLc50(arm?.lc50 ?? null)}</p>
          </figure>
        );
      })}
      {comparisons.length === 0 ? null : (
        <p class="curve-key">
          <span class="key-arm">with inhibitor</span> <span class="key-vehicle">vehicle</span>{" "}
          survival in % over prednisolone in µg/mL
        </p>
      )}
    </div>
  );
}
