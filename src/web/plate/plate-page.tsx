import type { PlateView } from "../../api/views.ts";
import type { WellName } from "../../domain/well.ts";
import type { BenchState } from "../live/bench-store.ts";
import { usePlate } from "../live/use-plate.ts";
import { FlagList } from "../parts/flag-list.tsx";
import { Panel } from "../parts/panel.tsx";
import { AssayPanel } from "./assay-panel.tsx";
import { BarsPanel } from "./bars-panel.tsx";
import { CurvesPanel } from "./curves-panel.tsx";
import { LeftOutPanel } from "./left-out-panel.tsx";
import { OrientationPanel } from "./orientation-panel.tsx";
import { PlateHead } from "./plate-head.tsx";
import { Provenance } from "./provenance.tsx";
import { QualityPanel } from "./quality-panel.tsx";
import type { OnTrace } from "./trace.ts";
import { TraceBar } from "./trace-bar.tsx";
import { UnjudgedPanel } from "./unjudged-panel.tsx";
import { useAfterPaint } from "./use-after-paint.ts";
import { useTrace } from "./use-trace.ts";
import { WellPanel } from "./well-panel.tsx";

/** One plate with everything that is known of it; kept up to date while it is open. */
export function PlatePage(props: {
  state: BenchState;
  plateId: string;
  firstWell: WellName | null;
}) {
  const { state, plateId } = props;
  const { plate, problem } = usePlate(plateId, state.bench?.lastEventId ?? -1);
  const tracing = useTrace();
  if (plate === null) {
    return (
      <main class="plate">
        <p class="loading">{problem ?? "Loading the plate …"}</p>
      </main>
    );
  }
  return (
    <main class={`plate ${state.connection.kind === "lost" ? "old" : ""}`}>
      <PlateHead plate={plate} />
      <WellPanel
        plate={plate}
        firstWell={props.firstWell}
        trace={tracing.trace}
        onTrace={tracing.follow}
      />
      <BelowWells plate={plate} onTrace={tracing.follow} />
      <TraceBar trace={tracing.trace} onBack={tracing.back} onClear={tracing.clear} />
    </main>
  );
}

/** Everything below the wells, drawn when they have been painted. */
function BelowWells(props: { plate: PlateView; onTrace: OnTrace }) {
  const { plate, onTrace } = props;
  if (!useAfterPaint()) return <div class="below-wells" aria-busy="true" />;
  return (
    <>
      {plate.cannotJudge.length === 0 ? null : <UnjudgedPanel plate={plate} />}
      {plate.statistics.length + plate.transferWarnings.length === 0 ? null : (
        <QualityPanel plate={plate} onTrace={onTrace} />
      )}
      <div class={`plate-side ${plate.statistics.length === 0 ? "wide" : ""}`}>
        {plate.flags.length === 0 ? null : (
          <Panel title="Flags">
            <FlagList flags={plate.flags} />
          </Panel>
        )}
        <OrientationPanel plate={plate} />
        <LeftOutPanel plate={plate} />
        <BarsPanel plate={plate} onTrace={onTrace} />
      </div>
      <CurvesPanel plate={plate} onTrace={onTrace} />
      {plate.assays.map((assay) => (
        <AssayPanel key={assay.kind} assay={assay} />
      ))}
      <Provenance plate={plate} />
    </>
  );
}
