/** Turns Zod's issues into sentences for somebody at the bench. */

import type { z } from "zod";
import { suggestName } from "./closest-name.ts";
import type { IssueHint } from "./file-fields.ts";
import type { Finding, Path } from "./problem.ts";

/** Which keys a table may have; `*` stands for any name or list position. */
export interface TableKeys {
  readonly at: readonly string[];
  readonly keys: readonly string[];
}

type Issue = z.core.$ZodIssue;

/** What each key takes, for the remedy of a wrong value; `web.port` goes before `port`. */
export type FieldAdvice = Readonly<Record<string, string>>;

/**
 * One finding for every wrong value and for every unknown key, in Zod's order.
 * `data` is the file's content; `tables` names the keys there are; `advice` says what a field takes.
 */
export function schemaFindings(
  issues: readonly Issue[],
  data: unknown,
  tables: readonly TableKeys[],
  advice: FieldAdvice,
): Finding[] {
  return issues.flatMap((issue): Finding[] => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => unknownKey(key, path, tables));
    }
    return [describeIssue(issue, path, data, advice)];
  });
}

function unknownKey(key: string, path: Path, tables: readonly TableKeys[]): Finding {
  const known = tables.find((table) => matches(table.at, path))?.keys ?? [];
  return {
    severity: "error",
    check: "unknown-key",
    path: [...path, key],
    atKey: true,
    message: `\`${key}\` is unknown in ${nameTable(path)}`,
    remedy: suggestName(key, known),
  };
}

function describeIssue(issue: Issue, path: Path, data: unknown, advice: FieldAdvice): Finding {
  const value = valueAt(data, path);
  if (issue.code === "custom") return customFinding(issue, path);
  const field = path.findLast((part) => typeof part === "string") ?? "value";
  const remedy = adviceFor(path, advice);
  const common = { severity: "error", path, remedy } as const;
  if (value === undefined) {
    const message = `\`${path.at(-1)}\` is missing in ${nameTable(path.slice(0, -1))}`;
    return { ...common, check: "missing", message };
  }
  if (issue.code === "invalid_key") {
    const inner = issue.issues[0];
    if (inner?.code === "custom") return { ...customFinding(inner, path), atKey: true };
  }
  if (issue.code === "invalid_type") {
    const message = `\`${field}\` must be ${nameType(issue.expected)}, not ${show(value)}`;
    return { ...common, check: "type", message };
  }
  const message = `\`${field}\` cannot be ${show(value)}`;
  return { ...common, check: "value", message, remedy: suggestChoice(issue, value) ?? remedy };
}

function suggestChoice(issue: Issue, value: unknown): string | null {
  if (issue.code !== "invalid_value" || issue.values.length < 2) return null;
  return typeof value === "string" ? suggestName(value, issue.values.map(String)) : null;
}

/** The advice for the key in its table, for the key anywhere or, where there is none, for what encloses it. */
function adviceFor(path: Path, advice: FieldAdvice): string {
  const names = path.filter((part) => typeof part === "string");
  const keys = names.flatMap((name, at) => [name, `${names[at - 1] ?? ""}.${name}`]);
  const advised = keys.findLast((key) => Object.hasOwn(advice, key));
  const known = advised === undefined ? undefined : advice[advised];
  return known ?? "See the files that come with Platewarden for an example.";
}

function customFinding(issue: { message: string; params?: unknown }, path: Path): Finding {
  const hint = isHint(issue.params) ? issue.params : null;
  return {
    severity: "error",
    check: hint?.check ?? "value",
    path,
    ...(hint?.offset === undefined ? {} : { offset: hint.offset }),
    message: issue.message,
    remedy: hint?.remedy ?? "Correct this value.",
  };
}

function isHint(params: unknown): params is IssueHint {
  return typeof params === "object" && params !== null && "check" in params && "remedy" in params;
}

/** The value at a path of parsed TOML; undefined when the path leads nowhere. */
export function valueAt(data: unknown, path: Path): unknown {
  let value = data;
  for (const part of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = new Map<string, unknown>(Object.entries(value)).get(String(part));
  }
  return value;
}

function matches(pattern: readonly string[], path: Path): boolean {
  return (
    pattern.length === path.length &&
    pattern.every((part, index) => part === "*" || part === String(path[index]))
  );
}

/** `[axis.drug]`, `[[block]] number 2`, or "the file" for the top. */
export function nameTable(path: Path): string {
  const [section, name, ...deeper] = path;
  if (section === undefined) return "the file";
  const inside = deeper.filter((part) => typeof part === "string").join(".");
  const head =
    typeof name === "number"
      ? `[[${section}]] number ${name + 1}`
      : `[${[section, name].filter((part) => part !== undefined).join(".")}]`;
  return inside === "" ? head : `${inside} of ${head}`;
}

/** What a type is called in a sentence. */
export function nameType(expected: string): string {
  const names: Readonly<Record<string, string>> = {
    string: "a text in quotes",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
    array: "a list in [ ]",
    object: "a table",
    record: "a table",
  };
  return names[expected] ?? `a ${expected}`;
}

/** A value as it is shown in a sentence. */
export function show(value: unknown): string {
  if (value instanceof Date) return "a date";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object" && value !== null) return "a table";
  if (typeof value === "string") return JSON.stringify(value);
  return String(value);
}
