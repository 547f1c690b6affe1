import type { WellName } from "../../domain/well.ts";
import type { BenchState } from "../live/bench-store.ts";
import { usePlate } from "../live/use-plate.ts";
import { FlagList } from "../parts/flag-list.tsx";
import { Panel } from "../parts/panel.tsx";
import { AssayPanel } from "./assay-panel.tsx";
import { ComparisonCard } from "./comparison-card.tsx";
import { LeftOutPanel } from "./left-out-panel.tsx";
import { PlateHead } from "./plate-head.tsx";
import { Provenance } from "./provenance.tsx";
import { QualityPanel } from "./quality-panel.tsx";
import { UnjudgedPanel } from "./unjudged-panel.tsx";
import { WellPanel } from "./well-panel.tsx";

/** One plate with everything that is known of it; kept up to date while it is open. */
export function PlatePage(props: {
  state: BenchState;
  plateId: string;
  firstWell: WellName | null;
}) {
  const { state, plateId } = props;
  const { plate, problem, replace } = usePlate(plateId, state.bench?.lastEventId ?? -1);
  if (plate === null) {
    return (
      <main class="plate">
        <p class="loading">{problem ?? "Loading the plate …"}</p>
      </main>
    );
  }
  const vehicle = plate.arms.find((arm) => arm.vehicle) ?? null;
  return (
    <main class={`plate ${state.connection.kind === "lost" ? "old" : ""}`}>
      <PlateHead plate={plate} />
      <WellPanel plate={plate} firstWell={props.firstWell} onChanged={replace} />
      {plate.cannotJudge.length === 0 ? null : <UnjudgedPanel plate={plate} />}
      {plate.statistics.length + plate.transferWarnings.length === 0 ? null : (
        <QualityPanel plate={plate} />
      )}
      <div class={`plate-side ${plate.statistics.length === 0 ? "wide" : ""}`}>
        {plate.flags.length === 0 ? null : (
          <Panel title="Flags">
            <FlagList flags={plate.flags} />
          </Panel>
        )}
        <LeftOutPanel plate={plate} />
      </div>
      {plate.comparisons.length === 0 ? null : (
        <Panel title="Inhibitors against the vehicle" note="assay results for review" class="wide">
          <div class="comparisons">
            {plate.comparisons.map((comparison) => (
              <ComparisonCard
                key={comparison.arm}
                comparison={comparison}
                arm={plate.arms.find((arm) => arm.arm === comparison.arm) ?? null}
                vehicle={vehicle}
              />
            ))}
          </div>
        </Panel>
      )}
      {plate.assays.map((assay) => (
        <AssayPanel key={assay.kind} assay={assay} />
      ))}
      <Provenance plate={plate} />
    </main>
  );
}
