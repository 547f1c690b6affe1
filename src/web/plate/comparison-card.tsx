import type { ArmView, ComparisonView } from "../../api/views.ts";
import { CurveChart } from "../charts/curve-chart.tsx";
import { formatInhibitor, formatLc50, formatPercent } from "../format.ts";
import { Badge } from "../parts/badge.tsx";
import { Icon } from "../parts/icon.tsx";
import { withoutArm } from "../parts/without-arm.ts";
import { wordOfClass } from "../words.ts";

/** One inhibitor against the vehicle of its plate: curve, verdict, and the sentences that explain it. */
export function ComparisonCard(props: {
  comparison: ComparisonView;
  arm: ArmView | null;
  vehicle: ArmView | null;
}) {
  const { comparison, arm, vehicle } = props;
  const [headline = comparison.title, ...explanation] = comparison.explanation;
  // The explanation may hold reasons and qualifiers already; each is said once.
  const reasons = [...explanation, ...comparison.reasons, ...comparison.qualifiers];
  return (
    <article class="comparison">
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
      <p class="curve-key">
        <span class="key-arm">{comparison.arm}</span> {formatLc50(arm?.lc50 ?? null)}
        <span class="key-vehicle">vehicle</span> {formatLc50(vehicle?.lc50 ?? null)}
      </p>
      <p class="comparison-headline">{withoutArm(headline, comparison.arm)}</p>
      <ul class="reasons">
        {[...new Set(reasons)].map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {arm?.lc50?.multipleCrossings ? <li>The curve crosses 50 % more than once.</li> : null}
      </ul>
      <p class="soft">
        Alone it leaves {formatPercent(arm?.singleAgentSurvivalPercent ?? null)} of the cells alive.
      </p>
    </article>
  );
}
