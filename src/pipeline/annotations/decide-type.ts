import {
  type AnnotationType,
  annotationKey,
  BLASTS_ANNOTATION,
  RAS_PATHWAY_GENES,
} from "../../domain/annotation.ts";
import type { AnnotationCell, AnnotationColumn } from "./annotation-columns.ts";
import type { ReportProblem } from "./annotation-problem.ts";
import {
  booleanCell,
  isAmbiguous,
  isMissing,
  isSpreadsheetError,
  mutationCell,
  numberCell,
} from "./cell-values.ts";

const GENE = /^[A-Z][A-Z0-9-]{1,14}$/;

export function isRasPathwayGene(name: string): boolean {
  return RAS_PATHWAY_GENES.some((gene) => annotationKey(gene) === annotationKey(name));
}

/** Written as genes are, or a gene of the RAS pathway however it is written. */
export function isNamedLikeGene(name: string): boolean {
  return GENE.test(name) || isRasPathwayGene(name);
}

/** What a cell looks like by itself; mutations are looked for where the annotation is named like a gene. */
function looksLike(text: string, isGene: boolean): AnnotationType {
  if (numberCell(text) !== null && !(isGene && text.includes("%"))) return "number";
  if (booleanCell(text) !== null) return "boolean";
  return isGene && mutationCell(text) !== null ? "mutation" : "category";
}

/** The cells that say something; what may be meant in two ways is reported and left out. */
export function tellingCells(
  cells: readonly AnnotationCell[],
  report: ReportProblem,
): readonly AnnotationCell[] {
  return cells.filter((cell) => {
    if (isMissing(cell.text) && isMissing(cell.vaf)) return false;
    const ambiguous = isAmbiguous(cell.text);
    if (!ambiguous && !isSpreadsheetError(cell.text)) return true;
    report({
      severity: "error",
      line: cell.line,
      column: cell.column,
      message: ambiguous
        ? `“${cell.text}” of sample ${cell.sample} may mean missing, negative or not detected`
        : `“${cell.text}” of sample ${cell.sample} is the error of a spreadsheet`,
      remedy: "Write what is meant in words, or NA where it is not known.",
    });
    return false;
  });
}

/**
 * The type of an annotation: as declared; else a number where it has a unit, a mutation where it is a gene of the RAS
 * pathway, and otherwise what every cell looks like. Cells that look otherwise than most are reported; null when
 * there are any, or when no cell says anything.
 */
export function decideType(
  column: AnnotationColumn,
  cells: readonly AnnotationCell[],
  report: ReportProblem,
): AnnotationType | null {
  if (column.type !== null) return column.type;
  if (cells.length === 0) return null;
  const { name } = column;
  if (isRasPathwayGene(name) || column.gene !== null) return "mutation";
  if (column.unit !== null || name === BLASTS_ANNOTATION) return "number";
  const looks = cells.map((cell) =>
    cell.vaf !== "" || cell.clone !== "" ? "mutation" : looksLike(cell.text, GENE.test(name)),
  );
  const usual = mostCommon(looks);
  const odd = cells.filter((_, index) => looks[index] !== usual);
  for (const cell of odd) {
    const look = looks[cells.indexOf(cell)] ?? usual;
    report({
      severity: "error",
      line: cell.line,
      column: cell.column,
      message: `“${cell.text}” of sample ${cell.sample} looks like a ${look}, the other values of ${name} like a ${usual}`,
      remedy: `Correct the cell, write NA where the value is not known, or declare the type: \`${name}:category\`.`,
    });
  }
  return odd.length > 0 ? null : usual;
}

function mostCommon(types: readonly AnnotationType[]): AnnotationType {
  const counts = new Map<AnnotationType, number>();
  for (const type of types) counts.set(type, (counts.get(type) ?? 0) + 1);
  const most = Math.max(...counts.values());
  return types.find((type) => counts.get(type) === most) ?? "category";
}
