/** Columns of a wide table that hold the allele fractions of another column: `NRAS_vaf [%]` beside `NRAS`. */
import { annotationKey } from "../../domain/annotation.ts";
import type { AnnotationColumn } from "./annotation-columns.ts";
import type { ReportProblem } from "./annotation-problem.ts";
import { isNamedLikeGene } from "./decide-type.ts";

interface FractionsOf {
  readonly gene: string;
  readonly unit: string | null;
}

/** `NRAS_vaf`, `NRAS vaf percent`; null where the column says what it is, or what it is named after is no gene. */
function fractionsOf({ name, type, unit }: AnnotationColumn): FractionsOf | null {
  const [, gene = "", word] = /^(.+?)[ _-]+vaf(?:[ _-]+(percent|fraction))?$/i.exec(name) ?? [];
  if (type !== null || !isNamedLikeGene(gene)) return null;
  return { gene, unit: word?.toLowerCase() === "percent" ? "%" : (word?.toLowerCase() ?? unit) };
}

/**
 * The columns with each gene's fractions in its own cells, so that they are one mutation and not a number beside it.
 * Fractions without their gene are reported: a number alone does not say that the mutation was looked for.
 */
export function joinAlleleFractions(
  columns: readonly AnnotationColumn[],
  report: ReportProblem,
): readonly AnnotationColumn[] {
  const joined = new Map<AnnotationColumn, AnnotationColumn | null>();
  for (const column of columns) {
    const fractions = fractionsOf(column);
    if (fractions === null) continue;
    const { gene, unit } = fractions;
    const owner = columns.find((one) => annotationKey(one.name) === annotationKey(gene));
    if (owner?.type !== undefined && owner.type !== null && owner.type !== "mutation") continue;
    joined.set(column, null);
    if (owner !== undefined) joined.set(owner, withFractions(owner, column, unit));
    else
      report({
        severity: "error",
        line: 1,
        column: column.cells[0]?.column ?? column.name,
        message: `allele fractions of ${gene} stand here without a column ${gene}`,
        remedy: `Name the column \`${gene} [%]\` or \`${gene} [fraction]\`, or add a column ${gene} that says present, absent or not tested.`,
      });
  }
  return columns.flatMap((column) => {
    const found = joined.get(column);
    return found === null ? [] : [found ?? column];
  });
}

/** Cells of both stand in the same order: that of the lines. */
function withFractions(
  owner: AnnotationColumn,
  fractions: AnnotationColumn,
  unit: string | null,
): AnnotationColumn {
  return {
    ...owner,
    gene: owner.name,
    vafUnit: unit,
    cells: owner.cells.map((cell, index) => ({
      ...cell,
      vaf: fractions.cells[index]?.text ?? "",
    })),
  };
}
