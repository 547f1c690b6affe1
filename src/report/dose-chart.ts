/** Survival over dose: replicates, means with their SEM, fitted curves and LC50s, on a logarithmic axis. */
import { type ScaleLinear, type ScaleLogarithmic, scaleLinear, scaleLog } from "d3-scale";
import { line } from "d3-shape";
import { numberText } from "./number-text.ts";
import { type Doc, fitLine, INK, SOFT, setFont, writeLine } from "./paper.ts";
import { drawMark, type SeriesStyle, strokeStyle } from "./series-style.ts";

export interface ChartPoint {
  /** Zero has a place of its own, left of the axis. */
  readonly dose: number;
  readonly mean: number | null;
  readonly sem: number | null;
  readonly replicates: readonly number[];
}

export interface ChartSeries {
  readonly name: string;
  readonly style: SeriesStyle;
  readonly points: readonly ChartPoint[];
  /** Survival at a dose above zero by the fitted curve; null = no fit, the means are joined instead. */
  readonly curve: ((dose: number) => number) | null;
  /** The dose that leaves half of the cells alive, or the bound it lies beyond. */
  readonly half: { readonly relation: string; readonly value: number } | null;
}

export interface DoseChart {
  readonly xTitle: string;
  readonly yTitle: string;
  readonly series: readonly ChartSeries[];
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Axes {
  readonly place: Place;
  readonly log: ScaleLogarithmic<number, number>;
  readonly y: ScaleLinear<number, number>;
  /** Middle of the place of the zero dose; null where no series has one. */
  readonly zeroX: number | null;
  readonly doses: readonly number[];
}

const PLOT = { left: 30, top: 6, right: 8, bottom: 36 } as const;
const ZERO_WIDTH = 20;
const EMPTY = "no survival could be computed";
/** Lighter than anything that means something. */
const GRID = "#c4c4c4";
const CURVE_STEPS = 240;
const HALF_PERCENT = 50;

/** Draws the chart into its place: axes, then each series with its own mark and line. */
export function drawDoseChart(doc: Doc, place: Place, chart: DoseChart): void {
  const axes = layAxes(place, chart.series);
  drawAxes(doc, axes, chart);
  if (!chart.series.some(hasMean)) {
    sayEmpty(doc, place);
    return;
  }
  doc.save();
  const { left, right, top, bottom } = plotOf(place);
  doc.rect(left, top - 3, right - left + 3, bottom - top + 6).clip();
  for (const series of chart.series) drawLine(doc, axes, series);
  for (const series of chart.series) drawHalf(doc, axes, series);
  for (const [index, series] of chart.series.entries()) {
    const shift = chart.series.length > 2 ? 0 : index * 2 - (chart.series.length - 1);
    for (const point of series.points) drawPoint(doc, axes, series, point, shift);
  }
  doc.restore();
}

function hasMean({ points }: ChartSeries): boolean {
  return points.some((point) => point.mean !== null);
}

/** An empty chart must not look as if everything were at zero. */
function sayEmpty(doc: Doc, place: Place): void {
  const { left, right, top, bottom } = plotOf(place);
  const how = { size: 7.5, align: "center" } as const;
  writeLine(doc, EMPTY, (left + right) / 2, top + (bottom - top) / 4, how);
}

/** Mark, line and name of each series side by side, on as many rows as `width` asks for; returns the height. */
export function drawKey(
  doc: Doc,
  series: readonly Pick<ChartSeries, "name" | "style">[],
  place: { readonly x: number; readonly y: number; readonly width: number },
): number {
  let { x, y } = place;
  for (const { name: whole, style } of series) {
    const name = fitLine(doc, whole, { size: 7, width: place.width - 28 });
    const nameWidth = doc.widthOfString(name);
    if (x > place.x && x + 28 + nameWidth > place.x + place.width) {
      x = place.x;
      y += 11;
    }
    strokeStyle(doc, style);
    doc
      .moveTo(x, y + 4.5)
      .lineTo(x + 20, y + 4.5)
      .stroke()
      .undash();
    drawMark(doc, style, x + 10, y + 4.5, 2.6);
    writeLine(doc, name, x + 24, y, { size: 7 });
    x += 24 + nameWidth + 12;
  }
  return y - place.y + 11;
}

function plotOf({ x, y, width, height }: Place) {
  return {
    left: x + PLOT.left,
    right: x + width - PLOT.right,
    top: y + PLOT.top,
    bottom: y + height - PLOT.bottom,
  };
}

function layAxes(place: Place, series: readonly ChartSeries[]): Axes {
  const points = series.flatMap((one) => one.points);
  const doses = [...new Set(points.map((point) => point.dose))].sort((a, b) => a - b);
  const positive = doses.filter((dose) => dose > 0);
  const lowest = positive[0] ?? 0.1;
  const highest = positive.at(-1) ?? lowest;
  const hasZero = doses[0] === 0;
  const { left, right, top, bottom } = plotOf(place);
  const values = points.flatMap(shownValues);
  const span = highest > lowest ? [lowest, highest] : [lowest / 10, lowest * 10];
  return {
    place,
    log: scaleLog()
      .domain(span)
      .range([left + (hasZero ? ZERO_WIDTH + 10 : 10), right - 6]),
    y: scaleLinear()
      .domain([Math.min(0, ...values), Math.max(110, ...values)])
      .nice(6)
      .range([bottom, top]),
    zeroX: hasZero ? left + ZERO_WIDTH / 2 : null,
    doses,
  };
}

function shownValues({ mean, sem, replicates }: ChartPoint): number[] {
  const ends = mean === null ? [] : [mean - (sem ?? 0), mean + (sem ?? 0)];
  return [...ends, ...replicates];
}

function drawAxes(doc: Doc, axes: Axes, chart: DoseChart): void {
  const { place, y } = axes;
  const { left, right, top, bottom } = plotOf(place);
  for (const tick of y.ticks(6)) {
    const at = y(tick);
    doc.moveTo(left, at).lineTo(right, at).lineWidth(0.25).strokeColor(GRID).stroke();
    writeLine(doc, numberText(tick), left - 4, at - 3.6, { size: 6.5, align: "right" });
  }
  doc.lineWidth(0.8).strokeColor(SOFT).dash(2, { space: 2 });
  doc.moveTo(left, y(HALF_PERCENT)).lineTo(right, y(HALF_PERCENT)).stroke().undash();
  doc.moveTo(left, top).lineTo(left, bottom);
  if (axes.zeroX === null) doc.lineTo(right, bottom);
  else
    doc
      .lineTo(left + ZERO_WIDTH, bottom)
      .moveTo(left + ZERO_WIDTH + 4, bottom)
      .lineTo(right, bottom);
  doc.lineWidth(0.8).strokeColor(INK).stroke();
  if (axes.zeroX !== null) drawBreak(doc, left + ZERO_WIDTH, bottom);
  labelDoses(doc, axes);
  const middle = (left + right) / 2;
  writeLine(doc, chart.xTitle, middle, bottom + 19, { size: 7, align: "center" });
  doc.save().rotate(-90, { origin: [place.x + 6, (top + bottom) / 2] });
  writeLine(doc, chart.yTitle, place.x + 6, (top + bottom) / 2 - 4, { size: 7, align: "center" });
  doc.restore();
}

/** Two strokes where the axis leaves out what lies between zero and the lowest dose. */
function drawBreak(doc: Doc, x: number, y: number): void {
  for (const at of [x, x + 4]) doc.moveTo(at - 1.5, y + 3).lineTo(at + 1.5, y - 3);
  doc.lineWidth(0.8).strokeColor(INK).stroke();
}

/** Figures below the axis, from the highest dose down, as many as fit without touching each other. */
function labelDoses(doc: Doc, axes: Axes): void {
  const { bottom } = plotOf(axes.place);
  let free = Number.POSITIVE_INFINITY;
  for (const dose of axes.doses.toReversed()) {
    const x = placeOf(axes, dose);
    doc
      .moveTo(x, bottom)
      .lineTo(x, bottom + 3)
      .lineWidth(0.6)
      .strokeColor(INK)
      .stroke();
    const text = numberText(dose);
    const half = setFont(doc, { size: 6.5 }).widthOfString(text) / 2;
    if (x + half > free) continue;
    writeLine(doc, text, x, bottom + 6, { size: 6.5, align: "center" });
    free = x - half - 3;
  }
}

function placeOf(axes: Axes, dose: number): number {
  return dose > 0 ? axes.log(dose) : (axes.zeroX ?? axes.log.range()[0] ?? 0);
}

function drawLine(doc: Doc, axes: Axes, series: ChartSeries): void {
  const path = series.curve === null ? joinedMeans(axes, series) : fittedPath(axes, series.curve);
  if (path === "") return;
  strokeStyle(doc, series.style);
  doc.path(path).stroke().undash();
}

function joinedMeans(axes: Axes, series: ChartSeries): string {
  const draw = line<ChartPoint>()
    .defined((point) => point.mean !== null)
    .x((point) => placeOf(axes, point.dose))
    .y((point) => axes.y(point.mean ?? 0));
  return draw(series.points.filter((point) => point.dose > 0)) ?? "";
}

function fittedPath(axes: Axes, curve: (dose: number) => number): string {
  const [from = 0, to = 0] = axes.log.range();
  const steps = Array.from({ length: CURVE_STEPS + 1 }, (_, step) => step / CURVE_STEPS);
  const draw = line<number>()
    .x((share) => from + share * (to - from))
    .y((share) => axes.y(curve(axes.log.invert(from + share * (to - from)))));
  return draw(steps) ?? "";
}

function drawPoint(
  doc: Doc,
  axes: Axes,
  { style }: ChartSeries,
  { dose, mean, sem, replicates }: ChartPoint,
  shift: number,
): void {
  const x = placeOf(axes, dose) + shift;
  for (const value of replicates) {
    doc.circle(x, axes.y(value), 1.1).lineWidth(0.4).strokeColor(style.colour).stroke();
  }
  if (mean === null) return;
  if (sem !== null) {
    const [high, low] = [axes.y(mean + sem), axes.y(mean - sem)];
    doc.moveTo(x, high).lineTo(x, low);
    for (const end of [high, low]) doc.moveTo(x - 2.2, end).lineTo(x + 2.2, end);
    doc.lineWidth(0.8).strokeColor(style.colour).stroke();
  }
  drawMark(doc, style, x, axes.y(mean), 2.6);
}

/** A foot on the axis below the LC50; a bound has an arrow towards the side it lies on. */
function drawHalf(doc: Doc, axes: Axes, { half, style }: ChartSeries): void {
  if (half === null || !(half.value > 0)) return;
  const x = axes.log(half.value);
  const y = axes.y(HALF_PERCENT);
  if (half.relation === "=") {
    doc.moveTo(x, y).lineTo(x, plotOf(axes.place).bottom).lineWidth(0.7).strokeColor(style.colour);
    doc.dash(1, { space: 1.5 }).stroke().undash();
    return;
  }
  const way = half.relation === ">" ? 1 : -1;
  const top = y + (style.isVehicle ? -6 : 6);
  doc
    .moveTo(x - way * 6, top)
    .lineTo(x + way * 4, top)
    .lineWidth(0.9)
    .strokeColor(style.colour)
    .stroke();
  doc
    .moveTo(x + way * 7, top)
    .lineTo(x + way * 2, top - 2.4)
    .lineTo(x + way * 2, top + 2.4);
  doc.fill(style.colour);
}
