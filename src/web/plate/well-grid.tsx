import { useId, useRef } from "preact/hooks";
import type { WellView } from "../../api/views.ts";
import { inkOn } from "../../domain/formazan.ts";
import {
  COLUMN_NUMBERS,
  ROW_LETTERS,
  type WellName,
  wellAt,
  wellPosition,
} from "../../domain/well.ts";
import type { ColourScale } from "../charts/colour-scale.ts";
import { HatchPattern } from "../charts/hatch-pattern.tsx";
import { plateAddress } from "../route.ts";
import { wordOfMask } from "../words.ts";
import { formatWell, type ModeEntry } from "./well-modes.ts";

const CELL = { width: 62, height: 46 };
const LABEL = { width: 28, height: 24 };
const WIDTH = LABEL.width + 12 * CELL.width + 4;
const HEIGHT = LABEL.height + 8 * CELL.height + 4;

const steps: Record<string, { row: number; column: number }> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

/**
 * The plate with a number in each well. Every well is a link to its own address, so it can be reached by Tab, and
 * from there by the arrow keys, Home and End; focus and pointer show its story.
 */
export function WellGrid(props: {
  plateId: string;
  wells: readonly WellView[];
  mode: ModeEntry;
  scale: ColourScale;
  selected: WellName;
  onSelect: (well: WellName) => void;
  onPoint: (well: WellName | null) => void;
}) {
  const { selected } = props;
  const svg = useRef<SVGSVGElement>(null);
  const hatch = useId();

  const onKeyDown = (event: KeyboardEvent): void => {
    const target = wellFrom(selected, event.key);
    if (target === null) return;
    event.preventDefault();
    props.onSelect(target);
    svg.current
      ?.querySelector<SVGAElement>(`[data-well="${target}"]`)
      ?.focus({ preventScroll: true });
  };

  return (
    <svg
      ref={svg}
      class="well-grid"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-label="Wells of the plate"
    >
      <title>Wells of the plate</title>
      <HatchPattern id={hatch} />
      <Labels />
      {props.wells.map((well) => (
        <a
          key={well.well}
          class={`well ${well.well === selected ? "well-selected" : ""}`}
          href={plateAddress(props.plateId, well.well)}
          data-well={well.well}
          tabIndex={well.well === selected ? 0 : -1}
          aria-label={nameOf(well, props.mode)}
          aria-current={well.well === selected}
          onKeyDown={onKeyDown}
          onFocus={() => props.onSelect(well.well)}
          // A pointer that only finds itself over a well because the page has moved means nothing.
          onPointerMove={() => props.onPoint(well.well)}
          onPointerLeave={() => props.onPoint(null)}
          onClick={(event) => {
            event.preventDefault();
            event.currentTarget.focus({ preventScroll: true });
            props.onSelect(well.well);
          }}
        >
          <Cell well={well} mode={props.mode} scale={props.scale} hatch={hatch} />
        </a>
      ))}
    </svg>
  );
}

function Cell(props: { well: WellView; mode: ModeEntry; scale: ColourScale; hatch: string }) {
  const { well, mode, scale } = props;
  const { row, column } = wellPosition(well.well);
  const x = LABEL.width + column * CELL.width + 2;
  const y = LABEL.height + row * CELL.height + 2;
  const value = mode.valueOf(well);
  const fill = value === null ? "none" : scale.colourOf(value);
  const masked = well.maskReason !== null;
  const box = { x, y, width: CELL.width - 4, height: CELL.height - 4, rx: 9 };
  const ink = value === null || masked ? undefined : inkOn(fill);
  return (
    <>
      <rect class="well-box" {...box} fill={fill} />
      {masked ? <rect class="well-hatch" {...box} fill={`url(#${props.hatch})`} /> : null}
      {value === null && !masked ? (
        <text class="well-content" x={x + box.width / 2} y={y + box.height / 2 + 4}>
          {well.role}
        </text>
      ) : null}
      <text class="well-number" x={x + box.width / 2} y={y + box.height / 2 + 5.5} fill={ink}>
        {masked ? `${wordOfMask(well.maskReason ?? "").letter} ` : ""}
        {formatWell(mode, well)}
      </text>
    </>
  );
}

function Labels() {
  return (
    <g class="grid-label">
      {COLUMN_NUMBERS.map((column) => (
        <text key={column} x={LABEL.width + (column - 0.5) * CELL.width} y={LABEL.height - 7}>
          {column}
        </text>
      ))}
      {ROW_LETTERS.map((letter, row) => (
        <text key={letter} x={LABEL.width / 2} y={LABEL.height + (row + 0.5) * CELL.height + 6}>
          {letter}
        </text>
      ))}
    </g>
  );
}

/** The well a key leads to; null when the key is no move or leads off the plate. */
function wellFrom(well: WellName, key: string): WellName | null {
  const { row, column } = wellPosition(well);
  if (key === "Home") return wellAt(row, 0);
  if (key === "End") return wellAt(row, 11);
  const step = steps[key];
  if (step === undefined) return null;
  const [nextRow, nextColumn] = [row + step.row, column + step.column];
  const onPlate = nextRow >= 0 && nextRow < 8 && nextColumn >= 0 && nextColumn < 12;
  return onPlate ? wellAt(nextRow, nextColumn) : null;
}

function nameOf(well: WellView, mode: ModeEntry): string {
  const value = formatWell(mode, well);
  const number = value === "" ? "no number" : `${value} ${mode.unit}`;
  const mask = well.maskReason === null ? "" : `, ${wordOfMask(well.maskReason).words}`;
  return `${well.well}, ${well.arm ?? well.role ?? "no layout"}, ${number}${mask}`;
}
