/** Zod's issues in words, for values of tables whose keys are settings or options. */

import type { z } from "zod";
import { suggestName } from "./closest-name.ts";
import type { Finding, Path } from "./problem.ts";
import { nameType, show, valueAt } from "./schema-findings.ts";

type Issue = z.core.$ZodIssue;

/**
 * What a value must be, and what it is: "must be at most 1, not 3". Begins with a verb, ends without a point; the
 * caller names the value. `value` is what stands in the file, undefined where nothing does.
 */
export function issueWords(issue: Issue, value: unknown): string {
  if (issue.code === "custom") return issue.message;
  const wanted = wantedWords(issue, value);
  if (value === undefined) return `is missing; it must be ${wanted}`;
  const found = Array.isArray(value) ? `a list of ${value.length}` : show(value);
  return `must be ${wanted}, not ${found}`;
}

function wantedWords(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case "invalid_type":
      return nameType(issue.expected);
    case "invalid_value":
      return choiceWords(issue.values, value);
    case "invalid_union":
      return unionWords(issue.errors, value);
    case "too_small":
      return limitWords(issue.origin, issue.minimum, issue.inclusive === false ? "more" : "least");
    case "too_big":
      return limitWords(issue.origin, issue.maximum, issue.inclusive === false ? "less" : "most");
    case "invalid_format":
      return formatWords(issue);
    default:
      return "something else";
  }
}

function formatWords(issue: z.core.$ZodIssueInvalidStringFormat): string {
  if ("prefix" in issue) return `a text that begins with ${JSON.stringify(issue.prefix)}`;
  return issue.pattern === undefined ? "a text of another form" : `a text like ${issue.pattern}`;
}

function limitWords(
  origin: string,
  limit: number | bigint,
  kind: "more" | "least" | "less" | "most",
): string {
  const bounds = { more: "more than", least: "at least", less: "less than", most: "at most" };
  const bound = `${bounds[kind]} ${limit}`;
  if (origin === "array") return `a list of ${bound} ${limit === 1 ? "value" : "values"}`;
  if (origin === "string") return `a text of ${bound} ${limit === 1 ? "character" : "characters"}`;
  return bound;
}

/** Choices as they are written in a file; that texts stand in quotes is said to whoever left them out. */
function choiceWords(values: readonly unknown[], value: unknown): string {
  const choices = joinWithOr(values.map((one) => JSON.stringify(one)));
  const texts = values.every((one) => typeof one === "string");
  return texts && typeof value !== "string" ? `a text in quotes: ${choices}` : choices;
}

/** Null is left out, since TOML has none. */
function unionWords(branches: readonly (readonly Issue[])[], value: unknown): string {
  const firsts = branches.flatMap((branch) => branch[0] ?? []);
  const words = firsts
    .filter((issue) => !(issue.code === "invalid_type" && issue.expected === "null"))
    .map((issue) => wantedWords(issue, issue.code === "invalid_value" ? "" : value));
  return words.length === 0 ? "something else" : joinWithOr([...new Set(words)]);
}

function joinWithOr(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}

/** One issue as a clause with the name of its value: "`plates[0].id` must be …"; `whole` names the file or table itself. */
export function issueSentence(issue: Issue, data: unknown, whole: string): string {
  const path = issue.path.filter((part) => typeof part !== "symbol");
  const name = path.map((part) => (typeof part === "number" ? `[${part}]` : `.${part}`)).join("");
  const named = name === "" ? whole : `\`${name.replace(/^\./, "")}\``;
  if (issue.code === "unrecognized_keys") {
    return `${issue.keys.map((key) => `\`${key}\``).join(", ")} ${issue.keys.length === 1 ? "is" : "are"} unknown in ${named}`;
  }
  if (issue.code === "custom") return issue.message;
  return `${named} ${issueWords(issue, valueAt(data, path))}`;
}

/** Where a table of settings or options stands, and what is known of its keys. */
export interface ValueTable {
  readonly check: string;
  readonly at: Path;
  /** What the table is called in a sentence, e.g. "the settings". */
  readonly name: string;
  readonly keys: readonly string[];
  /** What to do about a wrong value of a key. */
  readonly remedyFor: (key: string) => string;
}

/** One finding for every wrong value and every unknown key of a table, in Zod's order. `data` is the table itself. */
export function valueFindings(
  issues: readonly Issue[],
  data: unknown,
  table: ValueTable,
): Finding[] {
  return issues.flatMap((issue): Finding[] => {
    const path = issue.path.filter((part) => typeof part !== "symbol");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        severity: "error",
        check: table.check,
        path: [...table.at, key],
        atKey: true,
        message: `\`${key}\` is unknown in ${table.name}`,
        remedy: suggestName(key, table.keys),
      }));
    }
    const key = path[0];
    const words = issueWords(issue, valueAt(data, path));
    const message =
      issue.code === "custom" || key === undefined ? words : `${nameOf(path)} ${words}`;
    const remedy = table.remedyFor(key === undefined ? "" : String(key));
    return [
      { severity: "error", check: table.check, path: [...table.at, ...path], message, remedy },
    ];
  });
}

/** `filtersNm`, or "`filtersNm` number 2" for what stands in a list. */
function nameOf(path: Path): string {
  const key = path.findLast((part) => typeof part === "string") ?? "value";
  const place = path.at(-1);
  return typeof place === "number" ? `\`${key}\` number ${place + 1}` : `\`${key}\``;
}
