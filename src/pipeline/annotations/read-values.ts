/** Cells of an annotation whose type is known to values; what cannot be one is reported. */
import {
  type AnnotationType,
  type AnnotationValue,
  BLASTS_ANNOTATION,
} from "../../domain/annotation.ts";
import type { AnnotationCell, AnnotationColumn } from "./annotation-columns.ts";
import { type Refuse, type ReportProblem, refuseTo } from "./annotation-problem.ts";
import {
  booleanCell,
  type DecimalMark,
  isMissing,
  mutationCell,
  type NumberCell,
  numberCell,
  toPercent,
} from "./cell-values.ts";
import { readMutation } from "./read-mutation.ts";

export interface ReadValue {
  readonly cell: AnnotationCell;
  readonly value: AnnotationValue;
}

const LONGEST_TEXT = 200;

export function readValues(
  column: AnnotationColumn,
  type: AnnotationType,
  cells: readonly AnnotationCell[],
  report: ReportProblem,
): ReadValue[] {
  const refuse = refuseTo(report);
  switch (type) {
    case "number":
      return readNumbers(column, cells, report);
    case "boolean":
      return cells.flatMap((cell) => {
        const holds = booleanCell(cell.text);
        if (holds !== null) return [{ cell, value: { type, holds } }];
        refuse(
          cell,
          `“${cell.text}” is neither yes nor no`,
          "Write yes, no, true or false; NA where it is not known.",
        );
        return [];
      });
    case "mutation":
      return cells.flatMap((cell) => {
        const value = readMutation(column, cell, refuse);
        return value === null ? [] : [{ cell, value }];
      });
    case "category":
      return readCategories(cells, refuse);
  }
}

function readCategories(cells: readonly AnnotationCell[], refuse: Refuse): ReadValue[] {
  const spelling = new Map<string, AnnotationCell>();
  return cells.flatMap((cell): ReadValue[] => {
    const { text } = cell;
    if (isMissing(text)) return [];
    if (text.length > LONGEST_TEXT || /\p{Cc}/u.test(text)) {
      refuse(
        cell,
        `the text is longer than ${LONGEST_TEXT} characters or holds control characters`,
        "Write a short category.",
      );
      return [];
    }
    const first = spelling.get(text.toLowerCase());
    if (first !== undefined && first.text !== text) {
      refuse(
        cell,
        `“${text}” is written “${first.text}” in line ${first.line}`,
        "Write one category in one way, or it would count as two.",
      );
      return [];
    }
    spelling.set(text.toLowerCase(), first ?? cell);
    return [{ cell, value: { type: "category", text } }];
  });
}

function readNumbers(
  column: AnnotationColumn,
  cells: readonly AnnotationCell[],
  report: ReportProblem,
): ReadValue[] {
  const refuse = refuseTo(report);
  const isBlasts = column.name === BLASTS_ANNOTATION;
  const parsed = cells.flatMap((cell) => {
    const parts = numberCell(cell.text);
    if (parts === null)
      refuse(
        cell,
        `“${cell.text}” is no number`,
        "Write a plain number; NA where it is not known. A bound such as <5 is no number.",
      );
    return parts === null ? [] : [{ cell, parts }];
  });
  const allPercent = parsed.length > 0 && parsed.every(({ parts }) => parts.percent);
  const unit = column.unit ?? (allPercent ? "%" : null);
  for (const { cell, parts } of parsed) {
    if (parts.percent && unit !== "%")
      refuse(
        cell,
        `“${cell.text}” is in percent, ${column.name} is not`,
        `Give the column the unit: \`${column.name} [%]\`.`,
      );
  }
  if (isBlasts) return readBlasts(unit, parsed, report);
  return parsed.flatMap(({ cell, parts }) => {
    if (unit === "%" && /blast/i.test(column.name) && !isShare(parts.number, 100)) {
      refuse(cell, `${cell.text} % blasts is not between 0 and 100`, "Correct the cell.");
      return [];
    }
    return [{ cell, value: { type: "number", number: parts.number, unit } }];
  });
}

function isShare(value: number, whole: number): boolean {
  return value >= 0 && value <= whole;
}

interface ParsedNumber {
  readonly cell: AnnotationCell;
  readonly parts: NumberCell;
}

/** Beside percent of other samples a number below 1 is taken as percent, but may be a fraction. */
function warnOfFractions(parsed: readonly ParsedNumber[], report: ReportProblem): void {
  for (const { cell, parts } of parsed) {
    if (parts.percent || parts.number <= 0 || parts.number > 1) continue;
    report({
      severity: "warning",
      line: cell.line,
      column: cell.column,
      message: `${cell.text} is entered as ${cell.text} % blasts of sample ${cell.sample}`,
      remedy: `Correct it where it is a fraction; a column \`${BLASTS_ANNOTATION} [%]\` is not asked.`,
    });
  }
}

/** Verdicts hang on them: their unit is never guessed. */
function readBlasts(
  unit: string | null,
  parsed: readonly ParsedNumber[],
  report: ReportProblem,
): ReadValue[] {
  const refuse = refuseTo(report);
  const first = parsed[0];
  if (first === undefined) return [];
  const isFraction = unit === "fraction";
  if (!isFraction && unit !== null && unit !== "%") {
    refuse(
      first.cell,
      `blasts on day 4 have the unit “${unit}”`,
      "Give percent: `blasts_day4_percent [%]`, or `[fraction]`.",
    );
    return [];
  }
  const mayBeFractions = unit === null && parsed.every(({ parts }) => isShare(parts.number, 1));
  if (mayBeFractions && parsed.some(({ parts }) => parts.number > 0)) {
    refuse(
      first.cell,
      "no sample has more than 1 % blasts; these may be fractions",
      "Say which: `blasts_day4_percent [%]` or `blasts_day4_percent [fraction]`.",
    );
    return [];
  }
  if (unit === null) warnOfFractions(parsed, report);
  return parsed.flatMap(({ cell, parts }) => {
    const number = isFraction ? toPercent(parts.number) : parts.number;
    if (isShare(number, 100)) return [{ cell, value: { type: "number", number, unit: "%" } }];
    refuse(cell, `${number} % blasts is not between 0 and 100`, "Correct the cell.");
    return [];
  });
}

/** `1,234` in a file without another decimal comma: a thousand or one and a bit. */
const THOUSAND_OR_DECIMAL = /^[+-]?[1-9]\d{0,2},\d{3}(?: ?%)?$/;

interface MarkedText {
  readonly cell: AnnotationCell;
  readonly text: string;
  readonly mark: DecimalMark;
}

/** Every number with a decimal mark in a cell: itself, or the allele fractions that it tells. */
function markedTexts(cell: AnnotationCell): MarkedText[] {
  return [cell.text, cell.vaf].flatMap((text) => {
    const number = numberCell(text);
    const numbers =
      number === null ? (mutationCell(text)?.clones ?? []).map(({ vaf }) => vaf) : [number];
    const mark = numbers.find((one) => one?.mark)?.mark ?? null;
    return mark === null ? [] : [{ cell, text, mark }];
  });
}

/** The whole file writes decimals in one way; where both marks occur one of them parts thousands. */
export function checkDecimalMarks(numberCells: readonly AnnotationCell[], refuse: Refuse): void {
  const marked = numberCells.flatMap(markedTexts);
  const first = marked[0];
  for (const { cell, text, mark } of marked) {
    if (mark !== first?.mark)
      refuse(
        cell,
        `“${text}” has a decimal ${mark}, “${first?.text}” in line ${first?.cell.line} a decimal ${first?.mark}`,
        "Write all numbers of the file in one way, without separators of thousands.",
      );
  }
  const commas = marked.filter(({ mark }) => mark === "comma");
  const unclear = commas.filter(({ text }) => THOUSAND_OR_DECIMAL.test(text));
  if (unclear.length < commas.length) return;
  for (const { cell, text } of unclear)
    refuse(
      cell,
      `“${text}” may be a thousand or a decimal number`,
      "Write it with a decimal point, and thousands without a separator.",
    );
}
