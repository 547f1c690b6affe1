import { formatNumber } from "../analysis/explain-verdict.ts";
import type { MaskReason } from "../analysis/sample-analysis.ts";
import { MASK_SENTENCES } from "../analysis/sentences.ts";
import type { AssayView, ComparisonView, PlateView } from "../api/views.ts";
import { TURN_WORDS } from "../domain/plate-turn.ts";
import { textTable } from "../domain/text-table.ts";
import { heatMap, lc50Text, sparkline, strong } from "./plate-picture.ts";

const qualityWords: Readonly<Record<string, string>> = {
  pass: "good",
  warn: "good, with warnings",
  fail: "FAILED",
  "not-judged": "not judged",
};

function quality(plate: PlateView): string {
  const head = `Plate quality: ${qualityWords[plate.summary.quality]}`;
  const sentences = plate.summary.sentences.map((sentence) => `  - ${sentence}`);
  return [strong(head), ...sentences, ...leftOut(plate)].join("\n");
}

/** Wells that are left out, each with its reason and, where a person said so, who, when and why. */
function leftOut(plate: PlateView): string[] {
  return plate.wells.flatMap((well) => {
    if (well.maskReason === null) return [];
    const sentence = MASK_SENTENCES[well.maskReason as MaskReason];
    const last = plate.masks.findLast((event) => event.well === well.well);
    const person =
      last?.action === "mask" ? ` Masked by ${last.by} at ${last.atUtc}: ${last.reason}.` : "";
    return [`  ${well.well} left out (${well.maskReason}): ${sentence}${person}`];
  });
}

function statistics(plate: PlateView): string {
  const rows = plate.statistics.map(({ label, value, unit, limit, verdict }) => [
    label,
    `${formatNumber(value)} ${value === null ? "" : unit}`.trim(),
    limit ?? "",
    verdict === "info" ? "" : verdict,
  ]);
  return textTable(["figure", "value", "limit", ""], rows);
}

function curves(plate: PlateView): string {
  const rows = plate.arms.map((arm) => [
    arm.arm,
    sparkline(arm),
    lc50Text(arm),
    arm.prednisoloneClass ?? "–",
    `${formatNumber(arm.singleAgentSurvivalPercent)} %`,
  ]);
  return textTable(
    ["arm", "survival, zero to top dose", "LC50 prednisolone", "class", "alone"],
    rows,
  );
}

function comparison(one: ComparisonView): string {
  const state = one.provisional ? " [provisional: plates of this sample are still to come]" : "";
  const sentences = [...one.suspicions.map(strong), ...one.explanation];
  return [strong(`${one.title}${state}`), ...sentences.map((text) => `  - ${text}`)].join("\n");
}

function assay(one: AssayView): string {
  return [
    strong(one.title),
    ...one.sentences.map((sentence) => `  - ${sentence}`),
    ...one.tables.flatMap(({ caption, head, rows }) => ["", caption, textTable(head, rows)]),
  ].join("\n");
}

function judged(plate: PlateView): string[] {
  return [
    statistics(plate),
    ...(plate.arms.length === 0 ? [] : ["", curves(plate)]),
    ...(plate.comparisons.length === 0 ? [] : ["", ...plate.comparisons.map(comparison)]),
    ...plate.assays.flatMap((one) => ["", assay(one)]),
  ];
}

function conditions(plate: PlateView): string {
  const rows = plate.conditions.map((condition) => [
    condition.label,
    String(condition.n),
    formatNumber(condition.meanAbsorbance),
    formatNumber(condition.sdAbsorbance),
    condition.wells.join(" "),
  ]);
  return [
    strong("What cannot be judged on this plate, and why:"),
    ...plate.cannotJudge.map((sentence) => `  - ${sentence}`),
    "",
    "Mean net absorbance (AU) of wells with the same content:",
    textTable(["condition", "n", "mean", "SD", "wells"], rows),
  ].join("\n");
}

/** Which way the plate lay: what the numbers and a person say. */
function orientation(plate: PlateView): string[] {
  if (plate.orientation === null || plate.orientation.ways.length === 0) return [];
  const { ways, sentences, standing } = plate.orientation;
  const scores = ways.map(
    ({ turn, misfit }) => `${TURN_WORDS[turn]} ${misfit === null ? "–" : misfit.toFixed(0)}`,
  );
  const why = standing === null ? [] : [`  - the reason given: ${standing.reason}`];
  return [
    "",
    strong("Which way it lay"),
    ...sentences.map((sentence) => `  - ${sentence}`),
    ...why,
    `  misfit: ${scores.join(", ")}`,
  ];
}

/** A plate for the terminal: heat map, quality, curves, verdicts with their reasons, where it all comes from. */
export function renderPlate(plate: PlateView): string {
  const { summary, provenance } = plate;
  const wavelengths = [plate.measurementNm, plate.referenceNm]
    .filter((nm) => nm !== null)
    .join("/");
  const subtracted = plate.referenceSubtracted ? ", reference taken off by the reader" : "";
  const parts = [
    strong(`Plate ${summary.barcode}, sample ${summary.sample} (RAS ${plate.rasStatus})`),
    `read ${summary.capturedAtUtc} on ${summary.readerId}, ${wavelengths} nm${subtracted}, layout ${provenance.layout}`,
    ...plate.transferWarnings.map((warning) => `transfer: ${warning}`),
    "",
    heatMap(plate),
    "",
    quality(plate),
    ...orientation(plate),
  ];
  if (plate.cannotJudge.length > 0) parts.push("", conditions(plate));
  else parts.push("", ...judged(plate));
  parts.push(
    "",
    `reading ${provenance.readingId} by ${provenance.driver}; bound by ${provenance.boundBy}`,
    provenance.transcriptId === null
      ? `file ${provenance.document} SHA-256 ${provenance.documentSha256}`
      : `transcript ${provenance.transcriptId} SHA-256 ${provenance.transcriptSha256}`,
    `layout SHA-256 ${provenance.layoutSha256}`,
    `settings ${provenance.settings}, SHA-256 ${provenance.settingsSha256}, program ${provenance.programVersion}`,
  );
  return parts.join("\n");
}
