import type { ArmView } from "../../api/views.ts";
import type { CurveFrame, CurveScales } from "./curve-scales.ts";

/** Beside each other, so that vehicle and inhibitor do not hide one another. */
const SHIFT = 6;
const ARROW = 9;

/**
 * Where the arm's LC50 lies, on the line of half survival: the profile interval as a bar with ends, an open end with an
 * arrow; a foot on the axis for a number, an arrow towards its side for a bound.
 */
export function HalfDose(props: { arm: ArmView; scales: CurveScales; frame: CurveFrame }) {
  const { arm, scales, frame } = props;
  const y = scales.y(50);
  const shifted = y + (arm.vehicle ? -SHIFT : SHIFT);
  const fitted = arm.fit?.lc50 ?? null;
  const told = arm.lc50 ?? fitted;
  if (told === null) return null;
  const x = scales.x(told.valueUgPerMl);
  return (
    <g>
      {told.relation === "=" ? (
        <line class="half-dose" x1={x} x2={x} y1={y} y2={frame.height - frame.bottom} />
      ) : (
        <path
          class="half-dose-bound"
          d={arrow(x, shifted, told.relation.startsWith(">") ? 1 : -1)}
        />
      )}
      {fitted === null || fitted.relation !== "=" ? null : (
        <Interval
          lowerX={fitted.lowerUgPerMl === null ? null : scales.x(fitted.lowerUgPerMl)}
          upperX={fitted.upperUgPerMl === null ? null : scales.x(fitted.upperUgPerMl)}
          middleX={scales.x(fitted.valueUgPerMl)}
          y={shifted}
          ends={scales.log.range()}
        />
      )}
    </g>
  );
}

function Interval(props: {
  lowerX: number | null;
  upperX: number | null;
  middleX: number;
  y: number;
  ends: readonly number[];
}) {
  const { lowerX, upperX, y } = props;
  const [first = 0, last = 0] = props.ends;
  if (lowerX === null && upperX === null) return null;
  return (
    <>
      <path
        class="interval"
        d={[
          `M${lowerX ?? first} ${y}H${upperX ?? last}`,
          lowerX === null ? "" : `M${lowerX} ${y - 4}v8`,
          upperX === null ? "" : `M${upperX} ${y - 4}v8`,
        ].join("")}
      />
      {lowerX === null ? <path class="half-dose-bound" d={arrow(first + 2, y, -1)} /> : null}
      {upperX === null ? <path class="half-dose-bound" d={arrow(last - 2, y, 1)} /> : null}
      <path class="interval-middle" d={`M${props.middleX} ${y - 4}l4 4l-4 4l-4 -4Z`} />
    </>
  );
}

function arrow(x: number, y: number, way: 1 | -1): string {
  return `M${x} ${y - 5}l${way * ARROW} 5l${way * -ARROW} 5Z`;
}
