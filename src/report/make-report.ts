/** Printable reports, as the bytes of PDF files. */
import { setImmediate } from "node:timers/promises";
import { PROGRAM_VERSION } from "../pipeline/program-version.ts";
import type { Store } from "../store/open-store.ts";
import type { PlateRow } from "../store/plates.ts";
import { bookmark, finishPaper, nextPage, type PageLines, type Paper, takePaper } from "./paper.ts";
import { plateChapter } from "./plate-chapter.ts";
import { printable } from "./printable.ts";
import { provenancePage } from "./provenance.ts";
import { plateReportData, type ReportData, sampleReportData } from "./report-data.ts";
import { sampleFront } from "./sample-front.ts";

function pageLines({ sample, analysis }: ReportData, barcode: string | null): PageLines {
  const of = barcode === null ? "" : `plate ${printable(barcode)} · `;
  const made = analysis === null ? "not analysed yet" : `analysis ${analysis.row.id}`;
  return {
    head: `${of}sample ${printable(sample.name)}`,
    foot: `${of}${made}`,
  };
}

function beginPaper(data: ReportData, title: string, lines: PageLines): Paper {
  return takePaper(
    {
      title,
      subject: "Assay result for review",
      program: `Platewarden ${PROGRAM_VERSION}`,
      createdAtUtc: data.analysis?.row.created_at_utc ?? data.sample.created_at_utc,
    },
    lines,
  );
}

/**
 * The report of one plate: verdicts with their reasons, curves, bars, wells, quality, doses, provenance; A4, text and
 * vector drawings. The same analysis with the same signatures gives the same bytes.
 */
export async function plateReport(store: Store, plate: PlateRow): Promise<Uint8Array> {
  const data = plateReportData(store, plate);
  const lines = pageLines(data, plate.barcode);
  const paper = beginPaper(data, `Plate ${plate.barcode}, sample ${data.sample.name}`, lines);
  for (const chapter of data.chapters) plateChapter(paper, chapter, data);
  bookmark(paper, "Provenance");
  provenancePage(paper, data);
  return finishPaper(paper);
}

/**
 * The report of a sample: every inhibitor over all its plates, then each plate as in its own report, then where all of
 * it comes from. Throws SAMPLE_UNKNOWN. Other work gets its turn between plates.
 */
export async function sampleReport(store: Store, name: string): Promise<Uint8Array> {
  const data = sampleReportData(store, name);
  const paper = beginPaper(data, `Sample ${data.sample.name}`, pageLines(data, null));
  bookmark(paper, `Sample ${data.sample.name}`);
  sampleFront(paper, data);
  for (const chapter of data.chapters) {
    await setImmediate();
    paper.lines = pageLines(data, chapter.view.summary.barcode);
    nextPage(paper);
    plateChapter(paper, chapter, data);
  }
  paper.lines = pageLines(data, null);
  nextPage(paper);
  bookmark(paper, "Provenance");
  provenancePage(paper, data);
  return finishPaper(paper);
}
