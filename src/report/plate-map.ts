/** A plate drawn as 8 × 12 boxes with a number in each, its scale and what its marks mean. */
import { FORMAZAN, inkOn } from "../domain/formazan.ts";
import { ALL_WELLS, COLUMN_NUMBERS, ROW_LETTERS, wellPosition } from "../domain/well.ts";
import { fillPattern } from "./hatch.ts";
import { type Doc, fitLine, INK, LEFT, RULE, SOFT, setFont, WIDTH, writeLine } from "./paper.ts";
import { shadeColour } from "./shade-colour.ts";

export interface MapCell {
  readonly text: string;
  /** In small print below the first; null = nothing. */
  readonly second: string | null;
  /** From 0 (light) to 1 (dark); null = no colour. */
  readonly shade: number | null;
  /** Hatched wells count for nothing. */
  readonly hatched: boolean;
  /** Letters in the upper left corner, told of in the legend. */
  readonly marks: string;
}

export interface PlateMap {
  readonly title: string;
  /** 96, in reading order. */
  readonly cells: readonly MapCell[];
  /** Ends of the colour scale as text; null = the map has no colours. */
  readonly scale: { readonly low: string; readonly high: string } | null;
}

const LABEL = 14;
const COLUMN = (WIDTH - LABEL) / 12;
const TITLE = 13;
const HEAD = 9;
const SCALE = 90;

/** The height that a map with rows of this height takes. */
export function plateMapHeight(rowHeight: number): number {
  return TITLE + HEAD + 8 * rowHeight + 5;
}

/** Draws a map over the whole width from `y` down. */
export function drawPlateMap(doc: Doc, y: number, map: PlateMap, rowHeight: number): void {
  writeLine(doc, map.title, LEFT, y, { font: "bold", size: 8.5 });
  if (map.scale !== null) drawScale(doc, y + 1, map.scale);
  const top = y + TITLE + HEAD;
  for (const column of COLUMN_NUMBERS) {
    const x = LEFT + LABEL + (column - 0.5) * COLUMN;
    writeLine(doc, String(column), x, top - HEAD, { size: 6.5, align: "center", colour: SOFT });
  }
  ROW_LETTERS.forEach((letter, row) => {
    const at = top + row * rowHeight + rowHeight / 2 - 4;
    writeLine(doc, letter, LEFT + LABEL / 2, at, { size: 7, align: "center", colour: SOFT });
  });
  ALL_WELLS.forEach((well, index) => {
    const cell = map.cells[index];
    if (cell === undefined) return;
    const { row, column } = wellPosition(well);
    drawCell(doc, cell, LEFT + LABEL + column * COLUMN, top + row * rowHeight, rowHeight);
  });
}

function drawScale(doc: Doc, y: number, { low, high }: { low: string; high: string }): void {
  const x = LEFT + WIDTH - SCALE - 40;
  FORMAZAN.forEach((colour, index) => {
    const width = SCALE / FORMAZAN.length;
    doc.rect(x + index * width, y, width, 7).fill(colour);
  });
  doc.rect(x, y, SCALE, 7).lineWidth(0.4).strokeColor(RULE).stroke();
  writeLine(doc, low, x - 4, y - 0.5, { size: 6.5, align: "right" });
  writeLine(doc, high, x + SCALE + 4, y - 0.5, { size: 6.5 });
}

function drawCell(doc: Doc, cell: MapCell, x: number, y: number, height: number): void {
  const area = { x, y, width: COLUMN, height };
  const ground = cell.shade === null || cell.hatched ? "#ffffff" : shadeColour(cell.shade);
  if (cell.hatched) fillPattern(doc, area, "rising", { colour: RULE, pitch: 3 });
  else doc.rect(x, y, COLUMN, height).fill(ground);
  doc.rect(x, y, COLUMN, height).lineWidth(0.4).strokeColor(RULE).stroke();
  const ink = cell.shade === null || cell.hatched ? INK : inkOn(ground);
  const middle = x + COLUMN / 2;
  const lines = cell.second === null ? 1 : 2;
  const first = y + (height - (lines === 1 ? 8 : 13.5)) / 2;
  cellLine(doc, cell.text, middle, first, { size: 7, colour: ink }, cell.hatched);
  if (cell.second !== null) {
    cellLine(doc, cell.second, middle, first + 7.6, { size: 5.5, colour: ink }, cell.hatched);
  }
  if (cell.marks !== "") {
    const how = { size: 6, font: "bold", colour: ink } as const;
    if (cell.hatched) {
      const width = setFont(doc, how).widthOfString(cell.marks);
      doc.rect(x + 0.5, y + 0.5, width + 2, how.size + 1.5).fill("#ffffff");
    }
    writeLine(doc, cell.marks, x + 1.5, y + 0.5, how);
  }
}

function cellLine(
  doc: Doc,
  text: string,
  middle: number,
  y: number,
  how: { readonly size: number; readonly colour: string },
  onHatch: boolean,
): void {
  if (text === "") return;
  const fitted = fitLine(doc, text, { ...how, width: COLUMN - 2 });
  if (onHatch) {
    const half = doc.widthOfString(fitted) / 2 + 1;
    doc.rect(middle - half, y, 2 * half, how.size + 1).fill("#ffffff");
  }
  writeLine(doc, fitted, middle, y, { ...how, align: "center" });
}
