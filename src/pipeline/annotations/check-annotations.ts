import {
  type AnnotationValue,
  BLASTS_ANNOTATION,
  type SampleAnnotation,
} from "../../domain/annotation.ts";
import { suggestName } from "../../layout/closest-name.ts";
import { type AnnotationColumn, annotationColumns } from "./annotation-columns.ts";
import { type AnnotationProblem, type ReportProblem, refuseTo } from "./annotation-problem.ts";
import { readAnnotationTable } from "./annotation-table.ts";
import { decideType, tellingCells } from "./decide-type.ts";
import { checkDecimalMarks, type ReadValue, readValues } from "./read-values.ts";

/** A value with the line of the file that it stands in. */
export interface FileAnnotation extends SampleAnnotation {
  readonly line: number;
}

export interface CheckedAnnotations {
  /** In the order of the file's columns, then of its lines; empty when there is an error. */
  readonly values: readonly FileAnnotation[];
  readonly problems: readonly AnnotationProblem[];
}

export interface KnownSamples {
  /** Names of the samples on the bench. */
  readonly names: readonly string[];
  /** True keeps values of samples that are not there yet; they are warned of instead of refused. */
  readonly allowUnknown: boolean;
}

/**
 * Checks the bytes of a table of annotations and reads its values: every problem at once, nothing thrown. Missing
 * cells give no value. Source of the two shapes: docs/cohort.md.
 */
export function checkAnnotations(bytes: Uint8Array, samples: KnownSamples): CheckedAnnotations {
  const problems: AnnotationProblem[] = [];
  const report: ReportProblem = (problem) => problems.push(problem);
  const table = readAnnotationTable(bytes, report);
  const columns = table === null ? null : annotationColumns(table, report);
  const values = columns === null ? [] : readColumns(columns, report);
  checkSamples(columns ?? [], samples, report);
  const hasError = problems.some(({ severity }) => severity === "error");
  if (!hasError && values.length === 0) {
    report({
      severity: "error",
      line: null,
      column: null,
      message: "the file says nothing of any sample",
      remedy: "Give it at least one column beside sample, and one cell with a value.",
    });
  }
  return { values: hasError ? [] : values, problems };
}

function readColumns(
  columns: readonly AnnotationColumn[],
  report: ReportProblem,
): FileAnnotation[] {
  const read = columns.map((column) => {
    const cells = tellingCells(column.cells, report);
    const type = decideType(column, cells, report);
    const values = type === null ? [] : readValues(column, type, cells, report);
    if (type === "number" && values.length > 0) warnOfOtherBlasts(column, report);
    return { column, type, values };
  });
  const numberCells = read
    .filter(({ type }) => type === "number" || type === "mutation")
    .flatMap(({ values }) => values.map(({ cell }) => cell));
  checkDecimalMarks(numberCells, refuseTo(report));
  return read.flatMap(({ column, values }) => joinRepeats(column, values, report));
}

/** Verdicts hang on blasts of day 4; those of another column may have been meant. */
function warnOfOtherBlasts({ name, cells }: AnnotationColumn, report: ReportProblem): void {
  if (name === BLASTS_ANNOTATION || !/blast/i.test(name)) return;
  report({
    severity: "warning",
    line: 1,
    column: cells[0]?.column ?? name,
    message: `${name} is kept as an annotation only, and decides no verdict`,
    remedy: `Where it is the leukaemic cells on day 4, call it ${BLASTS_ANNOTATION}.`,
  });
}

/** One value for each sample: further clones of a mutation are added, any other repeat is refused. */
function joinRepeats(
  column: AnnotationColumn,
  values: readonly ReadValue[],
  report: ReportProblem,
): FileAnnotation[] {
  const bySample = new Map<string, ReadValue>();
  for (const one of values) {
    const { sample } = one.cell;
    const before = bySample.get(sample);
    const joined = before === undefined ? one.value : joinClones(before.value, one.value);
    if (joined !== null) {
      bySample.set(sample, { cell: before?.cell ?? one.cell, value: joined });
      continue;
    }
    refuseTo(report)(
      one.cell,
      `${column.name} stands in line ${before?.cell.line} already`,
      "Say each thing of a sample once; further clones of a mutation need a clone name each.",
    );
  }
  return [...bySample].map(([sample, { cell, value }]) => ({
    sample,
    name: column.name,
    value,
    line: cell.line,
  }));
}

function joinClones(before: AnnotationValue, value: AnnotationValue): AnnotationValue | null {
  if (before.type !== "mutation" || value.type !== "mutation") return null;
  const clones = [...before.clones, ...value.clones];
  const names = new Set(clones.map(({ clone }) => clone));
  const areDistinct = names.size === clones.length && !names.has(null);
  const bothPresent = before.clones.length > 0 && value.clones.length > 0;
  return bothPresent && areDistinct ? { ...before, clones } : null;
}

function checkSamples(
  columns: readonly AnnotationColumn[],
  { names, allowUnknown }: KnownSamples,
  report: ReportProblem,
): void {
  const known = new Set(names);
  const firstLines = new Map<string, number>();
  for (const { sample, line } of columns.flatMap(({ cells }) => cells)) {
    const before = firstLines.get(sample);
    if (before === undefined || line < before) firstLines.set(sample, line);
  }
  for (const [sample, line] of firstLines) {
    if (known.has(sample)) continue;
    report({
      severity: allowUnknown ? "warning" : "error",
      line,
      column: "sample",
      message: `there is no sample ${sample}`,
      remedy: allowUnknown
        ? "Its values are kept and count as soon as there is a sample of this name."
        : `${suggestName(sample, names.slice(0, 50))} Import the plan first, or keep values of samples to come with \`--allow-unknown\`.`,
    });
  }
}
