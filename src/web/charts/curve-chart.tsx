import type { ArmView, CurvePointView } from "../../api/views.ts";
import { formatLc50 } from "../format.ts";
import { CurveAxes } from "./curve-axes.tsx";
import { bandPath, fittedPath, meansPath, zeroBandPath } from "./curve-paths.ts";
import { type CurveFrame, type CurveScales, curveScales } from "./curve-scales.ts";
import { HalfDose } from "./half-dose.tsx";

const sizes: Record<"small" | "large", CurveFrame> = {
  small: { width: 260, height: 150, left: 34, bottom: 22, zero: 22 },
  large: { width: 520, height: 320, left: 46, bottom: 46, zero: 48 },
};

/**
 * Survival over prednisolone: an inhibitor's arm (violet squares, whole line) beside the vehicle of its plate (grey
 * circles, dashes). The large chart has the fitted curve with its band, and joins means only where there is no fit.
 */
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
      {large
        ? arms.map((arm) => <Band key={arm.arm} arm={arm} scales={scales} frame={frame} />)
        : null}
      <CurveAxes frame={frame} scales={scales} titles={large} />
      {arms.map((arm) => (
        <g key={arm.arm} class={classOf(arm)}>
          <HalfDose arm={arm} scales={scales} frame={frame} />
          {large && arm.fit !== null ? (
            <path class="curve-line" d={fittedPath(arm.fit, scales)} />
          ) : (
            <path class={large ? "curve-joined" : "curve-line"} d={meansPath(arm, scales)} />
          )}
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

function classOf(arm: ArmView): string {
  return arm.vehicle ? "curve-vehicle" : "curve-arm";
}

function Band(props: { arm: ArmView; scales: CurveScales; frame: CurveFrame }) {
  const { arm, scales, frame } = props;
  const band = arm.fit?.band ?? null;
  if (band === null) return null;
  return (
    <g class={classOf(arm)}>
      <path class="curve-band" d={bandPath(band, scales)} />
      <path class="curve-band" d={zeroBandPath(band, scales, frame.zero / 2)} />
    </g>
  );
}

function DosePoint(props: {
  point: CurvePointView;
  scales: CurveScales;
  square: boolean;
  replicates: boolean;
}) {
  const { point, scales } = props;
  // The two arms stand a little apart, so that their bars do not hide each other.
  const x = scales.x(point.prednisoloneUgPerMl) + (props.replicates ? (props.square ? 3 : -3) : 0);
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
              r="3"
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

function descriptionOf(arm: ArmView, vehicle: ArmView | null): string {
  const half = (one: ArmView): string => `${one.arm}: ${formatLc50(one.lc50)}`;
  const beside = vehicle === null ? "" : `; ${half(vehicle)}`;
  return `Survival over prednisolone. ${half(arm)}${beside}.`;
}
