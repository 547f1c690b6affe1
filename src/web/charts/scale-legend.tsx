import { useId } from "preact/hooks";
import { formatScaleEnd } from "../format.ts";
import type { ColourScale } from "./colour-scale.ts";

const WIDTH = 240;
const BAR = 14;

/** The colours of a scale with figures at both ends and in the middle. */
export function ScaleLegend(props: { scale: ColourScale }) {
  const gradient = useId();
  const { domain, unit, stops, words } = props.scale;
  const [low, middle, high] = [domain[0], (domain[0] + domain[1]) / 2, domain[1]].map(
    formatScaleEnd,
  );
  return (
    <svg
      class="scale-legend"
      viewBox={`0 0 ${WIDTH} 34`}
      role="img"
      aria-label={`Colours from ${low} ${unit}, ${words.low}, to ${high} ${unit}, ${words.high}`}
    >
      <defs>
        <linearGradient id={gradient}>
          {stops.map((colour, index) => (
            <stop key={colour} offset={index / (stops.length - 1)} stop-color={colour} />
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
