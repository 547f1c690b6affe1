/** The two shapes of a table of annotations, brought to one: the cells of each annotation, whichever shape they had. */
import {
  ANNOTATION_TYPES,
  type AnnotationType,
  annotationKey,
  BLASTS_ANNOTATION,
} from "../../domain/annotation.ts";
import { closestName } from "../../layout/closest-name.ts";
import type { ReportProblem } from "./annotation-problem.ts";
import type { AnnotationTable, TableLine } from "./annotation-table.ts";
import { joinAlleleFractions } from "./join-allele-fractions.ts";

export interface AnnotationCell {
  readonly sample: string;
  readonly line: number;
  /** Where it stands, as the head writes it. */
  readonly column: string;
  readonly text: string;
  /** From columns of their own; empty = not told. */
  readonly vaf: string;
  readonly clone: string;
}

export interface AnnotationColumn {
  readonly name: string;
  readonly type: AnnotationType | null;
  readonly unit: string | null;
  readonly gene: string | null;
  /** Of the column for allele fractions. */
  readonly vafUnit: string | null;
  readonly cells: readonly AnnotationCell[];
}

interface Heading {
  readonly name: string;
  readonly type: AnnotationType | null;
  readonly unit: string | null;
  /** The word after the colon where it is nearly a type. */
  readonly nearlyType: AnnotationType | null;
}

/** Also `blasts day 4`, `blasts_day4 [%]`: the one annotation that the sample itself holds. */
const BLASTS = /^blasts?_(?:on_)?day_?4(?:_percent)?$/;

function canonicalName(name: string): string {
  return BLASTS.test(annotationKey(name)) ? BLASTS_ANNOTATION : name;
}

/** `name`, `name [unit]`, `name:type`, or both in either order. */
export function readHeading(text: string): Heading {
  const typed = /^(.*?) ?: ?([A-Za-z]+)( ?\[[^\]]*\])?$/.exec(text);
  const word = typed?.[2]?.toLowerCase() ?? "";
  const type = ANNOTATION_TYPES.find((one) => one === word) ?? null;
  const near =
    type === null
      ? ANNOTATION_TYPES.find((one) => one === closestName(word, ANNOTATION_TYPES))
      : null;
  const rest = type === null ? text : `${typed?.[1] ?? ""}${typed?.[3] ?? ""}`;
  const united = /^(.*?) ?\[([^\]]*)\]$/.exec(rest);
  const unit = united?.[2]?.trim() ?? "";
  return {
    name: canonicalName((united?.[1] ?? rest).trim()),
    type,
    unit: unit === "" ? null : unit,
    nearlyType: near ?? null,
  };
}

/** The columns of the long shape beside `sample`, `name` and `value`. */
const LONG_COLUMNS = ["sample", "name", "value", "unit", "type", "gene", "vaf", "clone"] as const;
type LongColumn = (typeof LONG_COLUMNS)[number];

/**
 * The annotations of a table with their cells. Long: a line a value, with the columns sample, name, value and perhaps
 * unit, type, gene, vaf, clone. Wide: a line a sample, a column an annotation. What is wrong with the head is reported;
 * null when it tells no shape.
 */
export function annotationColumns(
  table: AnnotationTable,
  report: ReportProblem,
): readonly AnnotationColumn[] | null {
  const headings = table.head.map(readHeading);
  const keys = headings.map(({ name }) => annotationKey(name));
  const sample = keys.indexOf("sample");
  if (sample < 0) {
    report({
      severity: "error",
      line: 1,
      column: null,
      message: "no column is called “sample”",
      remedy:
        "Call the column with the names of the samples `sample`; lines are separated into cells by comma, semicolon or tab.",
    });
    return null;
  }
  const isSound = checkHead(table.head, headings, report);
  const lines = table.lines.filter((line) => hasSample(line, sample, report));
  const isLong = keys.includes("name") && keys.includes("value");
  if (isLong) return longColumns(table.head, lines, report);
  if (!isSound) return null;
  return joinAlleleFractions(wideColumns(table.head, headings, lines, sample), report);
}

function hasSample(line: TableLine, sample: number, report: ReportProblem): boolean {
  if (line.cells[sample] !== "") return true;
  report({
    severity: "error",
    line: line.line,
    column: "sample",
    message: "the line names no sample",
    remedy: "Name the sample as `platewarden samples` does.",
  });
  return false;
}

function checkHead(
  head: readonly string[],
  headings: readonly Heading[],
  report: ReportProblem,
): boolean {
  let isSound = true;
  const refuse = (column: string, message: string, remedy: string): void => {
    isSound = false;
    report({ severity: "error", line: 1, column, message, remedy });
  };
  const seen = new Set<string>();
  headings.forEach(({ name, nearlyType }, index) => {
    const column = head[index] ?? "";
    const key = annotationKey(name);
    if (key === "") refuse(column, `column ${index + 1} has no name`, "Name it, or delete it.");
    else if (seen.has(key))
      refuse(column, "a second column has this name", "Give each column a name of its own.");
    if (nearlyType !== null)
      refuse(
        column,
        "the word after the colon is no type",
        `Write \`${name.replace(/ ?:.*$/, "")}:${nearlyType}\`; types are ${ANNOTATION_TYPES.join(", ")}.`,
      );
    seen.add(key);
  });
  return isSound;
}

function wideColumns(
  head: readonly string[],
  headings: readonly Heading[],
  lines: readonly TableLine[],
  sample: number,
): AnnotationColumn[] {
  return headings.flatMap(({ name, type, unit }, index) => {
    if (index === sample) return [];
    const cells = lines.map(({ line, cells: all }) => ({
      sample: all[sample] ?? "",
      line,
      column: head[index] ?? "",
      text: all[index] ?? "",
      vaf: "",
      clone: "",
    }));
    return [{ name, type, unit, gene: null, vafUnit: null, cells }];
  });
}

interface LongHead {
  readonly at: (name: LongColumn) => number;
  readonly vafUnit: string | null;
}

function readLongHead(head: readonly string[], report: ReportProblem): LongHead | null {
  const headings = head.map(readHeading);
  const names = headings.map(({ name }) => {
    const key = annotationKey(name);
    return key === "vaf_percent" ? "vaf" : key;
  });
  const strays = head.filter((_, index) => !LONG_COLUMNS.some((one) => one === names[index]));
  for (const column of strays) {
    report({
      severity: "error",
      line: 1,
      column,
      message: "a table with the columns name and value has no such column",
      remedy: `Delete it, or give it as lines of its own; known are ${LONG_COLUMNS.join(", ")}.`,
    });
  }
  const vaf = names.indexOf("vaf");
  const isPercent = annotationKey(headings[vaf]?.name ?? "") === "vaf_percent";
  const vafUnit = headings[vaf]?.unit ?? (isPercent ? "%" : null);
  return strays.length > 0 ? null : { at: (name) => names.indexOf(name), vafUnit };
}

interface LongLine {
  readonly name: string;
  readonly unit: string;
  readonly type: string;
  readonly gene: string;
  readonly cell: AnnotationCell;
}

function longColumns(
  head: readonly string[],
  lines: readonly TableLine[],
  report: ReportProblem,
): readonly AnnotationColumn[] | null {
  const longHead = readLongHead(head, report);
  if (longHead === null) return null;
  const byKey = new Map<string, LongLine[]>();
  for (const { line, cells } of lines) {
    const textAt = (name: LongColumn): string => cells[longHead.at(name)] ?? "";
    const name = canonicalName(textAt("name"));
    if (annotationKey(name) === "") {
      const message = "the line names no annotation";
      report({ severity: "error", line, column: "name", message, remedy: "Name it." });
      continue;
    }
    const cell: AnnotationCell = {
      sample: textAt("sample"),
      line,
      column: "value",
      text: textAt("value"),
      vaf: textAt("vaf"),
      clone: textAt("clone"),
    };
    const key = annotationKey(name);
    const one = {
      name,
      unit: textAt("unit"),
      type: textAt("type").toLowerCase(),
      gene: textAt("gene"),
      cell,
    };
    const group = byKey.get(key);
    if (group === undefined) byKey.set(key, [one]);
    else group.push(one);
  }
  return [...byKey.values()].map((group) => joinLong(group, longHead.vafUnit, report));
}

/** The lines of one annotation must agree on what it is. */
function joinLong(
  group: readonly LongLine[],
  vafUnit: string | null,
  report: ReportProblem,
): AnnotationColumn {
  const said = (field: "unit" | "type" | "gene"): string | null => {
    const told = group.filter((line) => line[field] !== "");
    const first = told[0];
    for (const line of told) {
      if (line[field] === first?.[field]) continue;
      report({
        severity: "error",
        line: line.cell.line,
        column: field,
        message: `${line.name} has the ${field} “${line[field]}” here and “${first?.[field]}” in line ${first?.cell.line}`,
        remedy: `Give one annotation one ${field}; what differs needs a name of its own.`,
      });
    }
    return first?.[field] ?? null;
  };
  const typeWord = said("type");
  const type = ANNOTATION_TYPES.find((one) => one === typeWord) ?? null;
  if (typeWord !== null && type === null) {
    report({
      severity: "error",
      line: group.find((line) => line.type !== "")?.cell.line ?? null,
      column: "type",
      message: `“${typeWord}” is no type`,
      remedy: `Types are ${ANNOTATION_TYPES.join(", ")}.`,
    });
  }
  return {
    name: group[0]?.name ?? "",
    type,
    unit: said("unit"),
    gene: said("gene"),
    vafUnit,
    cells: group.map(({ cell }) => cell),
  };
}
