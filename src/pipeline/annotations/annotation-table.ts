/** Bytes of a table of annotations to lines of cells. */
import { CsvError, parse } from "csv-parse/sync";
import { decodeText } from "../../instrument/exports/decode-text.ts";
import type { ReportProblem } from "./annotation-problem.ts";

export interface TableLine {
  /** Counting from 1, the head included. */
  readonly line: number;
  /** As many as the head has, without blanks around them. */
  readonly cells: readonly string[];
}

export interface AnnotationTable {
  readonly head: readonly string[];
  readonly lines: readonly TableLine[];
}

/** No cohort comes near; more is some other file. */
const MAX_BYTES = 10 * 1024 * 1024;
const MAX_COLUMNS = 2000;

const SEPARATORS = ["\t", ";", ","] as const;

/** Tab, semicolon or comma: the one the head has most of outside quotes. */
function separatorOf(text: string): string {
  const head = (/^[^\r\n]*/.exec(text)?.[0] ?? "").replace(/"(?:[^"]|"")*"/g, "");
  const counts = SEPARATORS.map((separator) => head.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ",";
}

function tidy(cell: string): string {
  return cell.replace(/[\s\u00a0]+/g, " ").trim();
}

/**
 * The table of a file: UTF-8, UTF-16 or Windows-1252, with or without byte order mark; parted by comma, semicolon or
 * tab; quotes as usual. Empty lines are left out. Null when the file is no table; lines that do not fit the head are
 * reported and left out.
 */
export function readAnnotationTable(
  bytes: Uint8Array,
  report: ReportProblem,
): AnnotationTable | null {
  const refuse = (line: number | null, message: string, remedy: string): null => {
    report({ severity: "error", line, column: null, message, remedy });
    return null;
  };
  const save = "Save the table as CSV (UTF-8) and import that file.";
  if (bytes.length > MAX_BYTES) return refuse(null, "the file has more than 10 MB", save);
  const decoded = decodeText(bytes);
  if (decoded === null) return refuse(null, "the file is no text", save);
  const text = decoded.text.replace(/^\ufeff/, "");
  if (text.trim() === "") return refuse(null, "the file is empty", save);
  const records = recordsOf(text, refuse);
  const [first, ...rest] = records ?? [];
  if (first === undefined) return null;
  const head = withoutEmptyEnd(first.cells);
  if (head.length > MAX_COLUMNS) return refuse(1, `the head has ${head.length} columns`, save);
  return { head, lines: rest.flatMap((line) => fitLine(line, head.length, report)) };
}

function recordsOf(
  text: string,
  refuse: (line: number | null, message: string, remedy: string) => null,
): readonly TableLine[] | null {
  try {
    const records = parse(text, {
      delimiter: separatorOf(text),
      info: true,
      relax_column_count: true,
      skip_records_with_empty_values: true,
    }) as unknown as readonly { readonly record: string[]; readonly info: { lines: number } }[];
    return records.map(({ record, info }) => ({ line: info.lines, cells: record.map(tidy) }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = "lines" in error && typeof error.lines === "number" ? error.lines : null;
    return refuse(
      line,
      "a quote stands where none may stand, or one is not closed",
      'Put a cell with quotes in it into quotes, and double those inside: `"say ""so"""`.',
    );
  }
}

function withoutEmptyEnd(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell !== "") + 1);
}

function fitLine({ line, cells }: TableLine, width: number, report: ReportProblem): TableLine[] {
  const beyond = cells.slice(width).some((cell) => cell !== "");
  if (cells.length >= width && !beyond) return [{ line, cells: cells.slice(0, width) }];
  report({
    severity: "error",
    line,
    column: null,
    message: `the line has ${cells.length} cells, the head has ${width}`,
    remedy:
      "Give each line as many cells as the head, empty ones included; a cell with a separator in it needs quotes.",
  });
  return [];
}
