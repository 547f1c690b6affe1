/** Tables with wrapping cells that go on over pages, with their head on each. */
import {
  type FontName,
  GROUND,
  heightOf,
  INK,
  LEFT,
  needSpace,
  type Paper,
  RULE,
  TOP,
  WIDTH,
  write,
} from "./paper.ts";

const PAD_X = 3;
const PAD_Y = 2;
const SIZE = 7.5;

export interface Column {
  readonly title: string;
  /** Share of the width of the page, relative to the other columns. */
  readonly share: number;
  readonly align?: "left" | "right";
  readonly font?: FontName;
}

interface Placed {
  readonly column: Column;
  readonly x: number;
  readonly width: number;
}

function placeColumns(columns: readonly Column[]): Placed[] {
  const whole = columns.reduce((sum, column) => sum + column.share, 0);
  let x = LEFT;
  return columns.map((column) => {
    const width = (WIDTH * column.share) / whole;
    const placed = { column, x, width };
    x += width;
    return placed;
  });
}

function rowHeight(
  paper: Paper,
  placed: readonly Placed[],
  cells: readonly string[],
  head: boolean,
) {
  const heights = placed.map(({ column, width }, index) =>
    heightOf(paper.doc, cells[index] ?? "", {
      font: head ? "bold" : (column.font ?? "body"),
      size: SIZE,
      width: width - 2 * PAD_X,
    }),
  );
  return Math.max(...heights) + 2 * PAD_Y;
}

function drawRow(paper: Paper, placed: readonly Placed[], cells: readonly string[], head: boolean) {
  const height = rowHeight(paper, placed, cells, head);
  const { doc, y } = paper;
  if (head) doc.rect(LEFT, y, WIDTH, height).fill(GROUND);
  placed.forEach(({ column, x, width }, index) => {
    write(doc, cells[index] ?? "", x + PAD_X, y + PAD_Y, {
      font: head ? "bold" : (column.font ?? "body"),
      size: SIZE,
      width: width - 2 * PAD_X,
      align: column.align ?? "left",
    });
  });
  doc.moveTo(LEFT, y + height).lineTo(LEFT + WIDTH, y + height);
  doc
    .lineWidth(head ? 0.8 : 0.3)
    .strokeColor(head ? INK : RULE)
    .stroke();
  paper.y += height;
}

/** Draws a table; a row is never split, and the head stands again on every page. Nothing is drawn without rows. */
export function table(
  paper: Paper,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): void {
  const [first] = rows;
  if (first === undefined) return;
  const placed = placeColumns(columns);
  const titles = columns.map((column) => column.title);
  const headHeight = rowHeight(paper, placed, titles, true);
  needSpace(paper, headHeight + rowHeight(paper, placed, first, false));
  drawRow(paper, placed, titles, true);
  for (const row of rows) {
    const before = paper.y;
    needSpace(paper, rowHeight(paper, placed, row, false));
    if (paper.y === TOP && paper.y !== before) drawRow(paper, placed, titles, true);
    drawRow(paper, placed, row, false);
  }
  paper.y += 6;
}
