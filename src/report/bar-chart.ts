/** Bars of mean + SEM beside each other, with their replicates. */
import { scaleBand, scaleLinear } from "d3-scale";
import type { Place } from "./dose-chart.ts";
import { fillPattern, type Pattern } from "./hatch.ts";
import { numberText, percentText } from "./number-text.ts";
import { type Doc, heightOf, INK, RULE, SOFT, write, writeLine } from "./paper.ts";

export interface Bar {
  readonly name: string;
  readonly isVehicle: boolean;
  readonly mean: number | null;
  readonly sem: number | null;
  readonly n: number;
  readonly replicates: readonly number[];
  /** Below the name, e.g. its P; null where there is nothing to say. */
  readonly remark: string | null;
}

const PLOT = { left: 34, top: 12, right: 6 } as const;
const LABEL = { size: 6.5 } as const;
const WIDEST_BAR = 46;
const LONGEST_NAME = 40;
const PATTERNS: readonly Pattern[] = ["rising", "falling", "crossed", "level", "upright"];

/** The most bars that one chart shows without its names getting too narrow. */
export const BARS_A_CHART = 9;

/** Draws bars in percent; the names stand below, wrapped. A bar without a mean has a dash in its place. */
export function drawBars(doc: Doc, place: Place, bars: readonly Bar[], yTitle: string): void {
  const band = scaleBand<number>()
    .domain(bars.map((_, index) => index))
    .range([place.x + PLOT.left, place.x + place.width - PLOT.right])
    .paddingInner(0.25)
    .paddingOuter(0.2);
  const labelWidth = band.step() - 4;
  const labelHeight = Math.max(...bars.map((bar) => labelHeightOf(doc, bar, labelWidth)));
  const bottom = place.y + place.height - labelHeight - 4;
  const values = bars.flatMap((bar) => [(bar.mean ?? 0) + (bar.sem ?? 0), ...bar.replicates]);
  const y = scaleLinear()
    .domain([
      Math.min(0, ...values, ...bars.map((bar) => bar.mean ?? 0)),
      1.06 * Math.max(100, ...values),
    ])
    .nice(5)
    .range([bottom, place.y + PLOT.top]);
  drawGrid(doc, place, y.ticks(5), y, yTitle);
  bars.forEach((bar, index) => {
    const width = Math.min(band.bandwidth(), WIDEST_BAR);
    const middle = (band(index) ?? 0) + band.bandwidth() / 2;
    drawBar(doc, bar, { x: middle - width / 2, width, pattern: patternOf(bar, index) }, y);
    drawLabel(doc, bar, { x: middle - labelWidth / 2, y: bottom + 4, width: labelWidth });
  });
  const right = place.x + place.width - PLOT.right;
  doc
    .moveTo(place.x + PLOT.left, y(0))
    .lineTo(right, y(0))
    .lineWidth(0.8)
    .strokeColor(INK)
    .stroke();
}

/** A name that would push the bars off their chart is cut; the tables have it whole. */
function shortened(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}

function labelLines(bar: Bar): string[] {
  return [shortened(bar.name), `n = ${bar.n}`, ...(bar.remark === null ? [] : [bar.remark])];
}

function labelHeightOf(doc: Doc, bar: Bar, width: number): number {
  return labelLines(bar).reduce((sum, text) => sum + heightOf(doc, text, { ...LABEL, width }), 0);
}

function drawLabel(
  doc: Doc,
  bar: Bar,
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): void {
  let at = y;
  for (const text of labelLines(bar)) {
    at += write(doc, text, x, at, { ...LABEL, width, align: "center" });
  }
}

function patternOf(bar: Bar, index: number): Pattern {
  return bar.isVehicle
    ? "empty"
    : (PATTERNS[(index - 1 + PATTERNS.length) % PATTERNS.length] ?? "rising");
}

function drawGrid(
  doc: Doc,
  place: Place,
  ticks: readonly number[],
  y: (value: number) => number,
  title: string,
): void {
  const left = place.x + PLOT.left;
  for (const tick of ticks) {
    doc.moveTo(left, y(tick)).lineTo(place.x + place.width - PLOT.right, y(tick));
    doc.lineWidth(0.25).strokeColor(RULE).stroke();
    writeLine(doc, numberText(tick), left - 4, y(tick) - 3.6, { ...LABEL, align: "right" });
  }
  const middle = (y(ticks[0] ?? 0) + y(ticks.at(-1) ?? 0)) / 2;
  doc.save().rotate(-90, { origin: [place.x + 6, middle] });
  writeLine(doc, title, place.x + 6, middle - 4, { size: 7, align: "center" });
  doc.restore();
}

function drawBar(
  doc: Doc,
  { mean, sem, replicates }: Bar,
  { x, width, pattern }: { readonly x: number; readonly width: number; readonly pattern: Pattern },
  y: (value: number) => number,
): void {
  const middle = x + width / 2;
  if (mean === null) {
    writeLine(doc, "–", middle, y(0) - 11, { size: 9, align: "center" });
    return;
  }
  const [top, base] = [Math.min(y(mean), y(0)), Math.max(y(mean), y(0))];
  const area = { x, y: top, width, height: Math.max(0.01, base - top) };
  fillPattern(doc, area, pattern, { colour: SOFT });
  doc.rect(area.x, area.y, area.width, area.height).lineWidth(0.8).strokeColor(INK).stroke();
  const end = sem === null ? mean : mean + sem;
  if (sem !== null) {
    doc.moveTo(middle, y(mean)).lineTo(middle, y(end));
    doc
      .moveTo(middle - 4, y(end))
      .lineTo(middle + 4, y(end))
      .lineWidth(0.9)
      .strokeColor(INK)
      .stroke();
  }
  replicates.forEach((value, index) => {
    const spread =
      (index - (replicates.length - 1) / 2) * Math.min(5, width / (replicates.length + 1));
    doc
      .circle(middle + spread, y(value), 1.3)
      .lineWidth(0.5)
      .fillAndStroke("#ffffff", INK);
  });
  const highest = Math.max(end, ...replicates);
  writeLine(doc, percentText(mean), middle, y(highest) - 10, {
    ...LABEL,
    font: "bold",
    align: "center",
  });
}
