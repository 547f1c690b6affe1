/** The first page of a plate: what must be known before its numbers are read, who and what it is, the verdicts. */
import { formatLc50 } from "../analysis/explain-verdict.ts";
import type { Comparison } from "../analysis/sample-analysis.ts";
import { counted } from "../domain/counted.ts";
import { judgedArmName } from "./arm-names.ts";
import { box, facts, heading, note } from "./flow.ts";
import { momentText, numberText, plusMinus, trueMinus, withUnit } from "./number-text.ts";
import type { Paper } from "./paper.ts";
import { LEFT, write } from "./paper.ts";
import { signedInShort } from "./plate-signatures.ts";
import { printable } from "./printable.ts";
import {
  countingReading,
  type PlateChapter,
  type ReportAnalysis,
  type ReportData,
} from "./report-data.ts";
import { table } from "./table.ts";
import { classText, QUALITY_WORDS, verificationWords } from "./verdict-words.ts";

export function plateTitle(paper: Paper, chapter: PlateChapter, data: ReportData): void {
  const { barcode } = chapter.view.summary;
  const title = `Plate ${printable(barcode)} · sample ${printable(data.sample.name)}`;
  paper.y += write(paper.doc, title, LEFT, paper.y, { font: "bold", size: 15 }) + 6;
}

/** What stands above everything else: that a plate failed or cannot be judged, or that its verdicts may still change. */
export function plateNotices(paper: Paper, chapter: PlateChapter, data: ReportData): void {
  const { summary, cannotJudge, transferWarnings } = chapter.view;
  if (summary.quality === "fail") {
    const title = "✗ This plate FAILED: nothing on it may be relied on";
    box(paper, { title, sentences: summary.sentences.map(clean), strong: true });
  }
  if (summary.quality === "not-judged") {
    const title = "? This plate cannot be judged";
    const why = cannotJudge.length > 0 ? cannotJudge : summary.sentences;
    box(paper, { title, sentences: why.map(clean), strong: true });
  }
  for (const flag of suspicionsOf(chapter)) {
    const sentences = flag.reasons.map(clean);
    box(paper, { title: `! ${printable(flag.title)}`, sentences, strong: true });
  }
  analysisNotices(paper, data.analysis, data);
  if (summary.quality === "warn") {
    const title = "! The plate passes with warnings";
    box(paper, { title, sentences: summary.sentences.map(clean), strong: false });
  }
  if (transferWarnings.length > 0) {
    const title = "! About the transfer of the reading";
    box(paper, { title, sentences: transferWarnings.map(clean), strong: false });
  }
}

/** That the numbers look copied, stuck or made up must be read before they are. */
export function suspicionsOf({ view }: PlateChapter) {
  return view.flags.filter((flag) => flag.ruleId.startsWith("quality/suspicion/"));
}

/** That there is no analysis, that it is out of date, or that plates are still to come. */
export function analysisNotices(
  paper: Paper,
  analysis: ReportAnalysis | null,
  data: ReportData,
): void {
  if (analysis === null) {
    const title = "? The sample has not been analysed yet";
    box(paper, { title, sentences: ["Only what was read is shown."], strong: true });
    return;
  }
  if (analysis.isStale) {
    const title = "! The analysis is older than the data";
    const sentence =
      "Plates, masks, blasts or the program have changed since. The verdicts are those of the analysis, the wells are shown as they are now. Make the report again when the sample has been analysed anew.";
    box(paper, { title, sentences: [sentence], strong: true });
  }
  if (analysis.row.provisional === 1) {
    box(paper, { title: "Provisional", sentences: [provisionalSentence(data)], strong: false });
  }
}

function provisionalSentence({ platesPlanned }: ReportData): string {
  if (platesPlanned === 0) {
    return "The sample has not been closed: further plates may come, and q values and verdicts may change with them.";
  }
  return "Planned plates of this sample are still to come: q values and verdicts may change with them.";
}

const clean = (sentence: string): string => printable(sentence);

export function sampleFacts({ sample }: ReportData): (readonly [string, string])[] {
  const genes = JSON.parse(sample.mutated_genes) as readonly string[];
  const mutated = genes.length === 0 ? "" : ` (${genes.join(", ")})`;
  const blasts = sample.blasts_day4_percent;
  return [
    ["Sample", printable(sample.name)],
    ["Patient", printable(sample.patient || "none")],
    ["RAS status", printable(`${sample.ras_status}${mutated}`)],
    ["Blasts, day 4", blasts === null ? "not entered" : withUnit(blasts, "%")],
  ];
}

export function analysisFacts(analysis: ReportAnalysis | null): (readonly [string, string])[] {
  if (analysis === null) return [["Analysis", "none yet"]];
  const { row, settingsName } = analysis;
  return [
    ["Analysed", momentText(row.created_at_utc)],
    ["Analysis", row.id],
    ["Program", `Platewarden ${row.program_version}`],
    ["Settings", `${settingsName ?? "without a name"} (${row.settings_sha256.slice(0, 12)}…)`],
  ];
}

export function plateFacts(paper: Paper, chapter: PlateChapter, data: ReportData): void {
  const { view, layout } = chapter;
  const { summary, provenance } = view;
  const counting = countingReading(chapter);
  const operator = counting?.operator ?? counting?.row.bound_by ?? "";
  facts(paper, [
    ...sampleFacts(data),
    ["Barcode", printable(summary.barcode)],
    ["Quality", QUALITY_WORDS[summary.quality]],
    ["Layout", printable(`${layout.id} revision ${layout.revision}: ${layout.title}`)],
    ["Layout hash", `${provenance.layoutSha256.slice(0, 24)}…`],
    ["Read", momentText(summary.capturedAtUtc)],
    ["Reader's clock", view.readerClock ?? "none printed"],
    ["Reader", printable([summary.readerId, chapter.readerModel].filter(Boolean).join(", "))],
    ["Wavelengths", wavelengths(chapter)],
    ["Driver", printable(`${provenance.driver}: ${driverVerification(chapter)}`)],
    ["Operator", printable(operator)],
    ["Temperature", withUnit(chapter.temperatureC, "°C")],
    ["Data changed", changesInShort(chapter)],
    ["Signed", signedInShort(chapter)],
    ...analysisFacts(data.analysis),
  ]);
}

function driverVerification(chapter: PlateChapter): string {
  return verificationWords(countingReading(chapter)?.reading.verification ?? "");
}

function wavelengths({ view }: PlateChapter): string {
  const measured = view.measurementNm === null ? "not known" : `${view.measurementNm} nm`;
  const reference = view.referenceNm === null ? "no reference" : `reference ${view.referenceNm} nm`;
  const subtracted = view.referenceSubtracted ? "reference taken off by the reader" : reference;
  return `${measured}, ${subtracted}`;
}

/** Reads of the plate, and masks, choices and statements of people, counted. */
export function changesInShort({ view, versions, decisions }: PlateChapter): string {
  const { choices, turns } = decisions;
  const masks = view.masks.length;
  const changes = [
    `${counted(masks, "mask")} put on or off by people`,
    ...(choices.length === 0 ? [] : [`reading chosen ${timesText(choices.length)}`]),
    ...(turns.length === 0 ? [] : [`said ${timesText(turns.length)} how the plate lay`]),
  ];
  if (versions.length <= 1 && masks + choices.length + turns.length === 0) {
    return "no: one reading, no mask of a person";
  }
  const reads = versions.length === 1 ? "one reading" : `${versions.length} readings`;
  return `Δ yes: ${[reads, ...changes].join(", ")}`;
}

function timesText(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

/** The class, with a sign where the plate's numbers look copied, stuck or made up. */
export function verdictWords(chapter: PlateChapter, { class: name }: Comparison): string {
  return suspicionsOf(chapter).length === 0 ? classText(name) : `${classText(name)} (!)`;
}

/** Every verdict of the plate in one row. */
export function verdictTable(paper: Paper, chapter: PlateChapter): void {
  if (chapter.comparisons.length === 0) return;
  heading(paper, "Verdicts");
  const lc50 = new Map(chapter.arms.map((arm) => [arm.arm, arm.lc50]));
  const vehicle = chapter.arms.find((arm) => arm.vehicle)?.lc50 ?? null;
  const rows = chapter.comparisons.map((one) => {
    const at = one.referenceDose === null ? -1 : one.dose.indexOf(one.referenceDose);
    return [
      judgedArmName(chapter, one.arm),
      verdictWords(chapter, one),
      one.grade ?? "–",
      plusMinus(one.survivalVehicleAtReference, null),
      plusMinus(one.survivalInhibitorAtReference, null),
      plusMinus(one.delta[at] ?? null, one.ciHalfWidth[at] ?? null),
      numberText(one.interactionQ),
      trueMinus(formatLc50(lc50.get(one.arm) ?? null)),
    ];
  });
  table(
    paper,
    [
      { title: "inhibitor", share: 22 },
      { title: "verdict", share: 22 },
      { title: "grade", share: 7 },
      { title: "vehicle, %", share: 10, align: "right" },
      { title: "inhibitor, %", share: 11, align: "right" },
      { title: "Δ, points", share: 14, align: "right" },
      { title: "q", share: 9, align: "right" },
      { title: "LC50", share: 15, align: "right" },
    ],
    rows,
  );
  note(paper, verdictNote(chapter, trueMinus(formatLc50(vehicle))));
}

function verdictNote({ comparisons }: PlateChapter, vehicleLc50: string): string {
  const dose = comparisons.find((one) => one.referenceDose !== null)?.referenceDose ?? null;
  return (
    `Survival at the reference dose of ${withUnit(dose, "µg/mL")} prednisolone; Δ = vehicle minus inhibitor, ± half width of its ` +
    `95 % interval. LC50 of prednisolone by the laboratory's interpolation; with vehicle ${vehicleLc50}. ` +
    "q: interaction of inhibitor and prednisolone, adjusted over the sample's comparisons. – = not measured or not computed; the reasons stand at each inhibitor. (!) = the numbers of the plate are under suspicion, see above."
  );
}
