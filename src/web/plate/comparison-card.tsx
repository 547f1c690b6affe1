import type { ArmView, ComparisonView, PlateView } from "../../api/views.ts";
import { CurveChart } from "../charts/curve-chart.tsx";
import { formatInhibitor } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Icon } from "../parts/icon.tsx";
import { withoutArm } from "../parts/without-arm.ts";
import { wordOfClass } from "../words.ts";
import { ComparisonNumbers } from "./comparison-numbers.tsx";
import type { OnTrace } from "./trace.ts";

/** One inhibitor against the vehicle of its plate: curve, verdict, its numbers, and the sentences that explain it. */
export function ComparisonCard(props: {
  plate: Pick<PlateView, "wells">;
  comparison: ComparisonView;
  arm: ArmView | null;
  vehicle: ArmView | null;
  onTrace?: OnTrace;
}) {
  const { plate, comparison, arm, vehicle, onTrace } = props;
  const [headline = comparison.title, ...explanation] = comparison.explanation;
  // The explanation may hold reasons and qualifiers already; each is said once.
  const reasons = [...explanation, ...comparison.reasons, ...comparison.qualifiers];
  return (
    <article class="comparison" aria-label={comparison.title}>
      <h3 class="comparison-title">
        {comparison.arm} <span class="soft">{formatInhibitor(arm?.inhibitorUm ?? null)}</span>
      </h3>
      <p class="comparison-verdict">
        <Badge wording={wordOfClass(comparison.class)} />
        {comparison.grade === null ? null : <span>grade {comparison.grade}</span>}
        {comparison.provisional ? (
          <span class="provisional">provisional: plates still to come</span>
        ) : null}
      </p>
      {comparison.suspicions.map((sentence) => (
        <p key={sentence} class="comparison-suspicion">
          <Icon name="warning" /> {sentence}
        </p>
      ))}
      {arm === null ? null : <CurveChart vehicle={vehicle} arm={arm} size="large" />}
      <p class="comparison-headline">{withoutArm(headline, comparison.arm)}</p>
      <ComparisonNumbers
        plate={plate}
        comparison={comparison}
        arm={arm}
        vehicle={vehicle}
        {...(onTrace === undefined ? {} : { onTrace })}
      />
      <ul class="reasons">
        {[...new Set(reasons)].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {arm?.lc50?.multipleCrossings ? <li>The curve crosses 50 % more than once.</li> : null}
      </ul>
    </article>
  );
}
