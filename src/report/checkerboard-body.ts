import type { CheckerboardResult } from "../analysis/assays/sample-assays.ts";
import type { Matrix } from "../analysis/matrix.ts";
import { bullets, note, paragraph } from "./flow.ts";
import { gapTexts } from "./gap-words.ts";
import { drawMatrix, matrixHeight } from "./matrix-map.ts";
import { numberText, percentText, withUnit } from "./number-text.ts";
import { needSpace, type Paper } from "./paper.ts";
import { printable } from "./printable.ts";

/** So far from the model a cell is as dark as it gets: in points, and for the index in doublings. */
const DARKEST_POINTS = 50;
const DARKEST_DOUBLINGS = 3;

interface Shown {
  readonly title: string;
  readonly values: Matrix;
  /** From 0 (light) to 1 (darkest) and beyond. */
  readonly shadeOf: (value: number) => number;
  readonly mean: number | null;
}

/** Survival of both drugs crossed, and what they do beyond each reference model. */
export function checkerboardBody(paper: Paper, result: CheckerboardResult): void {
  paragraph(paper, printable(result.inhibitor, 120), { font: "bold", size: 9 });
  const excess = { shadeOf: (points: number) => Math.abs(points) / DARKEST_POINTS };
  const matrices: readonly Shown[] = [
    {
      title: "Survival, %",
      values: result.survivalPercent,
      shadeOf: (percent) => percent / 100,
      mean: null,
    },
    {
      title: "Bliss excess, points",
      values: result.blissExcessPoints,
      ...excess,
      mean: result.meanBlissExcessPoints,
    },
    {
      title: "HSA excess, points",
      values: result.hsaExcessPoints,
      ...excess,
      mean: result.meanHsaExcessPoints,
    },
    {
      title: "Loewe excess, points",
      values: result.loeweExcessPoints,
      ...excess,
      mean: result.meanLoeweExcessPoints,
    },
    {
      title: "Combination index (below 1: more together)",
      values: result.combinationIndex,
      shadeOf: (index) => Math.abs(Math.log2(index)) / DARKEST_DOUBLINGS,
      mean: null,
    },
    {
      title: "ZIP delta, points",
      values: result.zipDeltaPoints,
      ...excess,
      mean: result.meanZipDeltaPoints,
    },
  ];
  for (const shown of matrices.filter(hasNumber)) drawShown(paper, result, shown);
  note(
    paper,
    "Rows: prednisolone, µg/mL; columns: inhibitor, µM. Above zero the drugs do more together than the model expects, below it less; darker = further from zero, for the index further from 1. – = not measured or not reported.",
  );
  bullets(paper, gapTexts(result.notReported));
}

function hasNumber({ values }: Shown): boolean {
  return values.some((row) => row.some((value) => value !== null));
}

function drawShown(paper: Paper, result: CheckerboardResult, shown: Shown): void {
  const mean =
    shown.mean === null
      ? ""
      : `; mean over cells with both drugs ${withUnit(shown.mean, "points")}`;
  const isIndex = shown.values === result.combinationIndex;
  const matrix = {
    title: `${shown.title}${mean}`,
    rowNames: result.prednisoloneUgPerMl.map((dose) => numberText(dose)),
    columnNames: result.inhibitorUm.map((dose) => numberText(dose)),
    cells: shown.values.map((row) =>
      row.map((value) => ({
        text: isIndex ? numberText(value) : percentText(value),
        shade: value === null ? null : shown.shadeOf(value),
      })),
    ),
  };
  needSpace(paper, matrixHeight(matrix));
  paper.y += drawMatrix(paper.doc, paper.y, matrix);
}
