import { useRef, useState } from "preact/hooks";
import type { PlateView, WellView } from "../../api/views.ts";
import { inkOn } from "../../domain/formazan.ts";
import {
  ALL_WELLS,
  COLUMN_NUMBERS,
  ROW_LETTERS,
  type WellName,
  wellAt,
  wellPosition,
} from "../../domain/well.ts";
import type { ColourScale } from "../charts/colour-scale.ts";
import { contentOf } from "../plate/well-content.ts";
import { formatWell, type ModeEntry } from "../plate/well-modes.ts";
import { wordOfMask } from "../words.ts";
import { wellsBetween } from "./wells-between.ts";

const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * The plate with a number in each well, of which several can be picked: by click or Space, a block by dragging or with
 * Shift and the arrow keys, a row or column by its letter or number; Escape lets all go.
 */
export function WellPicker(props: {
  plate: PlateView;
  mode: ModeEntry;
  scale: ColourScale;
  picked: ReadonlySet<WellName>;
  onPick: (wells: ReadonlySet<WellName>) => void;
  /** The well that is pointed at or has the keyboard; null = none. */
  onPoint: (well: WellName | null) => void;
}) {
  const { picked, onPick } = props;
  const [at, setAt] = useState<WellName>([...picked][0] ?? "A1");
  const grid = useRef<HTMLDivElement>(null);
  /** Where a block begins, and what was picked before it. */
  const block = useRef<{ from: WellName; before: ReadonlySet<WellName>; dragging: boolean }>(null);

  const begin = (well: WellName, dragging: boolean): void => {
    block.current = { from: well, before: picked, dragging };
  };
  const extendTo = (well: WellName): void => {
    const { from, before } = block.current ?? { from: at, before: picked };
    onPick(inPlateOrder(new Set([...before, ...wellsBetween(from, well)])));
  };
  const toggle = (wells: readonly WellName[]): void => {
    const all = wells.every((well) => picked.has(well));
    const rest = [...picked].filter((well) => !wells.includes(well));
    onPick(inPlateOrder(new Set(all ? rest : [...rest, ...wells])));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && picked.size > 0) {
      event.preventDefault();
      onPick(new Set());
    }
    const target = wellFrom(at, event.key);
    if (target === null) return;
    event.preventDefault();
    // The arrows are this grid's while it has the keyboard.
    event.stopPropagation();
    if (!event.shiftKey) block.current = null;
    else if (block.current === null) begin(at, false);
    if (event.shiftKey) extendTo(target);
    setAt(target);
    grid.current
      ?.querySelector<HTMLElement>(`[data-pick="${target}"]`)
      ?.focus({ preventScroll: true });
  };

  return (
    <fieldset class="well-picker" onPointerLeave={() => props.onPoint(null)}>
      <legend class="unseen">Wells of the plate; pick those to leave out or take in again</legend>
      <div ref={grid} class="picker-grid">
        <span />
        {COLUMN_NUMBERS.map((column) => (
          <button
            key={column}
            type="button"
            class="picker-label"
            tabIndex={-1}
            aria-label={`Column ${column}`}
            onClick={() => toggle(ROW_LETTERS.map((letter): WellName => `${letter}${column}`))}
          >
            {column}
          </button>
        ))}
        {ROW_LETTERS.map((letter, row) => [
          <button
            key={letter}
            type="button"
            class="picker-label"
            tabIndex={-1}
            aria-label={`Row ${letter}`}
            onClick={() => toggle(COLUMN_NUMBERS.map((column): WellName => `${letter}${column}`))}
          >
            {letter}
          </button>,
          ...props.plate.wells.slice(row * 12, row * 12 + 12).map((well) => (
            <button
              key={well.well}
              type="button"
              class={`pick ${well.maskReason === null ? "" : "pick-masked"}`}
              style={styleOf(well, props.mode, props.scale)}
              data-pick={well.well}
              tabIndex={well.well === at ? 0 : -1}
              aria-pressed={picked.has(well.well)}
              aria-label={nameOf(well, props.mode)}
              onKeyDown={onKeyDown}
              onFocus={() => {
                setAt(well.well);
                props.onPoint(well.well);
              }}
              onPointerDown={(event) => {
                if (event.button === 0) begin(well.well, true);
                // A finger or pen would keep every further move to this one well.
                event.currentTarget.releasePointerCapture(event.pointerId);
              }}
              onPointerEnter={(event) => {
                props.onPoint(well.well);
                const drags = block.current?.dragging === true && event.buttons === 1;
                if (drags) extendTo(well.well);
              }}
              onClick={(event) => {
                if (block.current !== null && block.current.from !== well.well) return;
                if (event.shiftKey) extendTo(well.well);
                else toggle([well.well]);
              }}
            >
              {well.maskReason === null ? "" : wordOfMask(well.maskReason).letter}
              <span>{formatWell(props.mode, well)}</span>
            </button>
          )),
        ])}
      </div>
    </fieldset>
  );
}

function inPlateOrder(wells: ReadonlySet<WellName>): ReadonlySet<WellName> {
  return new Set(ALL_WELLS.filter((well) => wells.has(well)));
}

function styleOf(well: WellView, mode: ModeEntry, scale: ColourScale): Record<string, string> {
  const value = mode.valueOf(well);
  if (value === null || well.maskReason !== null) return {};
  const colour = scale.colourOf(value);
  return { backgroundColor: colour, color: inkOn(colour) };
}

/** The well a key leads to; null when the key is no move or leads off the plate. */
function wellFrom(well: WellName, key: string): WellName | null {
  const { row, column } = wellPosition(well);
  if (key === "Home") return wellAt(row, 0);
  if (key === "End") return wellAt(row, 11);
  const step = STEPS[key];
  if (step === undefined) return null;
  const [nextRow, nextColumn] = [row + step[0], column + step[1]];
  const onPlate = nextRow >= 0 && nextRow < 8 && nextColumn >= 0 && nextColumn < 12;
  return onPlate ? wellAt(nextRow, nextColumn) : null;
}

function nameOf(well: WellView, mode: ModeEntry): string {
  const value = formatWell(mode, well);
  const number = value === "" ? "no number" : `${value} ${mode.unit}`;
  const mask = well.maskReason === null ? "" : `, left out: ${wordOfMask(well.maskReason).words}`;
  return `${well.well}, ${contentOf(well)}, ${number}${mask}`;
}
