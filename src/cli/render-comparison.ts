import { counted } from "../domain/counted.ts";
import type { ExplainedChange, ExplainedPlace } from "../pipeline/attribute-verdicts.ts";
import type { SampleComparison, SideView } from "../pipeline/compare-analyses.ts";
import type { Change } from "../pipeline/compare-results.ts";

function shown(value: unknown): string {
  if (value === null || value === undefined) return "none";
  if (value === "") return "nothing";
  return String(value);
}

function becauseText(because: readonly string[] | null): string {
  if (because === null) return "";
  if (because.length === 0) return "  (no setting alone)";
  return `  (${because.join(", ")}${because.length > 1 ? ", each" : ""} alone)`;
}

function verdictLine({ path, before, after, because }: ExplainedChange): string {
  return `${path}: ${shown(before)} → ${shown(after)}${becauseText(because)}`;
}

function valueLine({ path, before, after, relative }: Change): string {
  const percent = relative === null ? "" : `  (${relative < 0 ? "−" : "+"}${size(relative)})`;
  return `${path}: ${shown(before)} → ${shown(after)}${percent}`;
}

/** A share in percent with three digits, however small. */
function size(relative: number): string {
  return `${Number((Math.abs(relative) * 100).toPrecision(3))} %`;
}

function placeName({ plate, arm }: ExplainedPlace): string {
  if (plate === null) return "the sample";
  return arm === null ? `plate ${plate}` : `plate ${plate}, ${arm}`;
}

function sideText({ analysisId, settings, programVersion }: SideView): string {
  const what = analysisId === null ? "computed now, not stored" : `analysis ${analysisId}`;
  return `${what} (${settings}, program ${programVersion})`;
}

function count(comparison: SampleComparison, kind: "verdicts" | "values"): number {
  return comparison.changes.reduce((sum, place) => sum + place[kind].length, 0);
}

function verdictText(comparison: SampleComparison): string[] {
  return comparison.changes
    .filter((place) => place.verdicts.length > 0)
    .flatMap((place) => [
      `  ${comparison.sample}, ${placeName(place)}`,
      ...place.verdicts.map((change) => `    ${verdictLine(change)}`),
    ]);
}

function sampleText(comparison: SampleComparison): string[] {
  const { sample, before, after, causes, changes, unexplained } = comparison;
  const why = causes.map((cause) => `  why: ${cause.sentence}`);
  const loud = unexplained
    ? [
        "  NOTHING THAT IT RESTS ON DIFFERS, AND STILL IT CHANGED: a fault of the program or of the store; see `platewarden verify`.",
      ]
    : [];
  return [
    "",
    `${sample}: ${sideText(before)} → ${sideText(after)}`,
    ...why,
    ...loud,
    ...(changes.length === 0 ? ["  nothing changed"] : []),
    ...changes
      .filter((place) => place.values.length > 0)
      .flatMap((place) => [
        `  ${placeName(place)}`,
        ...place.values.map((change) => `    ${valueLine(change)}`),
      ]),
  ];
}

/** Verdicts of all samples first, then what lies behind them, by sample, plate and arm. */
export function renderComparisons(comparisons: readonly SampleComparison[]): string {
  const verdicts = comparisons.flatMap(verdictText);
  const changed = comparisons.filter((one) => one.changes.length > 0);
  const sum = (kind: "verdicts" | "values"): number =>
    changed.reduce((total, one) => total + count(one, kind), 0);
  const computed = comparisons.filter(
    (one) => one.before.analysisId === null || one.after.analysisId === null,
  ).length;
  return [
    ...(verdicts.length === 0 ? ["No verdict changed."] : ["Verdicts that changed:", ...verdicts]),
    // Of many samples those that did not change are only counted.
    ...(comparisons.length === 1 ? comparisons : changed).flatMap(sampleText),
    "",
    `${counted(comparisons.length, "sample")} compared, ${changed.length} changed: ${counted(sum("verdicts"), "change")} of verdicts, ${sum("values")} of other values.`,
    ...(computed === 0
      ? []
      : [
          `${counted(computed, "sample")} had no analysis under one of the settings: computed for this comparison, not stored.`,
        ]),
  ].join("\n");
}
