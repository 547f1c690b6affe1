/** The lines and areas of one arm as SVG paths. */
import { area, line } from "d3-shape";
import type { ArmView, FitView } from "../../api/views.ts";
import type { BandPointView } from "../../api/well-views.ts";
import type { CurveScales } from "./curve-scales.ts";

interface Point {
  readonly dose: number;
  readonly mean: number;
}

/** Steps of the fitted curve between the lowest and the highest dose. */
const FIT_STEPS = 60;

/** The means joined, with a gap where one is missing; zero is not joined to the logarithmic axis. */
export function meansPath(arm: ArmView, scales: CurveScales): string {
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

export function fittedPath(fit: FitView, scales: CurveScales): string {
  const [lowest = 1, highest = 1] = scales.log.domain();
  const points = Array.from({ length: FIT_STEPS + 1 }, (_, step): [number, number] => {
    const dose = lowest * (highest / lowest) ** (step / FIT_STEPS);
    return [scales.x(dose), scales.y(fittedPercent(fit, dose))];
  });
  return line()(points) ?? "";
}

function fittedPercent(fit: FitView, dose: number): number {
  const share = 1 / (1 + (dose / fit.ed50UgPerMl) ** fit.slope);
  return fit.lowerPercent + (fit.upperPercent - fit.lowerPercent) * share;
}

/** The band over the logarithmic axis, cut off at the edges of the chart. */
export function bandPath(band: readonly BandPointView[], scales: CurveScales): string {
  const draw = area<BandPointView>()
    .x((point) => scales.x(point.doseUgPerMl))
    .y0((point) => scales.y(withinChart(point.lowerPercent, scales)))
    .y1((point) => scales.y(withinChart(point.upperPercent, scales)));
  return draw(band.filter((point) => point.doseUgPerMl > 0)) ?? "";
}

/** The band at zero dose, which has a place of its own: a box of half the width of that place. */
export function zeroBandPath(
  band: readonly BandPointView[],
  scales: CurveScales,
  width: number,
): string {
  const zero = band.find((point) => point.doseUgPerMl === 0);
  if (zero === undefined) return "";
  const [top, bottom] = [zero.upperPercent, zero.lowerPercent].map((percent) =>
    scales.y(withinChart(percent, scales)),
  );
  const left = scales.x(0) - width / 2;
  return `M${left} ${top}H${left + width}V${bottom}H${left}Z`;
}

function withinChart(percent: number, scales: CurveScales): number {
  const [lowest = 0, highest = 110] = scales.y.domain();
  return Math.min(highest, Math.max(lowest, percent));
}
