/** A TOML file read twice: smol-toml gives the values, toml-eslint-parser tells in which line and column each stands. */

import { parse as parseValues, TomlError } from "smol-toml";
import { type AST, ParseError, parseTOML } from "toml-eslint-parser";
import {
  type Finding,
  type Path,
  type Place,
  type Problem,
  sortProblems,
  toProblem,
} from "./problem.ts";

export interface TomlSource {
  readonly data: unknown;
  readonly lines: readonly string[];
  /**
   * Where the value (or key) at `path` stands; for a path the file does not have, its nearest
   * enclosing value. A text that stands alone where a list could stand answers to position 0 too.
   */
  readonly locate: (path: Path, at?: { atKey?: boolean; offset?: number }) => Place;
}

export type TomlResult =
  | { readonly ok: true; readonly source: TomlSource }
  | { readonly ok: false; readonly problem: Problem };

interface Spot {
  readonly key: AST.SourceLocation | null;
  readonly value: AST.SourceLocation;
  /** Columns between the start of the value and its first character: 1 for a quoted text, else 0. */
  readonly inset: number;
}

/**
 * Reads TOML text; a leading byte-order mark is skipped. A text that is no TOML comes back as one problem with its
 * place (parsers cannot go on behind a broken line). Never throws.
 */
export function readToml(text: string): TomlResult {
  const clean = text.replace(/^\uFEFF/u, "");
  try {
    const data: unknown = parseValues(clean);
    const spots = indexSpots(parseTOML(clean, { tomlVersion: "1.0.0" }));
    const lines = clean.split(/\r?\n/);
    return { ok: true, source: { data, lines, locate: locateIn(spots) } };
  } catch (error) {
    return { ok: false, problem: describeSyntaxError(error) };
  }
}

/** Findings with their places, in file order. */
export function placeFindings(source: TomlSource, findings: readonly Finding[]): Problem[] {
  return sortProblems(
    findings.map((finding) => toProblem(finding, source.locate(finding.path, finding))),
  );
}

function describeSyntaxError(error: unknown): Problem {
  const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
  const place = placeOfError(error);
  return toProblem(
    {
      severity: "error",
      check: "syntax",
      path: [],
      message: `this is not TOML: ${message.replace(/^Invalid TOML document: /, "")}`,
      remedy:
        "Mend this line first: texts stand in quotes, each key once, lists in [ ]. Further problems show when it is mended.",
    },
    place,
  );
}

function placeOfError(error: unknown): Place {
  if (error instanceof TomlError) return { line: error.line, column: error.column };
  if (error instanceof ParseError) return { line: error.lineNumber, column: error.column + 1 };
  return { line: 1, column: 1 };
}

function locateIn(spots: ReadonlyMap<string, Spot>): TomlSource["locate"] {
  return (path, at = {}) => {
    for (let length = path.length; length > 0; length -= 1) {
      const spot = spots.get(keyOf(path.slice(0, length)));
      const loneText = length === path.length - 1 && path.at(-1) === 0 && spot?.inset === 1;
      if (spot) return placeIn(spot, length === path.length || loneText ? at : {});
    }
    return { line: 1, column: 1 };
  };
}

function placeIn(spot: Spot, at: { atKey?: boolean; offset?: number }): Place {
  if (at.atKey && spot.key) return toPlace(spot.key.start);
  const shift = at.offset === undefined ? 0 : spot.inset + at.offset;
  return toPlace(spot.value.start, shift);
}

function toPlace(position: AST.Position, shift = 0): Place {
  return { line: position.line, column: position.column + 1 + shift };
}

function keyOf(path: Path): string {
  return JSON.stringify(path);
}

function indexSpots(program: AST.TOMLProgram): Map<string, Spot> {
  const spots = new Map<string, Spot>();
  for (const node of program.body[0].body) {
    if (node.type === "TOMLTable") indexTable(node, spots);
    else indexKeyValue(node, [], spots);
  }
  return spots;
}

function indexTable(table: AST.TOMLTable, spots: Map<string, Spot>): void {
  const path = table.resolvedKey;
  const spot = { key: table.key.loc, value: table.key.loc, inset: 0 };
  for (let length = 1; length <= path.length; length += 1) {
    const key = keyOf(path.slice(0, length));
    if (length === path.length || !spots.has(key)) spots.set(key, spot);
  }
  for (const pair of table.body) indexKeyValue(pair, path, spots);
}

function indexKeyValue(pair: AST.TOMLKeyValue, parent: Path, spots: Map<string, Spot>): void {
  let path = parent;
  for (const part of pair.key.keys) {
    path = [...path, part.type === "TOMLBare" ? part.name : part.value];
    const key = keyOf(path);
    if (!spots.has(key)) spots.set(key, { key: part.loc, value: part.loc, inset: 0 });
  }
  const last = pair.key.keys.at(-1);
  indexValue(pair.value, path, last?.loc ?? pair.key.loc, spots);
}

function indexValue(
  node: AST.TOMLContentNode,
  path: Path,
  key: AST.SourceLocation | null,
  spots: Map<string, Spot>,
): void {
  const quoted = node.type === "TOMLValue" && node.kind === "string" && !node.multiline;
  spots.set(keyOf(path), { key, value: node.loc, inset: quoted ? 1 : 0 });
  if (node.type === "TOMLArray") {
    node.elements.forEach((element, index) => {
      indexValue(element, [...path, index], null, spots);
    });
  }
  if (node.type === "TOMLInlineTable") {
    for (const pair of node.body) indexKeyValue(pair, path, spots);
  }
}
