import { scaleLinear, scalePoint } from "d3-scale";
import { line } from "d3-shape";

const WIDTH = 84;
const HEIGHT = 28;
const MARGIN = 3;

/** One small line a series over evenly spaced steps; a null value leaves a gap. Series share the axis from 0 to `top`. */
export function Sparkline(props: {
  series: readonly { readonly class: string; readonly values: readonly (number | null)[] }[];
  top: number;
  description: string;
}) {
  const steps = Math.max(...props.series.map((one) => one.values.length), 1);
  const x = scalePoint<number>()
    .domain(Array.from({ length: steps }, (_, step) => step))
    .range([MARGIN, WIDTH - MARGIN]);
  const y = scaleLinear()
    .domain([0, props.top])
    .range([HEIGHT - MARGIN, MARGIN])
    .clamp(true);
  const draw = line<number | null>()
    .defined((value) => value !== null)
    .x((_, step) => x(step) ?? 0)
    .y((value) => y(value ?? 0));
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={props.description}
    >
      {props.series.map((one) => (
        <path key={one.class} class={one.class} d={draw(one.values) ?? ""} />
      ))}
    </svg>
  );
}
