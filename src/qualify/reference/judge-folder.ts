import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileReason } from "../../domain/file-reason.ts";
import { compareGold, type GoldDeviation, type GoldOutcome } from "./compare-gold.ts";
import type { GoldFile, GoldKind } from "./gold-kind.ts";

/**
 * Judges every gold file (`*.json`) of a folder by our own numbers and prints, for each, `N passed, N failed` and its
 * deviations, last a line for all. Gives the exit code: 0 only if something was compared and nothing failed. A folder or
 * file that cannot be read, and a kind of file that nobody knows, are failures.
 */
export function judgeFolder(
  folder: string,
  kinds: readonly GoldKind[],
  print: (line: string) => void,
): number {
  const names = listGoldFiles(folder);
  if (typeof names === "string") print(names);
  else if (names.length === 0) print(`${folder} has no gold file (*.json).`);
  const outcomes =
    typeof names === "string" ? [] : names.map((name) => judgeFile(folder, name, kinds));
  let passed = 0;
  let failed = 0;
  for (const { name, outcome } of outcomes) {
    passed += outcome.passed;
    failed += outcome.deviations.length;
    print(`${name}: ${outcome.passed} passed, ${outcome.deviations.length} failed`);
    for (const deviation of outcome.deviations) print(`  ${deviationLine(deviation)}`);
    for (const [because, count] of outcome.notRequired)
      print(`  ${count} not required: ${because}`);
  }
  print(`${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

function listGoldFiles(folder: string): readonly string[] | string {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".json"))
      .sort();
  } catch (error) {
    return `${folder} cannot be read: ${fileReason(error)}.`;
  }
}

export interface JudgedFile {
  readonly name: string;
  readonly outcome: GoldOutcome;
}

/** One file by the kind that it names; a file that cannot be read, and a kind that nobody knows, deviate as a whole. */
export function judgeFile(folder: string, name: string, kinds: readonly GoldKind[]): JudgedFile {
  const file = readGoldFile(join(folder, name));
  if (typeof file === "string") return { name, outcome: refused(file) };
  const kind = kinds.find((one) => one.id === file.id);
  if (kind === undefined) {
    const known = kinds.map((one) => one.id).join(", ");
    return { name, outcome: refused(`the kind "${file.id}" is not known; known are ${known}`) };
  }
  return { name, outcome: compareGold(file, kind) };
}

function readGoldFile(path: string): GoldFile | string {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    return error instanceof SyntaxError ? `no JSON (${error.message})` : fileReason(error);
  }
  if (isGoldFile(content)) return content;
  return "no gold file: it has no id that names its kind";
}

function isGoldFile(content: unknown): content is GoldFile {
  if (typeof content !== "object" || content === null || !("id" in content)) return false;
  return typeof content.id === "string";
}

function refused(reason: string): GoldOutcome {
  const deviation = {
    where: "the whole file",
    expected: "a gold file",
    found: reason,
    relativeError: null,
  };
  return { passed: 0, deviations: [deviation], notRequired: new Map() };
}

/** Where, what was expected, what was found, and how far apart, in one line. */
export function deviationLine({ where, expected, found, relativeError }: GoldDeviation): string {
  const error = relativeError === null ? "" : ` (relative error ${relativeError.toExponential(2)})`;
  return `${where}: expected ${show(expected)}, found ${show(found)}${error}`;
}

function show(value: unknown): string {
  return value === undefined ? "nothing" : (JSON.stringify(value) ?? String(value));
}
