/** The first pages of a sample's report: its plates, and every inhibitor over all of them. */
import { formatLc50 } from "../analysis/explain-verdict.ts";
import type { Comparison } from "../analysis/sample-analysis.ts";
import { judgedArmName } from "./arm-names.ts";
import { box, facts, heading, note, paragraph } from "./flow.ts";
import { momentText, numberText, percentText, trueMinus } from "./number-text.ts";
import { LEFT, type Paper, write } from "./paper.ts";
import {
  analysisFacts,
  analysisNotices,
  changesInShort,
  sampleFacts,
  suspicionsOf,
  verdictWords,
} from "./plate-front.ts";
import { signedInShort } from "./plate-signatures.ts";
import { printable } from "./printable.ts";
import type { PlateChapter, ReportData } from "./report-data.ts";
import { table } from "./table.ts";
import { QUALITY_WORDS } from "./verdict-words.ts";

export function sampleFront(paper: Paper, data: ReportData): void {
  const title = `Sample ${printable(data.sample.name)}`;
  paper.y += write(paper.doc, title, LEFT, paper.y, { font: "bold", size: 15 }) + 6;
  plateTroubles(paper, data);
  plateSuspicions(paper, data);
  analysisNotices(paper, data.analysis, data);
  facts(paper, [...sampleFacts(data), ...analysisFacts(data.analysis)]);
  plateTable(paper, data);
  comparisonTable(paper, data);
}

/** Plates of which nothing may be relied on are named before anything else is said. */
function plateTroubles(paper: Paper, { chapters }: ReportData): void {
  const troubled = chapters.filter(({ view }) => /fail|not-judged/.test(view.summary.quality));
  if (troubled.length === 0) return;
  const sentences = troubled.map(({ view }) => {
    const { barcode, quality, sentences: why } = view.summary;
    return printable(`Plate ${barcode}: ${QUALITY_WORDS[quality]}. ${why.join(" ")}`);
  });
  box(paper, { title: "✗ Not every plate can be relied on", sentences, strong: true });
}

/** So are those whose numbers look copied, stuck or made up; their verdicts have the sign (!). */
function plateSuspicions(paper: Paper, { chapters }: ReportData): void {
  const flags = chapters.flatMap(suspicionsOf);
  if (flags.length === 0) return;
  const sentences = flags.map(({ title, reasons }) => printable(`${title}. ${reasons.join(" ")}`));
  box(paper, { title: "! Numbers under suspicion: (!)", sentences, strong: true });
}

function plateTable(paper: Paper, { chapters, platesPlanned }: ReportData): void {
  const planned = platesPlanned === 0 ? "" : ` of ${platesPlanned} planned`;
  heading(paper, `Plates: ${chapters.length}${planned}`);
  if (chapters.length === 0) {
    paragraph(paper, "No plate of this sample has been read.");
    return;
  }
  table(
    paper,
    [
      { title: "barcode", share: 18 },
      { title: "layout", share: 26 },
      { title: "read", share: 20 },
      { title: "reader", share: 12 },
      { title: "quality", share: 14 },
      { title: "data changed", share: 20 },
      { title: "signed", share: 20 },
    ],
    chapters.map((chapter) => {
      const { summary, provenance } = chapter.view;
      return [
        printable(summary.barcode),
        printable(provenance.layout),
        momentText(summary.capturedAtUtc),
        printable(summary.readerId, 60),
        QUALITY_WORDS[summary.quality],
        changesInShort(chapter),
        signedInShort(chapter),
      ];
    }),
  );
}

function comparisonTable(paper: Paper, { chapters }: ReportData): void {
  const rows = chapters
    .flatMap((chapter) => chapter.comparisons.map((one) => ({ chapter, one })))
    .sort((a, b) => byInhibitor(a.one, b.one));
  heading(paper, "Inhibitors over all plates", 60);
  if (rows.length === 0) {
    paragraph(
      paper,
      "No plate of this sample compares an inhibitor with its vehicle over a series of doses.",
    );
    return;
  }
  table(
    paper,
    [
      { title: "inhibitor", share: 20 },
      { title: "plate", share: 15 },
      { title: "verdict", share: 21 },
      { title: "grade", share: 7 },
      { title: "vehicle, %", share: 9, align: "right" },
      { title: "inhibitor, %", share: 10, align: "right" },
      { title: "q", share: 9, align: "right" },
      { title: "LC50 vehicle", share: 14, align: "right" },
      { title: "LC50 inhibitor", share: 14, align: "right" },
    ],
    rows.map(({ chapter, one }) => comparisonRow(chapter, one)),
  );
  note(
    paper,
    "Survival at the reference dose of each plate; q: interaction of inhibitor and prednisolone, adjusted over all comparisons of this sample. Each comparison is made within its own plate; nothing is averaged over plates.",
  );
}

/** Plates of one inhibitor stand together, in the order in which they came. */
function byInhibitor(a: Comparison, b: Comparison): number {
  return a.arm < b.arm ? -1 : a.arm > b.arm ? 1 : 0;
}

function comparisonRow(chapter: PlateChapter, one: Comparison): string[] {
  const vehicle = chapter.arms.find((arm) => arm.vehicle)?.lc50 ?? null;
  const inhibitor = chapter.arms.find((arm) => arm.arm === one.arm)?.lc50 ?? null;
  return [
    judgedArmName(chapter, one.arm),
    printable(one.plate),
    verdictWords(chapter, one),
    one.grade ?? "–",
    percentText(one.survivalVehicleAtReference),
    percentText(one.survivalInhibitorAtReference),
    numberText(one.interactionQ),
    trueMinus(formatLc50(vehicle)),
    trueMinus(formatLc50(inhibitor)),
  ];
}
