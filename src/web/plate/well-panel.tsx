import { useState } from "preact/hooks";
import type { PlateView } from "../../api/views.ts";
import type { WellName } from "../../domain/well.ts";
import { ScaleLegend } from "../charts/scale-legend.tsx";
import { Panel } from "../parts/panel.tsx";
import { plateAddress } from "../route.ts";
import { LayoutMap } from "./layout-map.tsx";
import { MarkLegend } from "./mark-legend.tsx";
import { ModeChoice } from "./mode-choice.tsx";
import type { OnTrace, Trace } from "./trace.ts";
import { useAfterPaint } from "./use-after-paint.ts";
import { WellGrid } from "./well-grid.tsx";
import { firstMode, modesOf, scaleFor, WELL_MODES, type WellMode } from "./well-modes.ts";
import { WellStory } from "./well-story.tsx";

const NO_WELLS: ReadonlySet<WellName> = new Set();

/**
 * The plate's wells in the chosen quantity, beside them the layout, and the story of the well that is pointed at or
 * selected; a pinned one stays until it is let go.
 */
export function WellPanel(props: {
  plate: PlateView;
  firstWell: WellName | null;
  trace: Trace | null;
  onTrace: OnTrace;
}) {
  const { plate, trace } = props;
  const modes = modesOf(plate);
  const [mode, setMode] = useState<WellMode>(() => firstMode(modes));
  const [selected, setSelected] = useState<WellName>(props.firstWell ?? "A1");
  const [pointed, setPointed] = useState<WellName | null>(null);
  const [pinned, setPinned] = useState<WellName | null>(null);
  const painted = useAfterPaint();
  const entry = modes.find((one) => one.mode === mode) ?? modes[0] ?? WELL_MODES[0];
  const shownName = pinned ?? pointed ?? selected;
  const shown = plate.wells.find((well) => well.well === shownName);
  if (entry === undefined) return null;
  const scale = scaleFor(entry, plate.wells);

  const select = (well: WellName): void => {
    setSelected(well);
    setPointed(null);
    // The address follows the selection without filling the browser's history.
    history.replaceState(null, "", plateAddress(plate.summary.id, well));
  };

  return (
    <Panel title="Wells" class="wells" id="wells">
      <ModeChoice modes={modes} chosen={entry} onChoose={setMode} />
      <div class="wells-picture">
        <WellGrid
          wells={plate.wells}
          mode={entry}
          scale={scale}
          selected={selected}
          pinned={pinned}
          marked={trace === null ? NO_WELLS : new Set(trace.wells)}
          onSelect={select}
          onPoint={setPointed}
          onPin={setPinned}
        />
        <div class="wells-legend">
          <ScaleLegend scale={scale} />
          <MarkLegend plate={plate} mode={entry} />
        </div>
      </div>
      <div class="wells-layout">
        {painted ? (
          <LayoutMap wells={plate.wells} arms={plate.arms} shown={shownName} onPoint={setPointed} />
        ) : null}
      </div>
      <div class="wells-side">
        {shown === undefined ? null : (
          <WellStory
            plate={plate}
            well={shown}
            pinned={pinned === shown.well}
            onLetGo={() => setPinned(null)}
            onTrace={props.onTrace}
          />
        )}
      </div>
    </Panel>
  );
}
