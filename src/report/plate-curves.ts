/** Each inhibitor against the vehicle of its plate: curves on the left, the verdict with its reasons on the right. */
import { explainVerdict, formatLc50 } from "../analysis/explain-verdict.ts";
import type { ArmResult, Comparison } from "../analysis/sample-analysis.ts";
import type { AnalysisSettings } from "../analysis/settings.ts";
import { judgedArmName } from "./arm-names.ts";
import { type ChartSeries, drawDoseChart, drawKey } from "./dose-chart.ts";
import { fittedCurve } from "./fit-words.ts";
import { bulletColumn, bulletColumnHeight, heading } from "./flow.ts";
import { trueMinus } from "./number-text.ts";
import { heightOf, LEFT, needSpace, type Paper, RULE, WIDTH, write } from "./paper.ts";
import { printable } from "./printable.ts";
import type { PlateChapter } from "./report-data.ts";
import { armStyle, type SeriesStyle, VEHICLE_STYLE } from "./series-style.ts";
import { classText } from "./verdict-words.ts";

const CHART = { width: 246, height: 168 } as const;
const GAP = 12;
const TITLE = { font: "bold", size: 9.5, width: WIDTH } as const;
const TEXT = { size: 7.5, width: WIDTH - CHART.width - GAP } as const;

/** A series of a chart from an arm: means and SEMs of the analysis, replicates of the wells. */
function armSeries(chapter: PlateChapter, arm: ArmResult, style: SeriesStyle): ChartSeries {
  const shown = chapter.view.arms.find((one) => one.arm === arm.arm);
  const fit = chapter.assays.curves.find((one) => one.arm === arm.arm)?.fit ?? null;
  return {
    name: `${judgedArmName(chapter, arm.arm)}: LC50 ${trueMinus(formatLc50(arm.lc50))}`,
    style,
    points: arm.dose.map((dose, index) => ({
      dose,
      mean: arm.survivalMean[index] ?? null,
      sem: arm.survivalSem[index] ?? null,
      replicates:
        shown?.points.find((point) => point.prednisoloneUgPerMl === dose)?.replicatesPercent ?? [],
    })),
    curve: fittedCurve(fit),
    half: arm.lc50,
  };
}

/** One inhibitor as it is drawn; an arm that the rule does not judge has a curve, and no comparison. */
interface Pair {
  readonly armId: string;
  readonly vehicle: ArmResult | null;
  readonly inhibitor: ArmResult | null;
  readonly comparison: Comparison | null;
}

function pairsOf({ arms, comparisons }: PlateChapter): Pair[] {
  const vehicle = arms.find((arm) => arm.vehicle) ?? null;
  const unjudged = arms.filter(
    (arm) => !arm.vehicle && !comparisons.some((one) => one.arm === arm.arm),
  );
  return [
    ...comparisons.map((comparison) => ({
      armId: comparison.arm,
      vehicle,
      inhibitor: arms.find((arm) => arm.arm === comparison.arm) ?? null,
      comparison,
    })),
    ...unjudged.map((arm) => ({ armId: arm.arm, vehicle, inhibitor: arm, comparison: null })),
  ];
}

export function plateCurves(paper: Paper, chapter: PlateChapter, settings: AnalysisSettings): void {
  pairsOf(chapter).forEach((pair, index) => {
    const sentences = pairSentences(chapter, pair, settings);
    const title = titleOf(chapter, pair);
    const titleHeight = heightOf(paper.doc, title, TITLE) + 4;
    const textHeight = bulletColumnHeight(paper, sentences, TEXT);
    const height = titleHeight + Math.max(CHART.height + 24, textHeight) + 8;
    if (index === 0) heading(paper, "Inhibitors against the vehicle of the plate", height);
    needSpace(paper, height);
    const { doc, y } = paper;
    doc
      .moveTo(LEFT, y)
      .lineTo(LEFT + WIDTH, y)
      .lineWidth(0.4)
      .strokeColor(RULE)
      .stroke();
    write(doc, title, LEFT, y + 3, TITLE);
    const top = y + titleHeight + 2;
    drawPair(paper, chapter, pair, top);
    bulletColumn(paper, sentences, { x: LEFT + CHART.width + GAP, y: top, ...TEXT });
    paper.y += height;
  });
}

function drawPair(paper: Paper, chapter: PlateChapter, pair: Pair, top: number): void {
  const series = [
    ...(pair.vehicle === null ? [] : [armSeries(chapter, pair.vehicle, VEHICLE_STYLE)]),
    ...(pair.inhibitor === null ? [] : [armSeries(chapter, pair.inhibitor, armStyle(0))]),
  ];
  const chart = { xTitle: "prednisolone, µg/mL", yTitle: "survival, %", series };
  drawDoseChart(paper.doc, { x: LEFT, y: top, ...CHART }, chart);
  const key = { x: LEFT + 8, y: top + CHART.height - 2, width: CHART.width - 8 };
  drawKey(paper.doc, series, key);
}

function titleOf(chapter: PlateChapter, { armId, comparison }: Pair): string {
  const name = judgedArmName(chapter, armId);
  if (comparison === null) return `${name}: no verdict`;
  const grade = comparison.grade === null ? "" : `, grade ${comparison.grade}`;
  return `${name}: ${classText(comparison.class)}${grade} (assay result for review)`;
}

/** Each sentence once: the explanation holds reasons and qualifiers already. */
function pairSentences(chapter: PlateChapter, pair: Pair, settings: AnalysisSettings): string[] {
  const { comparison, inhibitor } = pair;
  const shown = chapter.view.comparisons.find((one) => one.arm === pair.armId);
  const explained =
    comparison === null
      ? ["The rule does not judge this arm; its curve is for information."]
      : explainVerdict(comparison, pair, settings);
  const alone = inhibitor?.singleAgentSurvivalPercent ?? null;
  const sentences = [
    ...(shown?.suspicions ?? []),
    ...explained,
    ...(shown?.reasons ?? []),
    ...(shown?.qualifiers ?? []),
    ...(inhibitor?.lc50?.multipleCrossings ? ["The curve crosses 50 % more than once."] : []),
    alone === null
      ? "What the inhibitor does without prednisolone is not known."
      : `Without prednisolone the inhibitor leaves ${alone.toFixed(1)} % of the cells alive.`,
  ];
  return [...new Set(sentences)].map((sentence) => printable(trueMinusInNumbers(sentence)));
}

/** A minus sign before a digit, not a hyphen inside a word or a name. */
function trueMinusInNumbers(sentence: string): string {
  return sentence.replace(/(?<![\w.])-(?=\d)/g, "−");
}
