import { line } from "d3-shape";
import type { ArmView, CurvePointView, FitView } from "../../api/views.ts";
import { formatConcentration, formatLc50 } from "../format.ts";
import { type CurveFrame, type CurveScales, curveScales, RIGHT } from "./curve-scales.ts";

interface Point {
  readonly dose: number;
  readonly mean: number;
}

const sizes: Record<"small" | "large", CurveFrame> = {
  small: { width: 260, height: 150, left: 34, bottom: 22, zero: 22 },
  large: { width: 440, height: 270, left: 46, bottom: 46, zero: 34 },
};

/** Survival over prednisolone: an inhibitor's arm (violet squares) beside the vehicle of its plate (grey circles). */
export function CurveChart(props: {
  vehicle: ArmView | null;
  arm: ArmView;
  size: "small" | "large";
}) {
  const frame = sizes[props.size];
  const arms = props.vehicle === null ? [props.arm] : [props.vehicle, props.arm];
  const scales = curveScales(arms, frame);
  const large = props.size === "large";
  return (
    <svg
      class={`curve-chart curve-${props.size}`}
      viewBox={`0 0 ${frame.width} ${frame.height}`}
      role="img"
      aria-label={descriptionOf(props.arm, props.vehicle)}
    >
      <Axes frame={frame} scales={scales} titles={large} />
      {arms.map((arm) => (
        <g key={arm.arm} class={arm.vehicle ? "curve-vehicle" : "curve-arm"}>
          <HalfDose arm={arm} scales={scales} frame={frame} />
          <path class="curve-line" d={pathOf(arm, scales)} />
          {large && arm.fit !== null ? (
            <path class="curve-fit" d={fittedPath(arm.fit, scales)} />
          ) : null}
          {arm.points.map((point) => (
            <DosePoint
              key={point.prednisoloneUgPerMl}
              point={point}
              scales={scales}
              square={!arm.vehicle}
              replicates={large}
            />
          ))}
        </g>
      ))}
    </svg>
  );
}

function Axes(props: { frame: CurveFrame; scales: CurveScales; titles: boolean }) {
  const { frame, scales, titles } = props;
  const floor = frame.height - frame.bottom;
  const right = frame.width - RIGHT;
  return (
    <g class="axis">
      {[0, 50, 100].map((percent) => (
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
      {labelledDoses(scales.doses, titles).map((dose) => (
        <text key={dose} x={scales.x(dose)} y={floor + 16} text-anchor="middle">
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

function DosePoint(props: {
  point: CurvePointView;
  scales: CurveScales;
  square: boolean;
  replicates: boolean;
}) {
  const { point, scales } = props;
  const x = scales.x(point.prednisoloneUgPerMl);
  return (
    <g>
      {props.replicates
        ? point.replicatesPercent.map((percent, index) => (
            // Replicates have no name of their own; their order is that of the plate and does not change.
            <circle
              key={`${index}-${percent}`}
              class="replicate"
              cx={x}
              cy={scales.y(percent)}
              r="2.6"
            />
          ))
        : null}
      {point.meanPercent === null ? null : (
        <>
          {point.semPercent === null ? null : (
            <line
              class="sem"
              x1={x}
              x2={x}
              y1={scales.y(point.meanPercent - point.semPercent)}
              y2={scales.y(point.meanPercent + point.semPercent)}
            />
          )}
          <MeanMark x={x} y={scales.y(point.meanPercent)} square={props.square} />
        </>
      )}
    </g>
  );
}

function MeanMark(props: { x: number; y: number; square: boolean }) {
  const { x, y } = props;
  if (props.square) return <rect class="mean" x={x - 3.6} y={y - 3.6} width="7.2" height="7.2" />;
  return <circle class="mean" cx={x} cy={y} r="4" />;
}

/** Where the arm's LC50 lies: a foot on the axis; a bound has an arrow towards the side it is on. */
function HalfDose(props: { arm: ArmView; scales: CurveScales; frame: CurveFrame }) {
  const { arm, scales, frame } = props;
  if (arm.lc50 === null) return null;
  const x = scales.x(arm.lc50.valueUgPerMl);
  const y = scales.y(50);
  if (arm.lc50.relation === "=") {
    return <line class="half-dose" x1={x} x2={x} y1={y} y2={frame.height - frame.bottom} />;
  }
  const way = arm.lc50.relation.startsWith(">") ? 1 : -1;
  const shift = arm.vehicle ? -5 : 5;
  return <path class="half-dose-bound" d={`M${x} ${y + shift - 4}l${way * 8} 4l${way * -8} 4Z`} />;
}

function pathOf(arm: ArmView, scales: CurveScales): string {
  const points: (Point | null)[] = arm.points
    .filter((point) => point.prednisoloneUgPerMl > 0)
    .map((point) =>
      point.meanPercent === null
        ? null
        : { dose: point.prednisoloneUgPerMl, mean: point.meanPercent },
    );
  const draw = line<Point | null>()
    .defined((point) => point !== null)
    .x((point) => scales.x(point?.dose ?? 0))
    .y((point) => scales.y(point?.mean ?? 0));
  return draw(points) ?? "";
}

/** Steps of the fitted curve between the lowest and the highest dose. */
const FIT_STEPS = 60;

function fittedPath(fit: FitView, scales: CurveScales): string {
  const [lowest = 1, highest = 1] = scales.log.domain();
  const points = Array.from({ length: FIT_STEPS + 1 }, (_, step): [number, number] => {
    const dose = lowest * (highest / lowest) ** (step / FIT_STEPS);
    const share = 1 / (1 + (dose / fit.ed50UgPerMl) ** fit.slope);
    const percent = fit.lowerPercent + (fit.upperPercent - fit.lowerPercent) * share;
    return [scales.x(dose), scales.y(percent)];
  });
  return line()(points) ?? "";
}

function descriptionOf(arm: ArmView, vehicle: ArmView | null): string {
  const half = (one: ArmView): string => `${one.arm}: ${formatLc50(one.lc50)}`;
  const beside = vehicle === null ? "" : `; ${half(vehicle)}`;
  return `Survival over prednisolone. ${half(arm)}${beside}.`;
}
