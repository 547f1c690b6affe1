import { useId } from "preact/hooks";
import { ALL_WELLS, COLUMN_NUMBERS, ROW_LETTERS, wellPosition } from "../../domain/well.ts";
import type { ColourScale } from "./colour-scale.ts";
import { HatchPattern } from "./hatch-pattern.tsx";

/** `pending` = not yet arrived; `missing` = arrived without a number. */
export type HeatValue = number | "missing" | "pending";

const PITCH = 10;
const LABEL = 10;

/** A small picture of a plate: 96 round wells in reading order. Numbers and keyboard are the well grid's. */
export function HeatMap(props: {
  values: readonly HeatValue[];
  scale: ColourScale;
  /** What a person who does not see the picture is told. */
  description: string;
  labels?: boolean;
}) {
  const hatch = useId();
  const label = props.labels ? LABEL : 0;
  const width = label + 12 * PITCH;
  const height = label + 8 * PITCH;
  return (
    <svg
      class="heat-map"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={props.description}
    >
      <HatchPattern id={hatch} />
      {props.labels ? <AxisLabels /> : null}
      {ALL_WELLS.map((well, index) => {
        const { row, column } = wellPosition(well);
        const value = props.values[index] ?? "pending";
        return (
          <circle
            key={well}
            class={`spot ${typeof value === "number" ? "spot-filled" : `spot-${value}`}`}
            cx={label + (column + 0.5) * PITCH}
            cy={label + (row + 0.5) * PITCH}
            r={PITCH * 0.44}
            fill={fillOf(value, props.scale, hatch)}
          />
        );
      })}
    </svg>
  );
}

function fillOf(value: HeatValue, scale: ColourScale, hatch: string): string {
  if (value === "pending") return "none";
  if (value === "missing") return `url(#${hatch})`;
  return scale.colourOf(value);
}

function AxisLabels() {
  return (
    <g class="heat-label">
      {COLUMN_NUMBERS.map((column) => (
        <text key={column} x={LABEL + (column - 0.5) * PITCH} y={LABEL * 0.65}>
          {column}
        </text>
      ))}
      {ROW_LETTERS.map((letter, row) => (
        <text key={letter} x={LABEL * 0.45} y={LABEL + (row + 0.5) * PITCH + 2}>
          {letter}
        </text>
      ))}
    </g>
  );
}
