/** What is wrong, or questionable, in a layout or plan file: where, why, and how to mend it. */

import { counted } from "../domain/counted.ts";
import type { WellName } from "../domain/well.ts";

export type Severity = "error" | "warning";

/** Keys and list positions from the top of the file to a value. */
export type Path = readonly (string | number)[];

/** A problem before it is known in which line the value stands. */
export interface Finding {
  readonly severity: Severity;
  /** Kebab-case name of the check; a waivable one is what `waive` names. */
  readonly check: string;
  readonly path: Path;
  /** Points at the key instead of its value. */
  readonly atKey?: boolean;
  /** Characters from the start of a text value to the culprit. */
  readonly offset?: number;
  readonly wells?: readonly WellName[];
  readonly message: string;
  readonly remedy: string;
}

/** A problem as people and programs see it. Line and column count from 1; null when there is no file behind it. */
export interface Problem {
  readonly severity: Severity;
  readonly check: string;
  readonly line: number | null;
  readonly column: number | null;
  /** The first well concerned; null when the problem is not about wells. */
  readonly well: WellName | null;
  readonly wells: readonly WellName[];
  readonly message: string;
  readonly remedy: string;
}

export type Report = (finding: Finding) => void;

export interface Place {
  readonly line: number;
  readonly column: number;
}

export function toProblem(finding: Finding, place: Place | null): Problem {
  const wells = finding.wells ?? [];
  return {
    severity: finding.severity,
    check: finding.check,
    line: place?.line ?? null,
    column: place?.column ?? null,
    well: wells[0] ?? null,
    wells,
    message: finding.message,
    remedy: finding.remedy,
  };
}

/** In file order; problems without a place come last. The order of equals stays. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  const rank = (place: number | null) => place ?? Number.MAX_SAFE_INTEGER;
  return problems.toSorted(
    (a, b) => rank(a.line) - rank(b.line) || rank(a.column) - rank(b.column),
  );
}

export function hasErrors(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === "error");
}

/** `file:line:column: error [check] B5: message` with the remedy indented below; one entry a problem. */
export function renderProblems(problems: readonly Problem[], fileName: string): string {
  return problems.map((problem) => renderProblem(problem, fileName)).join("\n");
}

function renderProblem(problem: Problem, fileName: string): string {
  const place = problem.line === null ? fileName : `${fileName}:${problem.line}:${problem.column}`;
  const well = problem.well === null ? "" : `${problem.well}: `;
  return `${place}: ${problem.severity} [${problem.check}] ${well}${problem.message}.\n    ${problem.remedy}`;
}

/** "2 errors, 1 warning", or "no problems". */
export function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const warnings = problems.length - errors;
  const parts = [
    errors > 0 ? counted(errors, "error") : null,
    warnings > 0 ? counted(warnings, "warning") : null,
  ].filter((part) => part !== null);
  return parts.length > 0 ? parts.join(", ") : "no problems";
}
