/** Wells as people write them: `A1`, `A1:H3`, `A2,A4,...,H10`, or a list of these. */

import {
  ALL_WELLS,
  COLUMN_COUNT,
  parseWellName,
  ROW_COUNT,
  type WellName,
  wellAt,
  wellPosition,
} from "../domain/well.ts";

/** Wells in rows and columns: a rectangle, possibly with steps between its rows or columns. */
export interface WellGrid {
  /** Rows 0…7 and columns 0…11, ascending. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

export interface RangeProblem {
  readonly message: string;
  readonly remedy: string;
  readonly offset: number;
}

export type RangeResult =
  | { readonly ok: true; readonly grids: readonly WellGrid[] }
  | { readonly ok: false; readonly problems: readonly RangeProblem[] };

interface Token {
  readonly text: string;
  readonly offset: number;
}

/**
 * Reads one text of wells into grids, in the order written.
 * `A1` is a well; `A1:H3` a rectangle from its upper left to its lower right well; `A2,A4,...,H10` every second
 * column of rows A to H (the second well shows the step, one in a direction in which it does not move);
 * `A1, B3:B5` a list. The notation follows wellmap. All problems of the text come back, with their offset.
 */
export function parseWells(text: string): RangeResult {
  const tokens = splitAtCommas(text);
  const ellipsis = tokens.findIndex((token) => /^(\.{2,}|…)$/u.test(token.text));
  const problems: RangeProblem[] = [];
  const grids =
    ellipsis < 0
      ? tokens.map((token) => readSpan(token, problems))
      : [readStepped(text, tokens, ellipsis, problems)];
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, grids: grids.filter((grid) => grid !== null) };
}

function splitAtCommas(text: string): Token[] {
  let offset = 0;
  return text.split(",").map((part) => {
    const token = { text: part.trim(), offset: offset + part.length - part.trimStart().length };
    offset += part.length + 1;
    return token;
  });
}

function readSpan(token: Token, problems: RangeProblem[]): WellGrid | null {
  const colon = token.text.indexOf(":");
  if (colon < 0) return readCorners(token, token, 1, problems);
  const first = { text: token.text.slice(0, colon).trim(), offset: token.offset };
  const last = {
    text: token.text.slice(colon + 1).trim(),
    offset: token.offset + colon + 1,
  };
  return readCorners(first, last, 1, problems);
}

function readCorners(
  first: Token,
  last: Token,
  step: number,
  problems: RangeProblem[],
): WellGrid | null {
  const from = readWell(first, problems);
  const to = last === first ? from : readWell(last, problems);
  if (!from || !to) return null;
  const grid = {
    rows: countUp(from.row, to.row, step),
    columns: countUp(from.column, to.column, step),
  };
  if (grid.rows.length > 0 && grid.columns.length > 0) return grid;
  const upper = wellAt(Math.min(from.row, to.row), Math.min(from.column, to.column));
  const lower = wellAt(Math.max(from.row, to.row), Math.max(from.column, to.column));
  problems.push({
    message: `"${first.text}:${last.text}" runs backwards`,
    remedy: `Write the upper left well first: "${upper}:${lower}".`,
    offset: first.offset,
  });
  return null;
}

function readStepped(
  text: string,
  tokens: readonly Token[],
  ellipsis: number,
  problems: RangeProblem[],
): WellGrid | null {
  const [first, second, , last] = tokens;
  if (tokens.length !== 4 || ellipsis !== 2 || !first || !second || !last) {
    problems.push({
      message: `"${text}" is no stepped range`,
      remedy: 'Write first, second, ..., last: for example "A2,A4,...,H10".',
      offset: 0,
    });
    return null;
  }
  const from = readWell(first, problems);
  const next = readWell(second, problems);
  const to = readWell(last, problems);
  if (!from || !next || !to) return null;
  const rows = countUp(from.row, to.row, next.row - from.row || 1);
  const columns = countUp(from.column, to.column, next.column - from.column || 1);
  const stepsWork =
    (next.row !== from.row || next.column !== from.column) &&
    rows.at(-1) === to.row &&
    columns.at(-1) === to.column;
  if (stepsWork) return { rows, columns };
  problems.push({
    message: `the steps of "${text}" do not lead from ${first.text} to ${last.text}`,
    remedy:
      "The second well shows the step to the right, down or both; the last well must be reached by it.",
    offset: first.offset,
  });
  return null;
}

/** From, from + step … up to `to`; empty when the step leads away from it. */
function countUp(from: number, to: number, step: number): number[] {
  const numbers: number[] = [];
  if (step <= 0) return numbers;
  for (let number = from; number <= to; number += step) numbers.push(number);
  return numbers;
}

function readWell(token: Token, problems: RangeProblem[]): { row: number; column: number } | null {
  const well = parseWellName(token.text);
  if (well) return wellPosition(well);
  problems.push({ ...describeNoWell(token.text), offset: token.offset });
  return null;
}

function describeNoWell(text: string): { message: string; remedy: string } {
  const remedy = "Wells are A1 to H12: rows A to H, columns 1 to 12.";
  if (text === "") {
    return { message: "a well is missing here", remedy: 'Write a well such as "A1", or "A1:A12".' };
  }
  if (/^[A-P]0?([1-9]|1\d|2[0-4])$/i.test(text)) {
    return { message: `${text} is a well of a 384-well plate; this plate has 96`, remedy };
  }
  const dashed = /^([A-H]\d{1,2})\s*[-–]\s*([A-H]\d{1,2})$/iu.exec(text);
  if (dashed) {
    return {
      message: `"${text}" is no well`,
      remedy: `Write a range with a colon: "${dashed[1]}:${dashed[2]}".`,
    };
  }
  if (/^\d{1,2}[A-H]$/i.test(text)) {
    return {
      message: `"${text}" is no well`,
      remedy: `Write the row first: "${text.slice(-1).toUpperCase()}${Number.parseInt(text, 10)}".`,
    };
  }
  return { message: `"${text}" is no well`, remedy };
}

/** The wells of a grid in reading order. */
export function wellsOf(grid: WellGrid): WellName[] {
  return grid.rows.flatMap((row) => grid.columns.map((column) => wellAt(row, column)));
}

/** Wells in reading order, neighbours in a row joined, full rectangles joined: `A1:A12, B2:F5, H1`. */
export function formatWells(wells: Iterable<WellName>): string {
  const left = new Set(wells);
  const parts: string[] = [];
  for (const well of ALL_WELLS) {
    if (left.has(well)) parts.push(takeRectangle(well, left));
  }
  return parts.join(", ");
}

function takeRectangle(first: WellName, left: Set<WellName>): string {
  const { row, column } = wellPosition(first);
  let lastColumn = column;
  while (lastColumn + 1 < COLUMN_COUNT && left.has(wellAt(row, lastColumn + 1))) lastColumn += 1;
  const width = countUp(column, lastColumn, 1);
  let lastRow = row;
  while (
    lastRow + 1 < ROW_COUNT &&
    width.every((inside) => left.has(wellAt(lastRow + 1, inside)))
  ) {
    lastRow += 1;
  }
  for (const well of wellsOf({ rows: countUp(row, lastRow, 1), columns: width })) left.delete(well);
  const last = wellAt(lastRow, lastColumn);
  return last === first ? first : `${first}:${last}`;
}
