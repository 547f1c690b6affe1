import { type ScaleLinear, type ScaleLogarithmic, scaleLinear, scaleLog } from "d3-scale";
import type { ArmView, CurvePointView } from "../../api/views.ts";

export interface CurveFrame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly bottom: number;
  /** Width of the place of the zero dose. */
  readonly zero: number;
}

export interface CurveScales {
  /** Place of a prednisolone dose in µg/mL; zero has a place of its own left of the logarithmic axis. */
  readonly x: (doseUgPerMl: number) => number;
  readonly y: ScaleLinear<number, number>;
  readonly log: ScaleLogarithmic<number, number>;
  /** All doses of the arms, ascending. */
  readonly doses: readonly number[];
}

const TOP = 8;
export const RIGHT = 16;

/** Axes for arms that share a chart: survival in percent from 0, lower where something lies there; doses on a logarithmic axis with zero beside it. */
export function curveScales(arms: readonly ArmView[], frame: CurveFrame): CurveScales {
  const points = arms.flatMap((arm) => arm.points);
  const doses = [...new Set(points.map((point) => point.prednisoloneUgPerMl))].sort(
    (a, b) => a - b,
  );
  const positive = doses.filter((dose) => dose > 0);
  const lowest = positive[0] ?? 0.1;
  const highest = Math.max(positive.at(-1) ?? 100, lowest * 10);
  const log = scaleLog()
    .domain([lowest, highest])
    .range([frame.left + frame.zero + 10, frame.width - RIGHT - 6]);
  const y = scaleLinear()
    .domain([Math.min(0, ...points.flatMap(lowestOf)), Math.max(110, ...points.flatMap(highestOf))])
    .range([frame.height - frame.bottom, TOP]);
  const x = (dose: number): number => (dose > 0 ? log(dose) : frame.left + frame.zero / 2);
  return { x, y, log, doses };
}

function highestOf(point: CurvePointView): number[] {
  const meanAndSem = (point.meanPercent ?? 0) + (point.semPercent ?? 0);
  return [meanAndSem, ...point.replicatesPercent].map((value) => value + 4);
}

function lowestOf(point: CurvePointView): number[] {
  const meanLessSem = (point.meanPercent ?? 0) - (point.semPercent ?? 0);
  return [meanLessSem, ...point.replicatesPercent].map((value) => (value < 0 ? value - 4 : 0));
}
