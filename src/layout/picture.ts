/** The 8 × 12 picture in a layout file: written by hand as a second account of the plate, it must agree with the rules. */

import {
  ALL_WELLS,
  COLUMN_COUNT,
  COLUMN_NUMBERS,
  ROW_LETTERS,
  type WellName,
  wellAt,
} from "../domain/well.ts";
import type { JoinedPlate } from "./join-placements.ts";
import { formatWells } from "./well-range.ts";

const ROWS: readonly string[] = ROW_LETTERS;

/** How many wells of a wrong picture get a problem of their own before the rest is summed up. */
const SINGLE_REPORTS = 12;

export interface PictureCell {
  readonly code: string;
  readonly line: number;
  readonly column: number;
}

/** A problem whose place is known already, because it is inside a text of many lines. */
export interface PlacedFinding {
  readonly line: number;
  readonly column: number;
  readonly wells: readonly WellName[];
  readonly message: string;
  readonly remedy: string;
}

/** Writes the picture of codes, columns aligned; what `[picture] grid` should hold. */
export function drawPicture(codeOf: (well: WellName) => string): string {
  const width = Math.max(2, ...ALL_WELLS.map((well) => codeOf(well).length));
  const line = (head: string, cells: readonly string[]) =>
    `${head}   ${cells.map((cell) => cell.padEnd(width)).join(" ")}`.trimEnd();
  const header = line(" ", COLUMN_NUMBERS.map(String));
  const rows = ROW_LETTERS.map((letter, row) =>
    line(
      letter,
      COLUMN_NUMBERS.map((_, column) => codeOf(wellAt(row, column))),
    ),
  );
  return [header, ...rows].join("\n");
}

/**
 * Compares the picture with the plate. `lines` are the file's lines and `startLine` (from 1) the one where the
 * picture's text opens. One finding a wrong well, the rest summed up when there are many.
 */
export function comparePicture(
  lines: readonly string[],
  startLine: number,
  plate: JoinedPlate,
): PlacedFinding[] {
  const findings: PlacedFinding[] = [];
  const cells = readPicture(lines, startLine, findings);
  if (findings.length > 0) return findings;
  const wrong: { well: WellName; cell: PictureCell; code: string }[] = [];
  for (const [well, cell] of cells) {
    const code = plate.get(well)?.code ?? null;
    if (code !== null && !sameCode(cell.code, code)) wrong.push({ well, cell, code });
  }
  const single = wrong.length > SINGLE_REPORTS + 1 ? SINGLE_REPORTS : wrong.length;
  for (const { well, cell, code } of wrong.slice(0, single)) {
    findings.push({
      line: cell.line,
      column: cell.column,
      wells: [well],
      message: `the picture shows "${cell.code}" in ${well}, the sections above give "${code}"`,
      remedy:
        "One of the two is wrong: compare with the protocol, then correct the picture or the section.",
    });
  }
  const rest = wrong.slice(single);
  if (rest[0])
    findings.push(
      summariseRest(
        rest[0].cell,
        rest.map(({ well }) => well),
      ),
    );
  return findings;
}

function summariseRest(cell: PictureCell, wells: WellName[]): PlacedFinding {
  return {
    line: cell.line,
    column: cell.column,
    wells,
    message: `the picture disagrees in ${wells.length} more wells: ${formatWells(wells)}`,
    remedy:
      "So many differences often mean a turned block, a wrong order of doses or a shifted row.",
  };
}

/** Codes must agree letter by letter; any run of hyphens or points is an empty well. */
function sameCode(shown: string, expected: string): boolean {
  const empty = /^[-.–—]+$/u;
  return shown === expected || (empty.test(shown) && empty.test(expected));
}

function readPicture(
  lines: readonly string[],
  startLine: number,
  findings: PlacedFinding[],
): Map<WellName, PictureCell> {
  const cells = new Map<WellName, PictureCell>();
  const seen = new Set<string>();
  for (const row of pictureLines(lines, startLine)) {
    const tokens = [...row.text.matchAll(/\S+/gu)];
    const head = tokens[0];
    if (!head || /^\d+$/.test(head[0])) continue;
    const letter = head[0].replace(/:$/, "").toUpperCase();
    const rowIndex = ROWS.indexOf(letter);
    const problem = rowProblem(letter, rowIndex, tokens.length - 1, seen);
    if (problem)
      findings.push({ line: row.line, column: row.column + head.index, wells: [], ...problem });
    else readRow(tokens.slice(1), rowIndex, row, cells);
    seen.add(letter);
  }
  const missing = ROW_LETTERS.filter((letter) => !seen.has(letter));
  if (missing.length > 0) {
    findings.push({
      line: startLine,
      column: 1,
      wells: [],
      message: `the picture lacks row ${missing.join(", ")}`,
      remedy: "Draw all eight rows A to H, or remove the picture.",
    });
  }
  return cells;
}

interface PictureLine {
  readonly text: string;
  readonly line: number;
  /** Column (from 1) at which `text` starts in the file. */
  readonly column: number;
}

/** The lines between the triple quotes, as they stand in the file. */
function pictureLines(lines: readonly string[], startLine: number): PictureLine[] {
  const found: PictureLine[] = [];
  let quotes: string | null = null;
  for (let line = startLine; line <= lines.length; line += 1) {
    let text = lines[line - 1] ?? "";
    let column = 1;
    if (quotes === null) {
      const open = /"""|'''/.exec(text);
      if (!open) return [];
      quotes = open[0];
      column += open.index + quotes.length;
      text = text.slice(open.index + quotes.length);
    }
    const end = text.indexOf(quotes);
    found.push({ text: end < 0 ? text : text.slice(0, end), line, column });
    if (end >= 0) break;
  }
  return found;
}

function readRow(
  tokens: readonly RegExpExecArray[],
  rowIndex: number,
  row: PictureLine,
  cells: Map<WellName, PictureCell>,
): void {
  tokens.forEach((token, column) => {
    const cell = { code: token[0], line: row.line, column: row.column + token.index };
    cells.set(wellAt(rowIndex, column), cell);
  });
}

function rowProblem(
  letter: string,
  rowIndex: number,
  cells: number,
  seen: ReadonlySet<string>,
): { message: string; remedy: string } | null {
  if (rowIndex < 0) {
    return {
      message: `the picture has a row "${letter}"`,
      remedy: "Begin each line with its row letter, A to H; a 96-well plate has no others.",
    };
  }
  if (seen.has(letter)) {
    return { message: `the picture has row ${letter} twice`, remedy: "Give each row once." };
  }
  if (cells === COLUMN_COUNT) return null;
  return {
    message: `row ${letter} of the picture has ${cells} wells instead of ${COLUMN_COUNT}`,
    remedy:
      'Give one code for each of the columns 1 to 12, with spaces between; "--" is an empty well.',
  };
}
