/** The last pages: where every number comes from, with the hashes that prove it, and the thresholds it was judged by. */
import { facts, heading, note, paragraph } from "./flow.ts";
import { momentText, trueMinus } from "./number-text.ts";
import { needSpace, nextPage, type Paper, TOP } from "./paper.ts";
import { printable } from "./printable.ts";
import { countingReading, type PlateChapter, type ReportData } from "./report-data.ts";
import { type Column, table } from "./table.ts";

export function provenancePage(paper: Paper, data: ReportData): void {
  if (paper.y > TOP) nextPage(paper);
  heading(paper, "Provenance");
  paragraph(
    paper,
    "Every number of this report comes from the stored analysis named here. The hashes are SHA-256; what has the same hash is the same to the last bit.",
  );
  analysisProvenance(paper, data);
  for (const chapter of data.chapters) plateProvenance(paper, chapter);
  settingsTable(paper, data);
}

function analysisProvenance(paper: Paper, { analysis }: ReportData): void {
  if (analysis === null) return;
  const { row, settingsName, earlier } = analysis;
  facts(
    paper,
    [
      ["Analysis", row.id],
      ["Made", `${momentText(row.created_at_utc)} by Platewarden ${row.program_version}`],
      ["Analyses before it", String(earlier)],
      ["Inputs", row.inputs_sha256],
      ["Result", row.result_sha256],
      ["Settings", `${settingsName ?? "without a name"}, ${row.settings_sha256}`],
      ["State", row.provisional === 1 ? "provisional" : "final"],
    ],
    HASHES,
  );
}

function plateProvenance(paper: Paper, chapter: PlateChapter): void {
  const { provenance, summary } = chapter.view;
  const isDocument = provenance.transcriptId === null;
  const source: (readonly [string, string])[] = isDocument
    ? [
        ["File", printable(provenance.document ?? "not known")],
        ["File, hash", provenance.documentSha256 ?? "not known"],
      ]
    : [
        ["Transcript", provenance.transcriptId ?? ""],
        ["Transcript, hash", provenance.transcriptSha256 ?? "not known"],
      ];
  needSpace(paper, 170);
  paragraph(paper, `Plate ${printable(summary.barcode)}`, { font: "bold", size: 9 });
  facts(
    paper,
    [
      ["Plate", `${summary.id}, version ${countingReading(chapter)?.row.version ?? 1}`],
      ["Bound by", printable(provenance.boundBy)],
      ...(provenance.barReason === null
        ? []
        : ([["Let in because", printable(provenance.barReason)]] as const)),
      ["Run", provenance.runId ?? "none: it came unasked, or as a file"],
      ["Reading", provenance.readingId],
      ["Reading, record", chapter.readingSha256],
      ["Reading, content", chapter.contentSha256 ?? "none"],
      ...source,
      ["Driver", printable(provenance.driver)],
      ["Layout", printable(provenance.layout)],
      ["Layout, hash", provenance.layoutSha256],
      ["Record, hash", chapter.recordSha256],
    ],
    HASHES,
  );
}

/** Letters of one width, so that hashes can be compared. */
const HASHES = { columns: 1, font: "mono" } as const;

const SETTINGS_COLUMNS: readonly Column[] = [1, 2, 3].flatMap(() => [
  { title: "threshold", share: 22 },
  { title: "value", share: 11 },
]);

function settingsTable(paper: Paper, { settings, analysis }: ReportData): void {
  if (analysis === null) return;
  heading(paper, "Thresholds of the analysis", 60);
  const cells = Object.entries(settings).map(([name, value]) => [name, thresholdText(value)]);
  const height = Math.ceil(cells.length / 3);
  const rows = Array.from({ length: height }, (_, row) =>
    [0, 1, 2].flatMap((column) => cells[column * height + row] ?? ["", ""]),
  );
  table(paper, SETTINGS_COLUMNS, rows);
  note(paper, "What they mean and their units: docs/settings.md.");
}

function thresholdText(value: unknown): string {
  if (Array.isArray(value)) return value.map(thresholdText).join(" to ");
  return trueMinus(printable(String(value)));
}
