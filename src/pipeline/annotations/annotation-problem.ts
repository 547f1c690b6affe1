/** What is wrong, or questionable, in a table of annotations: where, why, and how to mend it. */
export interface AnnotationProblem {
  readonly severity: "error" | "warning";
  /** Counting from 1, the head included; null when the problem is not in one line. */
  readonly line: number | null;
  /** As the head of the table writes it; null when the problem is not in one column. */
  readonly column: string | null;
  readonly message: string;
  readonly remedy: string;
}

export type ReportProblem = (problem: AnnotationProblem) => void;

interface Place {
  readonly line: number;
  readonly column: string;
  readonly sample: string;
}

export type Refuse = (cell: Place, message: string, remedy: string) => void;

/** Reports what is wrong with one cell, with its place and sample. */
export function refuseTo(report: ReportProblem): Refuse {
  return ({ line, column, sample }, message, remedy) =>
    report({ severity: "error", line, column, message: `${message} (sample ${sample})`, remedy });
}

/** `FILE:4: error: column “NRAS”: message` with the remedy indented below; one entry a problem, in file order. */
export function renderAnnotationProblems(
  problems: readonly AnnotationProblem[],
  file: string,
): string {
  return problems
    .toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0))
    .map(({ severity, line, column, message, remedy }) => {
      const place = line === null ? file : `${file}:${line}`;
      const where = column === null ? "" : `column “${column}”: `;
      return `${place}: ${severity}: ${where}${message}.\n    ${remedy}`;
    })
    .join("\n");
}
