/** Text to one table of cells: finds lines and the separator, takes quotes off, keeps every line at its number. */
import { parse } from "csv-parse/sync";
import { isNumberText, isRowText, isWellText, tidy } from "./cell-kinds.ts";
import type { Cell, CellTable, ExportDocument } from "./contract.ts";

export type Separator = Exclude<ExportDocument["separator"], null>;

const SEPARATORS: readonly Separator[] = ["tab", "semicolon", "comma", "bar", "space"];
const CHARACTER: Readonly<Record<Exclude<Separator, "space">, string>> = {
  tab: "\t",
  semicolon: ";",
  comma: ",",
  bar: "|",
};

/** A spreadsheet formula that gives a text, which keeps `00123` from becoming 123: `="00123"`. */
const TEXT_FORMULA = /^="(.*)"$/s;

/**
 * One table, a row a line (row 1 is line 1), and the separator; null when no line has two cells that look like values
 * of a plate under any separator (then each line is one cell).
 */
export function splitText(text: string): {
  readonly table: CellTable;
  readonly separator: Separator | null;
} {
  const lines = withoutOuterQuotes(text.split(lineEndOf(text)));
  const separator = findSeparator(lines);
  const rows = lines.map((line) => splitLine(line, separator).map(textCell));
  return { table: { name: null, rows }, separator };
}

/** `\r\r\n` is a line end that a program has translated twice; elsewhere it is two. */
function lineEndOf(text: string): RegExp {
  const isTwice = text.includes("\r\r\n") && !/(?:^|[^\r])\r?\n/.test(text);
  return isTwice ? /\r\r\n/ : /\r\n|\n|\r/;
}

/** A whole line in quotes is what a spreadsheet program makes of a file that it opened with the wrong separator. */
const QUOTED_LINE = /^"((?:[^"]|"")*)"$/;

function withoutOuterQuotes(lines: readonly string[]): readonly string[] {
  const filled = lines.filter((line) => line !== "");
  const quoted = filled.filter((line) => QUOTED_LINE.test(line));
  if (quoted.length * 2 <= filled.length) return lines;
  return lines.map((line) => QUOTED_LINE.exec(line)?.[1]?.replaceAll('""', '"') ?? line);
}

/** The separator under which most cells look like values, wells and rows of a plate; earlier ones win a draw. */
export function findSeparator(lines: readonly string[]): Separator | null {
  let best: Separator | null = null;
  let bestScore = 0;
  for (const separator of SEPARATORS) {
    const score = lines.reduce((sum, line) => sum + lineScore(line, separator), 0);
    if (score > bestScore) [best, bestScore] = [separator, score];
  }
  return best;
}

/** Cells of a line that look like a plate's, if these are at least half of what stands there; else 0. */
function lineScore(line: string, separator: Separator): number {
  if (separator !== "space" && !line.includes(CHARACTER[separator])) return 0;
  const cells = splitLine(line, separator)
    .map(tidy)
    .filter((cell) => cell !== "");
  const clean = cells.filter((cell) => isNumberText(cell) || isWellText(cell) || isRowText(cell));
  return clean.length >= 2 && clean.length * 2 >= cells.length ? clean.length : 0;
}

function splitLine(line: string, separator: Separator | null): readonly string[] {
  if (separator === null) return [line];
  if (separator === "space") return splitAtBlanks(line);
  if (separator === "bar") return splitAtBars(line);
  const character = CHARACTER[separator];
  return line.includes('"') ? splitQuoted(line, character) : line.split(character);
}

/** Bars at both ends of a line frame a table, as in Markdown, and part nothing; so does the rule below its headings. */
function splitAtBars(line: string): readonly string[] {
  const cells = line.replace(/^\s*\|(.*)\|\s*$/s, "$1").split("|");
  return cells.every((cell) => /^\s*:?-+:?\s*$/.test(cell)) ? [] : cells;
}

/** A line that starts with blanks has an empty first cell, as the head of a grid over its row letters has. */
function splitAtBlanks(line: string): readonly string[] {
  const cells = line.trimEnd().split(/[ \u00a0]+/);
  return cells.length === 1 && cells[0] === "" ? [] : cells;
}

/** Line by line, so that a stray quote spoils its own line at most: a field never goes on in the next line. */
function splitQuoted(line: string, delimiter: string): readonly string[] {
  try {
    const records: string[][] = parse(line, { delimiter, relax_quotes: true });
    return records[0] ?? [];
  } catch {
    return line.split(delimiter);
  }
}

function textCell(text: string): Cell {
  const formula = TEXT_FORMULA.exec(text.trim());
  return { text: formula?.[1] ?? text, number: null };
}
