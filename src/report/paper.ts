/** The paper under a report: A4 pages, embedded fonts, and the lines that stand on every page. */
import { createRequire } from "node:module";
import PDFDocument from "pdfkit";
import { printable } from "./printable.ts";

export type Doc = PDFKit.PDFDocument;
export type FontName = "body" | "bold" | "mono";

/** All lengths are points, from the upper left corner of the page. */
const PAGE = { width: 595.28, height: 841.89 } as const;
export const LEFT = 42;
export const RIGHT = PAGE.width - LEFT;
export const WIDTH = RIGHT - LEFT;
export const TOP = 52;
export const BOTTOM = PAGE.height - 48;

export const INK = "#111111";
export const SOFT = "#4d4d4d";
export const RULE = "#9a9a9a";
export const GROUND = "#f1f0ee";

const HEAD_Y = 28;
const FOOT_Y = PAGE.height - 36;

const require = createRequire(import.meta.url);
const FONT_FILES: Readonly<Record<FontName, string>> = {
  body: require.resolve("dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf"),
  bold: require.resolve("dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf"),
  mono: require.resolve("dejavu-fonts-ttf/ttf/DejaVuSansMono.ttf"),
};

/** What a page says of itself at its head and foot. */
export interface PageLines {
  readonly head: string;
  readonly foot: string;
}

export interface Paper {
  readonly doc: Doc;
  /** Where the next thing goes. */
  y: number;
  /** Of the pages from the next one on. */
  lines: PageLines;
}

export interface PaperInfo {
  readonly title: string;
  readonly subject: string;
  readonly program: string;
  /** ISO 8601 UTC; the only time in the file, so that the same analysis gives the same bytes. */
  readonly createdAtUtc: string;
}

interface Sheets extends Paper {
  /** What kind of document it is, at the head of every page. */
  readonly kind: string;
  readonly pages: PageLines[];
  readonly chunks: Uint8Array[];
}

/** Fresh paper with its first page begun. */
export function takePaper(info: PaperInfo, lines: PageLines): Paper {
  const created = new Date(info.createdAtUtc);
  const doc = new PDFDocument({
    size: "A4",
    margin: 0,
    bufferPages: true,
    autoFirstPage: false,
    lang: "en-GB",
    displayTitle: true,
    pdfVersion: "1.7",
    info: {
      Title: printable(info.title),
      Subject: printable(info.subject),
      Creator: info.program,
      Producer: info.program,
      CreationDate: created,
      ModDate: created,
    },
  });
  for (const [name, file] of Object.entries(FONT_FILES)) doc.registerFont(name, file);
  const kind = printable(info.subject);
  const paper: Sheets = { doc, kind, y: TOP, lines, pages: [], chunks: [] };
  doc.on("data", (chunk: Uint8Array) => paper.chunks.push(chunk));
  doc.on("pageAdded", () => {
    paper.pages.push(paper.lines);
    paper.y = TOP;
  });
  doc.addPage();
  return paper;
}

export function nextPage(paper: Paper): void {
  paper.doc.addPage();
}

/** Begins a new page unless `height` points are left on this one. */
export function needSpace(paper: Paper, height: number): void {
  if (paper.y + height > BOTTOM && paper.y > TOP) nextPage(paper);
}

export interface Writing {
  readonly font?: FontName;
  readonly size?: number;
  readonly colour?: string;
  readonly width?: number;
  readonly align?: "left" | "right" | "center";
}

const PLAIN = { font: "body", size: 8.5, colour: INK } as const;

/** Makes a text's font and size current; needed before widths and heights are measured. */
export function setFont(doc: Doc, { font = PLAIN.font, size = PLAIN.size }: Writing): Doc {
  return doc.font(font).fontSize(size);
}

/** The height of a text when it is wrapped to its width. */
export function heightOf(doc: Doc, text: string, how: Writing): number {
  return setFont(doc, how).heightOfString(text, { width: how.width ?? WIDTH });
}

/** Writes a text with its upper left corner at x, y, wrapped to `width`; returns its height. */
export function write(doc: Doc, text: string, x: number, y: number, how: Writing = {}): number {
  const width = how.width ?? RIGHT - x;
  const height = heightOf(doc, text, { ...how, width });
  doc.fillColor(how.colour ?? PLAIN.colour).text(text, x, y, { width, align: how.align ?? "left" });
  return height;
}

/** Writes one line that is never wrapped; `x` is its left end, middle or right end. Returns its width. */
export function writeLine(doc: Doc, text: string, x: number, y: number, how: Writing = {}): number {
  const width = setFont(doc, how).widthOfString(text);
  const shift = how.align === "right" ? width : how.align === "center" ? width / 2 : 0;
  doc.fillColor(how.colour ?? PLAIN.colour).text(text, x - shift, y, { lineBreak: false });
  return width;
}

/** The beginning of a text that fits into `width` on one line, with `…` where something is left out. */
export function fitLine(doc: Doc, text: string, how: Writing & { readonly width: number }): string {
  setFont(doc, how);
  if (doc.widthOfString(text) <= how.width) return text;
  const characters = [...text];
  while (characters.length > 1 && doc.widthOfString(`${characters.join("")}…`) > how.width) {
    characters.pop();
  }
  return `${characters.join("")}…`;
}

/** A point on the report's list of contents, which viewers show beside the pages. */
export function bookmark(paper: Paper, title: string): void {
  paper.doc.outline.addItem(printable(title));
}

/** Numbers the pages, ends the document and gives its bytes. */
export async function finishPaper(paper: Paper): Promise<Uint8Array> {
  const { doc, kind, pages, chunks } = paper as Sheets;
  pages.forEach((lines, index) => {
    doc.switchToPage(index);
    drawPageLines(doc, kind, lines, `page ${index + 1} of ${pages.length}`);
  });
  const ended = new Promise<void>((resolve, reject) => {
    doc.once("end", resolve);
    doc.once("error", reject);
  });
  doc.end();
  await ended;
  return Buffer.concat(chunks);
}

function drawPageLines(doc: Doc, kind: string, { head, foot }: PageLines, number: string): void {
  const how = { size: 7, colour: SOFT };
  const kindWidth = writeLine(doc, kind, RIGHT, HEAD_Y, { ...how, align: "right" });
  const headWidth = WIDTH - kindWidth - 12;
  writeLine(doc, fitLine(doc, head, { ...how, width: headWidth }), LEFT, HEAD_Y, how);
  doc.moveTo(LEFT, HEAD_Y + 12).lineTo(RIGHT, HEAD_Y + 12);
  doc.moveTo(LEFT, FOOT_Y - 5).lineTo(RIGHT, FOOT_Y - 5);
  doc.lineWidth(0.5).strokeColor(RULE).stroke();
  const numberWidth = writeLine(doc, number, RIGHT, FOOT_Y, { ...how, align: "right" });
  const footWidth = WIDTH - numberWidth - 12;
  writeLine(doc, fitLine(doc, foot, { ...how, width: footWidth }), LEFT, FOOT_Y, how);
}
