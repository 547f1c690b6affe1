/** Plates on a paper bench, and what can be read off the reports that are made of them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LayoutWell } from "../../src/domain/layout.ts";
import { ALL_WELLS, COLUMN_COUNT, ROW_LETTERS } from "../../src/domain/well.ts";
import { evaluateSample } from "../../src/pipeline/evaluate-sample.ts";
import { finishPaper, type Paper, takePaper } from "../../src/report/paper.ts";
import type { Store } from "../../src/store/open-store.ts";
import {
  begin,
  endRun,
  measured,
  type PaperBench,
  paperBench,
  readPlate,
  study,
} from "../pipeline/paper-bench.ts";

export function evaluate(store: Store, name: string): void {
  const sample = store.samples.byName(name);
  if (sample === null) throw new Error(`there is no sample ${name}`);
  evaluateSample(store, sample.id, study.settings);
}

/** A bench with one plate of the study, read and analysed. */
export async function benchWith(plate: string, sample = plate.slice(0, 1)): Promise<PaperBench> {
  const bench = paperBench();
  await readPlate(bench, { plate, barcode: plate, sample });
  evaluate(bench.store, sample);
  return bench;
}

/** What a well of a made-up plate measures, in AU, before the reference is added; null = over the reader's range. */
export type Absorbance = (well: LayoutWell, index: number) => number | null;

const REFERENCE_AU = 0.05;

/** A plate of any layout with made-up numbers, read and analysed; its sample is named like its layout. */
export async function benchWithLayout(
  layoutId: string,
  absorbance: Absorbance,
): Promise<PaperBench> {
  const bench = paperBench();
  const layout = bench.layouts.require(layoutId);
  const run = begin(bench, { layoutId, barcode: "P-1", sample: layoutId });
  await endRun(bench, run.id, {
    ...measured("A-1"),
    measurement: inRows(
      ALL_WELLS.map((well, index) => {
        const net = absorbance(layout.wells[well], index);
        return net === null ? null : net + REFERENCE_AU;
      }),
    ),
    reference: inRows(ALL_WELLS.map(() => REFERENCE_AU)),
  });
  evaluate(bench.store, layoutId);
  return bench;
}

function inRows<T>(values: readonly T[]): T[][] {
  return ROW_LETTERS.map((_, row) => values.slice(row * COLUMN_COUNT, (row + 1) * COLUMN_COUNT));
}

/** Cells that prednisolone and inhibitors kill by halves, with a ripple that differs from well to well. */
export function halving(well: LayoutWell, index: number): number {
  const ripple = 1 + 0.03 * Math.sin(index * 12.9898);
  if (well.role === "blank" || well.role === "unused") return 0.05 * ripple;
  const dose = well.prednisoloneUgPerMl ?? 0;
  const inhibitor = well.role === "treated" && well.arm !== "vehicle" ? (well.inhibitorUm ?? 1) : 0;
  return 0.05 + (0.6 * ripple) / ((1 + dose / 20) * (1 + inhibitor / 5));
}

function isThere(program: string): boolean {
  try {
    execFileSync(program, ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** Both come with the Debian package poppler-utils. */
export const HAS_POPPLER = isThere("pdftotext") && isThere("pdftoppm");

/** Beside the names of tests that need them. */
export const NO_POPPLER = HAS_POPPLER
  ? ""
  : " (skipped: pdftotext and pdftoppm of poppler-utils are not here)";

function withFile<T>(bytes: Uint8Array, work: (file: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "platewarden-report-"));
  try {
    const file = join(folder, "report.pdf");
    writeFileSync(file, bytes);
    return work(file, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The text of each page, as a reader of it sees it. */
export function pagesOf(bytes: Uint8Array): string[] {
  const text = withFile(bytes, (file) =>
    execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }),
  );
  return text.split("\f").slice(0, -1);
}

/** The whole text with line ends and columns taken out, for sentences that wrap. */
export function flatText(bytes: Uint8Array): string {
  const text = withFile(bytes, (file) =>
    execFileSync("pdftotext", [file, "-"], { encoding: "utf8" }),
  );
  return text.replace(/\s+/g, " ");
}

export interface Word {
  readonly page: number;
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Every word with its place in points. */
export function wordsOf(bytes: Uint8Array): Word[] {
  const html = withFile(bytes, (file) =>
    execFileSync("pdftotext", ["-bbox", file, "-"], { encoding: "utf8" }),
  );
  return html
    .split("<page ")
    .slice(1)
    .flatMap((page, index) =>
      [
        ...page.matchAll(
          /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)<\/word>/g,
        ),
      ].map(([, left, top, right, bottom, text = ""]) => ({
        page: index + 1,
        text,
        left: Number(left),
        right: Number(right),
        top: Number(top),
        bottom: Number(bottom),
      })),
    );
}

/** A drawing of its own on fresh paper. */
export function drawn(draw: (paper: Paper) => void): Promise<Uint8Array> {
  const paper = takePaper(
    { title: "t", subject: "s", program: "test", createdAtUtc: "2026-01-02T03:04:05.000Z" },
    { head: "head", foot: "foot" },
  );
  draw(paper);
  return finishPaper(paper);
}

const between = (a: number, b: number, c: number, d: number): number =>
  Math.min(b, d) - Math.max(a, c);

/** Pairs of words that stand on each other, and words that reach beyond the page's edges. */
export function misplacedWords(words: readonly Word[]): string[] {
  const beyond = words.filter(
    (word) => word.left < 20 || word.right > 580 || word.top < 15 || word.bottom > 835,
  );
  const overlapping = words.flatMap((word, index) =>
    words.slice(index + 1).flatMap((other) => {
      const lower = Math.min(word.bottom - word.top, other.bottom - other.top);
      const isOn =
        word.page === other.page &&
        between(word.left, word.right, other.left, other.right) > 1 &&
        between(word.top, word.bottom, other.top, other.bottom) > 0.45 * lower;
      return isOn ? [`page ${word.page}: “${word.text}” on “${other.text}”`] : [];
    }),
  );
  return [...beyond.map((word) => `page ${word.page}: “${word.text}” beyond it`), ...overlapping];
}

/** Shades of grey of a page, 0 to 255, a row after the other, as a black-and-white printer sees it. */
export function greyPage(bytes: Uint8Array, page: number): { width: number; grey: Uint8Array } {
  return withFile(bytes, (file, folder) => {
    const out = join(folder, "page");
    const pages = ["-f", String(page), "-l", String(page), "-singlefile"];
    execFileSync("pdftoppm", ["-gray", "-r", "50", ...pages, file, out]);
    const image = readFileSync(`${out}.pgm`);
    const [head = "", width = "0"] =
      /^P5\s+(\d+)\s+\d+\s+\d+\s/.exec(image.toString("latin1")) ?? [];
    return { width: Number(width), grey: image.subarray(head.length) };
  });
}
