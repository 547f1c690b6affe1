/** Text that flows down the page: headings, paragraphs, lists and boxes. */
import {
  BOTTOM,
  type FontName,
  GROUND,
  heightOf,
  INK,
  LEFT,
  needSpace,
  type Paper,
  RULE,
  SOFT,
  TOP,
  WIDTH,
  type Writing,
  write,
} from "./paper.ts";

const BULLET_INDENT = 9;
const BOX_PAD = 7;

/** A heading that stays with at least `keepWith` points of what follows. */
export function heading(paper: Paper, text: string, keepWith = 60): void {
  const how = { font: "bold", size: 11, width: WIDTH } as const;
  needSpace(paper, heightOf(paper.doc, text, how) + keepWith);
  if (paper.y > TOP) paper.y += 8;
  paper.y += write(paper.doc, text, LEFT, paper.y, how) + 4;
}

export function paragraph(paper: Paper, text: string, how: Writing = {}): void {
  needSpace(paper, heightOf(paper.doc, text, { ...how, width: WIDTH }));
  paper.y += write(paper.doc, text, LEFT, paper.y, { ...how, width: WIDTH }) + 3;
}

/** A smaller remark beside what stands above it. */
export function note(paper: Paper, text: string): void {
  paragraph(paper, text, { size: 7, colour: SOFT });
}

export function bullets(paper: Paper, sentences: readonly string[]): void {
  for (const sentence of sentences) {
    const how = { width: WIDTH - BULLET_INDENT };
    needSpace(paper, heightOf(paper.doc, sentence, how));
    write(paper.doc, "•", LEFT, paper.y);
    paper.y += write(paper.doc, sentence, LEFT + BULLET_INDENT, paper.y, how) + 2;
  }
  paper.y += 2;
}

/** The height of sentences written one below the other with bullets, in a column `width` wide. */
export function bulletColumnHeight(
  paper: Paper,
  sentences: readonly string[],
  how: { readonly width: number; readonly size: number },
): number {
  const width = how.width - BULLET_INDENT;
  return sentences.reduce((sum, text) => sum + heightOf(paper.doc, text, { ...how, width }) + 2, 0);
}

/** Writes sentences with bullets into a column; does not move the paper on. */
export function bulletColumn(
  paper: Paper,
  sentences: readonly string[],
  place: { readonly x: number; readonly y: number; readonly width: number; readonly size: number },
): void {
  const { x, width, size } = place;
  let { y } = place;
  for (const sentence of sentences) {
    write(paper.doc, "•", x, y, { size });
    const how = { size, width: width - BULLET_INDENT };
    y += write(paper.doc, sentence, x + BULLET_INDENT, y, how) + 2;
  }
}

/** `strong` has a thick black frame, so that it cannot be overlooked on a black-and-white print either. */
export interface Box {
  readonly title: string;
  readonly sentences: readonly string[];
  readonly strong: boolean;
}

/** A framed box with a title and sentences below it. */
export function box(paper: Paper, { title, sentences, strong }: Box): void {
  const { doc } = paper;
  const width = WIDTH - 2 * BOX_PAD;
  const titleHow = { font: "bold", size: strong ? 11 : 9, width } as const;
  const titleHeight = heightOf(doc, title, titleHow);
  const bodyHeight = bulletColumnHeight(paper, sentences, { width, size: 8 });
  const gap = sentences.length === 0 ? 0 : 3;
  const height = titleHeight + gap + bodyHeight + 2 * BOX_PAD;
  needSpace(paper, Math.min(height, BOTTOM - TOP));
  doc.rect(LEFT, paper.y, WIDTH, height).fill(GROUND);
  doc
    .rect(LEFT, paper.y, WIDTH, height)
    .lineWidth(strong ? 2 : 0.5)
    .strokeColor(strong ? INK : RULE)
    .stroke();
  write(doc, title, LEFT + BOX_PAD, paper.y + BOX_PAD, titleHow);
  const y = paper.y + BOX_PAD + titleHeight + gap;
  bulletColumn(paper, sentences, { x: LEFT + BOX_PAD, y, width, size: 8 });
  paper.y += height + 6;
}

/** Names and values in columns side by side; long values wrap. */
export function facts(
  paper: Paper,
  entries: readonly (readonly [name: string, value: string])[],
  { columns = 2, font = "body" }: { columns?: number; font?: FontName } = {},
): void {
  const { doc } = paper;
  const columnWidth = WIDTH / columns;
  const nameWidth = columns === 1 ? 130 : 84;
  const how = { size: font === "mono" ? 7 : 8, font, width: columnWidth - nameWidth - 10 };
  for (let start = 0; start < entries.length; start += columns) {
    const row = entries.slice(start, start + columns);
    const height = Math.max(...row.map(([, value]) => heightOf(doc, value, how)));
    needSpace(paper, height);
    row.forEach(([name, value], index) => {
      const x = LEFT + index * columnWidth;
      write(doc, name, x, paper.y, { size: 8, colour: SOFT, width: nameWidth - 4 });
      write(doc, value, x + nameWidth, paper.y, how);
    });
    paper.y += height + 2.5;
  }
  paper.y += 3;
}
