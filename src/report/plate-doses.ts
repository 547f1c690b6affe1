/** Tables behind the curves: every dose of every comparison, and the fitted curves. */
import { curveRemarks } from "../analysis/assays/curve-words.ts";
import { formatLc50 } from "../analysis/explain-verdict.ts";
import type { ArmResult, Comparison } from "../analysis/sample-analysis.ts";
import { judgedArmName } from "./arm-names.ts";
import { FIT_TITLES, fitCells } from "./fit-words.ts";
import { heading, note, paragraph } from "./flow.ts";
import { MISSING, numberText, percentText, plusMinus, trueMinus } from "./number-text.ts";
import { needSpace, type Paper } from "./paper.ts";
import type { PlateChapter } from "./report-data.ts";
import { type Column, table } from "./table.ts";

const DOSE_COLUMNS: readonly Column[] = [
  { title: "dose, µg/mL", share: 11, align: "right" },
  { title: "vehicle, %", share: 15, align: "right" },
  { title: "n", share: 5, align: "right" },
  { title: "inhibitor, %", share: 15, align: "right" },
  { title: "n", share: 5, align: "right" },
  { title: "Δ, points", share: 15, align: "right" },
  { title: "relative, %", share: 10, align: "right" },
  { title: "P", share: 10, align: "right" },
  { title: "Bliss excess", share: 11, align: "right" },
];

export function doseTables(paper: Paper, chapter: PlateChapter): void {
  if (chapter.comparisons.length === 0) return;
  heading(paper, "Doses", 110);
  note(
    paper,
    "Survival: mean ± SEM of n wells, relative to the same arm without prednisolone. Δ: vehicle minus inhibitor, ± half width of its 95 % interval. Relative: Δ in percent of the survival with vehicle. P: contrast at the dose with the pooled error of the comparison. Bliss excess in points. – = no usable well, or not computed.",
  );
  const vehicle = chapter.arms.find((arm) => arm.vehicle) ?? null;
  for (const comparison of chapter.comparisons) {
    const inhibitor = chapter.arms.find((arm) => arm.arm === comparison.arm) ?? null;
    needSpace(paper, 60);
    paragraph(paper, judgedArmName(chapter, comparison.arm), { font: "bold", size: 8.5 });
    table(paper, DOSE_COLUMNS, doseRows(chapter, comparison, vehicle, inhibitor));
  }
}

function doseRows(
  chapter: PlateChapter,
  comparison: Comparison,
  vehicle: ArmResult | null,
  inhibitor: ArmResult | null,
): string[][] {
  const excess = chapter.assays.excess.find((one) => one.arm === comparison.arm);
  return comparison.dose.map((dose, index) => [
    numberText(dose),
    ...meanAndCount(vehicle, dose),
    ...meanAndCount(inhibitor, dose),
    plusMinus(comparison.delta[index] ?? null, comparison.ciHalfWidth[index] ?? null),
    percentText(comparison.relativePercent[index] ?? null),
    numberText(comparison.contrastP[index] ?? null),
    percentText(excess?.blissExcessPoints[excess.dose.indexOf(dose)] ?? null),
  ]);
}

function meanAndCount(arm: ArmResult | null, dose: number): [mean: string, n: string] {
  const index = arm?.dose.indexOf(dose) ?? -1;
  const mean = plusMinus(arm?.survivalMean[index] ?? null, arm?.survivalSem[index] ?? null);
  return [mean, String(arm?.n[index] ?? 0)];
}

export function curveTable(paper: Paper, chapter: PlateChapter): void {
  const { curves } = chapter.assays;
  if (curves.length === 0) return;
  heading(paper, "Fitted curves", 80);
  const rows = curves.map((curve) => {
    const arm = chapter.arms.find((one) => one.arm === curve.arm);
    return [
      curveName(chapter, curve),
      ...fitCells(curve),
      arm === undefined ? MISSING : trueMinus(formatLc50(arm.lc50)).replace(" µg/mL", ""),
      numberText(curve.aucTrapezoid),
      curveRemarks(curve).join("; "),
    ];
  });
  const [b, c, d, e, fitted, interval] = FIT_TITLES;
  table(
    paper,
    [
      { title: "arm", share: 15 },
      { title: b, share: 9, align: "right" },
      { title: c, share: 10, align: "right" },
      { title: d, share: 10, align: "right" },
      { title: e, share: 10, align: "right" },
      { title: fitted, share: 11, align: "right" },
      { title: interval, share: 12, align: "right" },
      { title: "interpolated", share: 12, align: "right" },
      { title: "mean, %", share: 8, align: "right" },
      { title: "remarks", share: 17 },
    ],
    rows,
  );
  note(
    paper,
    "Survival = c + (d − c) / (1 + (dose / e)^b), fitted to the wells; standard errors in brackets; LC50 and e in µg/mL prednisolone; interval by profile likelihood; interpolated: the laboratory's LC50. Mean: survival over log dose, by trapezoids. The verdicts rest on the interpolated LC50s and the contrasts, not on the fits.",
  );
}

type Curve = PlateChapter["assays"]["curves"][number];

/** An arm that each well gives its own concentration has a curve at each of them. */
function curveName(chapter: PlateChapter, { arm, inhibitorUm }: Curve): string {
  const isOwn = chapter.layout.arms.find((one) => one.id === arm)?.concentrationUm === null;
  const name = judgedArmName(chapter, arm);
  return isOwn && inhibitorUm !== null ? `${name} ${numberText(inhibitorUm)} µM` : name;
}
