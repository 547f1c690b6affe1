import { UNIFORM_WARNING_SENTENCES } from "../analysis/assays/assay-sentences.ts";
import type { UniformPlateResult } from "../analysis/assays/sample-assays.ts";
import { COLUMN_NUMBERS, ROW_LETTERS } from "../domain/well.ts";
import { bullets, note, paragraph } from "./flow.ts";
import { gapTexts } from "./gap-words.ts";
import { drawMatrix, matrixHeight } from "./matrix-map.ts";
import { numberText, percentText, withUnit } from "./number-text.ts";
import { needSpace, type Paper } from "./paper.ts";
import { table } from "./table.ts";

/** A score of this size is as dark as it gets. */
const DARKEST_SCORE = 5;

/** How evenly a plate with the same in every well was filled and read. */
export function uniformBody(paper: Paper, result: UniformPlateResult): void {
  bullets(
    paper,
    result.warnings.map((warning) => UNIFORM_WARNING_SENTENCES[warning]),
  );
  table(
    paper,
    [
      { title: "figure", share: 50 },
      { title: "value", share: 25, align: "right" },
      { title: "P", share: 25, align: "right" },
    ],
    [
      ["Wells that count", String(result.n), ""],
      ["Mean net absorbance", withUnit(result.meanAu, "AU"), ""],
      ["Variation (CV)", withUnit(result.cvPercent, "%"), ""],
      ["Rim over inside", numberText(result.edgeRatio), numberText(result.edgeP)],
      [
        "Drift from row A to H",
        withUnit(result.rowDriftPercent, "%"),
        numberText(result.rowDriftP),
      ],
      [
        "Drift from column 1 to 12",
        withUnit(result.columnDriftPercent, "%"),
        numberText(result.columnDriftP),
      ],
    ],
  );
  bullets(paper, gapTexts(result.notReported));
  if (result.bScore !== null) scoreMap(paper, result.bScore);
  const uneven = result.unevenWells;
  paragraph(
    paper,
    uneven.length === 0
      ? "No well has a B-score beyond 3."
      : `B-score beyond 3: ${uneven.join(", ")}.`,
  );
}

function scoreMap(paper: Paper, scores: NonNullable<UniformPlateResult["bScore"]>): void {
  const matrix = {
    title: "B-score: what is left of a well after row and column, in robust standard deviations",
    rowNames: ROW_LETTERS,
    columnNames: COLUMN_NUMBERS.map(String),
    cells: scores.map((row) =>
      row.map((score) => ({
        text: percentText(score),
        shade: score === null ? null : Math.abs(score) / DARKEST_SCORE,
      })),
    ),
  };
  needSpace(paper, matrixHeight(matrix));
  paper.y += drawMatrix(paper.doc, paper.y, matrix);
  note(paper, "Darker = further from zero, in either direction. – = left out.");
}
