/** How series are told apart: by shape, dash and filling first, by colour second. */
import {
  type SymbolType,
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolTriangle,
  symbolWye,
} from "d3-shape";
import { type Doc, INK, SOFT } from "./paper.ts";

export interface SeriesStyle {
  readonly isVehicle: boolean;
  readonly mark: SymbolType;
  readonly filled: boolean;
  readonly colour: string;
  /** Lengths of stroke and gap; null = an unbroken line. */
  readonly dash: readonly [stroke: number, gap: number] | null;
}

export const VEHICLE_STYLE: SeriesStyle = {
  isVehicle: true,
  mark: symbolCircle,
  filled: false,
  colour: SOFT,
  dash: [4, 2],
};

const MARKS = [symbolSquare, symbolTriangle, symbolDiamond, symbolWye, symbolCircle] as const;
/** Dark enough for print; of different lightness. */
const COLOURS = ["#52277e", INK, "#1f6b4f", "#a14a00", "#2b5fa8"] as const;
const DASHES = [null, [6, 2], [2, 1.5], [8, 2.5]] as const;

/** The style of the inhibitor at this place among those of one chart. */
export function armStyle(index: number): SeriesStyle {
  return {
    isVehicle: false,
    mark: MARKS[index % MARKS.length] ?? symbolSquare,
    filled: Math.floor(index / MARKS.length) % 2 === 0,
    colour: COLOURS[index % COLOURS.length] ?? INK,
    dash: DASHES[index % DASHES.length] ?? null,
  };
}

export function strokeStyle(doc: Doc, { colour, dash }: SeriesStyle): void {
  doc.lineWidth(1).strokeColor(colour);
  if (dash !== null) doc.dash(dash[0], { space: dash[1] });
}

/** A mark of about `radius` points around x, y. */
export function drawMark(doc: Doc, style: SeriesStyle, x: number, y: number, radius: number): void {
  const path = symbol(style.mark, Math.PI * radius ** 2)();
  if (path === null) return;
  doc.save().translate(x, y).path(path).lineWidth(0.9);
  doc.fillAndStroke(style.filled ? style.colour : "#ffffff", style.colour).restore();
}
