/** A matrix of numbers as shaded boxes, with names at rows and columns. */

import { inkOn } from "../domain/formazan.ts";
import { type Doc, fitLine, INK, LEFT, RULE, SOFT, WIDTH, writeLine } from "./paper.ts";
import { shadeColour } from "./shade-colour.ts";

export interface MatrixMap {
  readonly title: string;
  readonly rowNames: readonly string[];
  readonly columnNames: readonly string[];
  /** Shade from 0 (light) to 1 (dark), null = no colour. */
  readonly cells: readonly (readonly { readonly text: string; readonly shade: number | null }[])[];
}

const ROW = 15;
const NAME = 46;
const TITLE = 13;
const HEAD = 10;
const WIDEST = 60;

export function matrixHeight({ rowNames }: Pick<MatrixMap, "rowNames">): number {
  return TITLE + HEAD + rowNames.length * ROW + 8;
}

/** Draws a matrix from `y` down; returns its height. */
export function drawMatrix(doc: Doc, y: number, matrix: MatrixMap): number {
  const titleHow = { font: "bold", size: 8, width: WIDTH } as const;
  writeLine(doc, fitLine(doc, matrix.title, titleHow), LEFT, y, titleHow);
  const columns = Math.max(1, matrix.columnNames.length);
  const width = Math.min(WIDEST, (WIDTH - NAME) / columns);
  const small = { size: 6.5, colour: SOFT } as const;
  matrix.columnNames.forEach((name, column) => {
    const x = LEFT + NAME + (column + 0.5) * width;
    writeLine(doc, fitLine(doc, name, { ...small, width }), x, y + TITLE, {
      ...small,
      align: "center",
    });
  });
  matrix.rowNames.forEach((name, row) => {
    const top = y + TITLE + HEAD + row * ROW;
    const label = fitLine(doc, name, { ...small, width: NAME - 4 });
    writeLine(doc, label, LEFT + NAME - 4, top + 4, { ...small, align: "right" });
    matrix.cells[row]?.forEach(({ text, shade }, column) => {
      const x = LEFT + NAME + column * width;
      const ground = shade === null ? "#ffffff" : shadeColour(shade);
      doc.rect(x, top, width, ROW).fill(ground);
      doc.rect(x, top, width, ROW).lineWidth(0.4).strokeColor(RULE).stroke();
      const how = { size: 7, colour: shade === null ? INK : inkOn(ground) };
      const fitted = fitLine(doc, text, { ...how, width: width - 2 });
      writeLine(doc, fitted, x + width / 2, top + 3.5, { ...how, align: "center" });
    });
  });
  return matrixHeight(matrix);
}
