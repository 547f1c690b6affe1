/** Layouts as wellmap's TOML: rules by experiment, row, column, block and well. */

import { ALL_WELLS, type WellName } from "../domain/well.ts";
import { type ImportField, readColumn } from "./import-columns.ts";
import { drawImported, type ImportedLayout, type ImportedValue } from "./imported-plate.ts";
import type { Path, Problem } from "./problem.ts";
import { readToml, type TomlSource } from "./toml-source.ts";
import { formatWells } from "./well-range.ts";
import { readWellmapKey, WELLMAP_LEVELS, type WellmapLevel } from "./wellmap-keys.ts";

/**
 * Reads the sections `expt`, `row`, `col`, `block.WxH` and `well`. Where several say something of a well, the order of
 * wellmap counts (well, smaller block, larger block, row, column, experiment; then the later one), and every well in
 * which that mattered is named in a remark. `meta` and `extras` are left out with a remark; sections that move or join
 * plates (`plate`, `irow`, `icol`) are errors, because leaving them out would change what the wells hold.
 */
export function importWellmap(text: string, id: string): ImportedLayout {
  const read = readToml(text);
  if (!read.ok) return { drawing: null, problems: [read.problem] };
  const { source } = read;
  const problems: Problem[] = [];
  const rules = readRules(source, problems);
  return drawImported(id, applyRules(rules, problems), problems);
}

interface Rule {
  readonly level: WellmapLevel;
  /** Wells of a block; larger blocks yield to smaller ones. */
  readonly size: number;
  readonly wells: readonly WellName[];
  readonly value: ImportedValue;
}

const LEFT_OUT: readonly string[] = ["meta", "extras"];

function readRules(source: TomlSource, problems: Problem[]): Rule[] {
  return Object.entries(asTable(source.data)).flatMap(([section, content]) => {
    if (section === "expt")
      return readValues(
        [section],
        content,
        { level: "expt", size: 96, wells: null },
        source,
        problems,
      );
    if (section === "block") {
      return Object.entries(asTable(content)).flatMap(([size, keys]) =>
        readKeys("block", [section, size], keys, size, source, problems),
      );
    }
    const level = WELLMAP_LEVELS.find((one) => one === section);
    if (level !== undefined) return readKeys(level, [section], content, null, source, problems);
    const known = LEFT_OUT.includes(section);
    problems.push(
      fault(
        source,
        [section],
        known ? "warning" : "error",
        known ? `[${section}] is left out` : `[${section}] cannot be taken over`,
        known
          ? "A layout of Platewarden has no place for it."
          : "Write what it says as row, col, block or well, and import again.",
      ),
    );
    return [];
  });
}

function readKeys(
  level: WellmapLevel,
  path: Path,
  keys: unknown,
  size: string | null,
  source: TomlSource,
  problems: Problem[],
): Rule[] {
  return Object.entries(asTable(keys)).flatMap(([key, content]) => {
    const at = [...path, key];
    const read = readWellmapKey(level, key, size);
    if (!read.ok) {
      problems.push(fault(source, at, "error", read.message, read.remedy));
      return [];
    }
    const count = level === "block" ? read.size : 96;
    return readValues(at, content, { level, size: count, wells: read.wells }, source, problems);
  });
}

function readValues(
  path: Path,
  content: unknown,
  rule: {
    readonly level: WellmapLevel;
    readonly size: number;
    readonly wells: readonly WellName[] | null;
  },
  source: TomlSource,
  problems: Problem[],
): Rule[] {
  return Object.entries(asTable(content)).flatMap(([name, said]): Rule[] => {
    const at = [...path, name];
    const { line, column: place } = source.locate(at, { atKey: true });
    const read = readColumn(name);
    if (!read.ok) {
      const severity = read.unknown ? "warning" : "error";
      const message = read.unknown ? `${read.message}; it is left out` : read.message;
      problems.push(fault(source, at, severity, message, read.remedy));
      return [];
    }
    const text = typeof said === "string" || typeof said === "number" ? String(said) : null;
    if (text === null) {
      problems.push(
        fault(source, at, "error", `${name} is no text and no number`, "Write one value."),
      );
      return [];
    }
    const value = { text, column: read.column, line, place };
    return [{ level: rule.level, size: rule.size, wells: rule.wells ?? ALL_WELLS, value }];
  });
}

/** What counts in each well; where one rule overrules another that says something else, a remark says in which wells. */
function applyRules(
  rules: readonly Rule[],
  problems: Problem[],
): Map<WellName, Map<ImportField, ImportedValue>> {
  const plate = new Map<WellName, Map<ImportField, ImportedValue>>();
  const overruled = new Map<string, { by: ImportedValue; old: ImportedValue; wells: WellName[] }>();
  for (const { wells, value } of rules.toSorted(weakestFirst)) {
    for (const well of wells) {
      const values = plate.get(well) ?? new Map<ImportField, ImportedValue>();
      const old = values.get(value.column.field);
      if (old !== undefined && old.text !== value.text) {
        const key = JSON.stringify([value.line, old.line, value.column.field]);
        const known = overruled.get(key) ?? { by: value, old, wells: [] };
        overruled.set(key, { ...known, wells: [...known.wells, well] });
      }
      values.set(value.column.field, value);
      plate.set(well, values);
    }
  }
  for (const { by, old, wells } of overruled.values()) {
    problems.push({
      severity: "warning",
      check: "overlap",
      line: by.line,
      column: by.place,
      well: wells[0] ?? null,
      wells,
      message: `${by.column.field} “${by.text}” takes the place of “${old.text}” (line ${old.line}) in ${formatWells(wells)}, as in wellmap`,
      remedy: "Check these wells in the drawing.",
    });
  }
  return plate;
}

const STRENGTH: Readonly<Record<WellmapLevel, number>> = {
  expt: 0,
  col: 1,
  row: 2,
  block: 3,
  well: 4,
};

function weakestFirst(a: Rule, b: Rule): number {
  return STRENGTH[a.level] - STRENGTH[b.level] || b.size - a.size;
}

function asTable(value: unknown): Record<string, unknown> {
  const isTable = typeof value === "object" && value !== null && !Array.isArray(value);
  return isTable ? { ...value } : {};
}

function fault(
  source: TomlSource,
  path: Path,
  severity: Problem["severity"],
  message: string,
  remedy: string,
): Problem {
  const { line, column } = source.locate(path, { atKey: true });
  return { severity, check: "wellmap", line, column, well: null, wells: [], message, remedy };
}
