import { useId } from "preact/hooks";
import { FORMAZAN } from "../../domain/formazan.ts";
import type { ColourScale } from "./colour-scale.ts";

const WIDTH = 240;
const BAR = 14;

/** The colours of a scale with figures at both ends and in the middle. */
export function ScaleLegend(props: { scale: ColourScale }) {
  const gradient = useId();
  const [low, high] = props.scale.domain;
  const middle = (low + high) / 2;
  const unit = props.scale.unit;
  return (
    <svg
      class="scale-legend"
      viewBox={`0 0 ${WIDTH} 34`}
      role="img"
      aria-label={`Colours from ${low} ${unit}, straw, to ${high} ${unit}, dark purple`}
    >
      <defs>
        <linearGradient id={gradient}>
          {FORMAZAN.map((colour, index) => (
            <stop key={colour} offset={index / (FORMAZAN.length - 1)} stop-color={colour} />
          ))}
        </linearGradient>
      </defs>
      <rect
        class="legend-bar"
        x="0.5"
        y="0.5"
        width={WIDTH - 1}
        height={BAR}
        fill={`url(#${gradient})`}
      />
      <text x="0" y="31">
        {low}
      </text>
      <text x={WIDTH / 2} y="31" text-anchor="middle">
        {middle}
      </text>
      <text x={WIDTH} y="31" text-anchor="end">
        {high} {unit}
      </text>
    </svg>
  );
}
