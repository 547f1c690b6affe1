/** Patterns that are told apart without colour. */
import type { Doc } from "./paper.ts";

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Pattern = "empty" | "solid" | "rising" | "falling" | "crossed" | "level" | "upright";

const LINE = 0.5;

/** Fills a rectangle with lines `pitch` points apart, on white. */
export function fillPattern(
  doc: Doc,
  area: Area,
  pattern: Pattern,
  { colour, pitch = 4 }: { readonly colour: string; readonly pitch?: number },
): void {
  const { x, y, width, height } = area;
  doc.rect(x, y, width, height).fill(pattern === "solid" ? colour : "#ffffff");
  if (pattern === "empty" || pattern === "solid") return;
  doc.save();
  doc.rect(x, y, width, height).clip();
  for (const [dx, dy] of directionsOf(pattern)) ruleArea(doc, area, pitch, dx, dy);
  doc.lineWidth(LINE).strokeColor(colour).stroke();
  doc.restore();
}

function directionsOf(pattern: Pattern): readonly (readonly [dx: number, dy: number])[] {
  if (pattern === "rising") return [[1, -1]];
  if (pattern === "falling") return [[1, 1]];
  if (pattern === "level") return [[1, 0]];
  if (pattern === "upright") return [[0, 1]];
  return [
    [1, -1],
    [1, 1],
  ];
}

/** Parallel lines over the whole area and somewhat beyond it. */
function ruleArea(doc: Doc, { x, y, width, height }: Area, pitch: number, dx: number, dy: number) {
  if (dx === 0) {
    for (let at = x; at <= x + width; at += pitch) doc.moveTo(at, y).lineTo(at, y + height);
    return;
  }
  const rise = dy * width;
  const step = dy === 0 ? pitch : pitch * Math.SQRT2;
  const from = y - Math.max(0, rise);
  const to = y + height - Math.min(0, rise);
  for (let at = from; at <= to; at += step) doc.moveTo(x, at).lineTo(x + width, at + rise);
}
