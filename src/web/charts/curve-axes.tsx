import { formatConcentration } from "../format.ts";
import { type CurveFrame, type CurveScales, RIGHT } from "./curve-scales.ts";

/** Survival upwards with the line of half survival; doses along a logarithmic axis that is broken before zero. */
export function CurveAxes(props: { frame: CurveFrame; scales: CurveScales; titles: boolean }) {
  const { frame, scales, titles } = props;
  const floor = frame.height - frame.bottom;
  const right = frame.width - RIGHT;
  const hasZero = scales.doses[0] === 0;
  const gap = frame.left + frame.zero;
  return (
    <g class="axis">
      {(titles ? [0, 25, 50, 75, 100] : [0, 50, 100]).map((percent) => (
        <g key={percent}>
          <line
            class={percent === 50 ? "guide guide-half" : "guide"}
            x1={frame.left}
            x2={right}
            y1={scales.y(percent)}
            y2={scales.y(percent)}
          />
          <text x={frame.left - 6} y={scales.y(percent) + 4} text-anchor="end">
            {percent}
          </text>
        </g>
      ))}
      <path
        class="axis-line"
        d={
          hasZero
            ? `M${frame.left} ${floor}H${gap - 3}M${gap + 3} ${floor}H${right}`
            : `M${frame.left} ${floor}H${right}`
        }
      />
      {hasZero ? (
        <path
          class="axis-line"
          d={`M${gap - 5} ${floor + 5}l4 -10M${gap + 1} ${floor + 5}l4 -10`}
        />
      ) : null}
      {scales.doses.map((dose) => (
        <path key={dose} class="axis-line" d={`M${scales.x(dose)} ${floor}v4`} />
      ))}
      {labelledDoses(scales.doses, titles).map((dose) => (
        <text key={dose} x={scales.x(dose)} y={floor + 17} text-anchor="middle">
          {formatConcentration(dose)}
        </text>
      ))}
      {titles ? (
        <>
          <text
            class="axis-title"
            x={(frame.left + right) / 2}
            y={frame.height - 6}
            text-anchor="middle"
          >
            prednisolone, µg/mL
          </text>
          <text
            class="axis-title"
            transform={`translate(13 ${floor / 2 + 6}) rotate(-90)`}
            text-anchor="middle"
          >
            survival, %
          </text>
        </>
      ) : null}
    </g>
  );
}

/** Every dose where there is room for its figures, else zero and every third one down from the highest. */
function labelledDoses(doses: readonly number[], roomy: boolean): readonly number[] {
  if (roomy) return doses;
  return doses.filter(
    (_, index) => index !== 1 && (index === 0 || (doses.length - 1 - index) % 3 === 0),
  );
}
