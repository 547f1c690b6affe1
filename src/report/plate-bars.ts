/** Survival at the reference dose as bars: mean + SEM beside the vehicle, as the founding study draws them. */
import type { Comparison } from "../analysis/sample-analysis.ts";
import { judgedArmName } from "./arm-names.ts";
import { BARS_A_CHART, type Bar, drawBars } from "./bar-chart.ts";
import { heading, note, paragraph } from "./flow.ts";
import { numberText, withUnit } from "./number-text.ts";
import { LEFT, needSpace, type Paper, WIDTH } from "./paper.ts";
import type { PlateChapter } from "./report-data.ts";

const HEIGHT = 190;

export function referenceBars(paper: Paper, chapter: PlateChapter): void {
  const dose = chapter.comparisons.find((one) => one.referenceDose !== null)?.referenceDose;
  if (dose === undefined || dose === null) return;
  heading(paper, `Survival at ${withUnit(dose, "µg/mL")} prednisolone`, HEIGHT + 20);
  const vehicle = chapter.arms.find((arm) => arm.vehicle);
  const first = vehicle === undefined ? [] : [barOf(chapter, vehicle.arm, dose, null)];
  const others = chapter.comparisons.map((one) => barOf(chapter, one.arm, dose, one));
  drawBarRows(paper, first, others);
  note(
    paper,
    "Bars: mean + SEM, relative to the same arm without prednisolone; circles: replicates that count. P: Student's t-test against the vehicle at this dose. The verdict rests on the whole curves, not on this test.",
  );
}

/** Bars in as many charts as are needed; the vehicle stands in each. */
export function drawBarRows(paper: Paper, vehicle: readonly Bar[], others: readonly Bar[]): void {
  if (![...vehicle, ...others].some((bar) => bar.mean !== null)) {
    paragraph(paper, "No survival could be computed at this dose, so there are no bars.");
    return;
  }
  const most = BARS_A_CHART - vehicle.length;
  for (let start = 0; start < Math.max(1, others.length); start += most) {
    const bars = [...vehicle, ...others.slice(start, start + most)];
    needSpace(paper, HEIGHT);
    const width = Math.min(WIDTH, 40 + bars.length * 92);
    drawBars(paper.doc, { x: LEFT, y: paper.y, width, height: HEIGHT }, bars, "survival, %");
    paper.y += HEIGHT + 4;
  }
}

function barOf(
  chapter: PlateChapter,
  armId: string,
  dose: number,
  comparison: Comparison | null,
): Bar {
  const arm = chapter.arms.find((one) => one.arm === armId);
  const index = arm?.dose.indexOf(dose) ?? -1;
  const point = chapter.view.arms
    .find((one) => one.arm === armId)
    ?.points.find((one) => one.prednisoloneUgPerMl === dose);
  const p = comparison?.studentAtReference?.p ?? null;
  return {
    name: judgedArmName(chapter, armId),
    isVehicle: arm?.vehicle ?? false,
    mean: arm?.survivalMean[index] ?? null,
    sem: arm?.survivalSem[index] ?? null,
    n: arm?.n[index] ?? 0,
    replicates: point?.replicatesPercent ?? [],
    remark: comparison === null ? null : `P = ${numberText(p)}`,
  };
}
