import { useState } from "preact/hooks";
import type { PlateView, WellView } from "../../api/views.ts";
import type { WellName } from "../../domain/well.ts";
import { ScaleLegend } from "../charts/scale-legend.tsx";
import { Panel } from "../parts/panel.tsx";
import { contentOf } from "../plate/well-content.ts";
import { modesOf, scaleFor } from "../plate/well-modes.ts";
import { pageAddress } from "../route.ts";
import { wordOfMask } from "../words.ts";
import { ReasonField } from "./reason-field.tsx";
import { type ProposedChange, type ReviewDraft, sortPicked } from "./review-draft.ts";
import { WellPicker } from "./well-picker.tsx";

/** The plate's wells, and what can be proposed for those that are picked. */
export function ChangePanel(props: {
  plate: PlateView;
  draft: ReviewDraft;
  /** False for people who may only look. */
  mayChange: boolean;
  onDraft: (part: Partial<ReviewDraft>) => void;
  onCompare: (change: ProposedChange) => void;
}) {
  const { plate, draft, onDraft } = props;
  const modes = modesOf(plate);
  const [mode, setMode] = useState<string>("survival");
  const [pointed, setPointed] = useState<WellName | null>(null);
  const entry = modes.find((one) => one.mode === mode) ?? modes.at(-1);
  if (entry === undefined) return <Panel title="Wells" note="without a number" />;
  const scale = scaleFor(entry, plate.wells);
  const shown = plate.wells.find((one) => one.well === pointed);
  return (
    <Panel title="Wells" class="review-wells">
      <div class="picker-head">
        <label class="picker-mode">
          <span class="unseen">What the wells show</span>
          <select value={entry.mode} onChange={(event) => setMode(event.currentTarget.value)}>
            {modes.map((one) => (
              <option key={one.mode} value={one.mode}>
                {one.label}, {one.unit}
              </option>
            ))}
          </select>
        </label>
        <ScaleLegend scale={scale} />
        <a href={pageAddress("plates", plate.summary.id, ...(pointed === null ? [] : [pointed]))}>
          Whole plate page
        </a>
      </div>
      <WellPicker
        plate={plate}
        mode={entry}
        scale={scale}
        picked={draft.wells}
        onPick={(wells) => onDraft({ wells })}
        onPoint={setPointed}
      />
      <p class="picker-story">{shown === undefined ? legendOf(plate) : storyOf(shown)}</p>
      {props.mayChange ? <PickedWells {...props} /> : null}
    </Panel>
  );
}

function PickedWells(props: {
  plate: PlateView;
  draft: ReviewDraft;
  onDraft: (part: Partial<ReviewDraft>) => void;
  onCompare: (change: ProposedChange) => void;
}) {
  const { plate, draft, onDraft, onCompare } = props;
  const { counting, leftOut, byRule } = sortPicked(plate, draft.wells);
  return (
    <form class="picked" onSubmit={(event) => event.preventDefault()} autocomplete="off">
      <p class="picked-names" aria-live="polite">
        {draft.wells.size === 0 ? (
          <span class="soft">
            Pick wells by click, drag or keyboard (<kbd>Space</kbd>, <kbd>Shift</kbd> and arrows) to
            leave them out or take them in again.
          </span>
        ) : (
          <>
            <strong>{[...draft.wells].join(", ")}</strong>
            {byRule.length === 0 ? null : (
              <span class="soft"> {byRule.join(", ")}: left out by rule, which stays.</span>
            )}
          </>
        )}
      </p>
      <ReasonField value={draft.reason} onInput={(reason) => onDraft({ reason })} />
      <div class="actions">
        <button
          type="button"
          disabled={counting.length === 0}
          onClick={() =>
            onCompare({ kind: "masks", changes: [{ wells: counting, action: "mask" }] })
          }
        >
          Leave out {counting.length === 0 ? "" : counting.length}…
        </button>
        <button
          type="button"
          disabled={leftOut.length === 0}
          onClick={() =>
            onCompare({ kind: "masks", changes: [{ wells: leftOut, action: "unmask" }] })
          }
        >
          Take in again {leftOut.length === 0 ? "" : leftOut.length}…
        </button>
        <span class="soft">Both results are shown before anything is saved.</span>
      </div>
    </form>
  );
}

function legendOf(plate: PlateView): string {
  const reasons = new Set(plate.wells.map((well) => well.maskReason));
  const letters = [...reasons].filter((reason) => reason !== null).map(wordOfMask);
  if (letters.length === 0) return "Every well counts.";
  return `Hatched wells are left out. ${letters.map(({ letter, words }) => `${letter}: ${words}`).join("; ")}.`;
}

function storyOf(well: WellView): string {
  const sent = well.measurementToken === "" ? "nothing" : `“${well.measurementToken}”`;
  const mask =
    well.maskReason === null
      ? ""
      : ` Left out: ${wordOfMask(well.maskReason).words}${well.maskComment === null ? "" : ` (${well.maskComment})`}.`;
  return `${well.well}: ${contentOf(well)}; read as ${sent}.${mask}`;
}
