import { useState } from "preact/hooks";
import type { PlateView } from "../../api/views.ts";
import type { WellName } from "../../domain/well.ts";
import { ScaleLegend } from "../charts/scale-legend.tsx";
import { Panel } from "../parts/panel.tsx";
import { plateAddress } from "../route.ts";
import { wordOfMask } from "../words.ts";
import { MaskForm } from "./mask-form.tsx";
import { WellGrid } from "./well-grid.tsx";
import { modesOf, scaleFor, WELL_MODES, type WellMode } from "./well-modes.ts";
import { WellStory } from "./well-story.tsx";

/** The plate's wells in the chosen quantity, and beside them the story of the well that is pointed at or selected. */
export function WellPanel(props: {
  plate: PlateView;
  firstWell: WellName | null;
  onChanged: (plate: PlateView) => void;
}) {
  const { plate } = props;
  const modes = modesOf(plate);
  const [mode, setMode] = useState<WellMode>(modes.at(-1)?.mode ?? "measurement");
  const [selected, setSelected] = useState<WellName>(props.firstWell ?? "A1");
  const [pointed, setPointed] = useState<WellName | null>(null);
  const entry = modes.find((one) => one.mode === mode) ?? WELL_MODES[0];
  const find = (name: WellName) => plate.wells.find((well) => well.well === name);
  const selectedWell = find(selected);
  const shownWell = find(pointed ?? selected);
  if (entry === undefined) return null;
  const scale = scaleFor(entry, plate.wells);

  const select = (well: WellName): void => {
    setSelected(well);
    setPointed(null);
    // The address follows the selection without filling the browser's history.
    history.replaceState(null, "", plateAddress(plate.summary.id, well));
  };

  return (
    <Panel title="Wells" class="wells">
      <fieldset class="modes">
        <legend class="unseen">What the wells show</legend>
        {modes.map((one) => (
          <label key={one.mode} class="mode">
            <input
              type="radio"
              name="mode"
              checked={one.mode === entry.mode}
              onChange={() => setMode(one.mode)}
            />
            <span>
              {one.label}, {one.unit}
            </span>
          </label>
        ))}
      </fieldset>
      <div class="wells-picture">
        <WellGrid
          plateId={plate.summary.id}
          wells={plate.wells}
          mode={entry}
          scale={scale}
          selected={selected}
          onSelect={select}
          onPoint={setPointed}
        />
        <div class="wells-legend">
          <ScaleLegend scale={scale} />
          <MaskLegend plate={plate} />
        </div>
      </div>
      <div class="wells-side">
        {shownWell === undefined ? null : <WellStory plate={plate} well={shownWell} />}
        {selectedWell === undefined ? null : (
          <MaskForm plateId={plate.summary.id} well={selectedWell} onChanged={props.onChanged} />
        )}
      </div>
    </Panel>
  );
}

/** The letters that stand in this plate's masked wells. */
function MaskLegend(props: { plate: PlateView }) {
  const reasons = new Set(props.plate.wells.map((well) => well.maskReason));
  return (
    <ul class="mask-legend">
      {[...reasons]
        .filter((reason) => reason !== null)
        .map((reason) => (
          <li key={reason}>
            <span class="mask-key">{wordOfMask(reason).letter}</span> {wordOfMask(reason).words}
          </li>
        ))}
    </ul>
  );
}
